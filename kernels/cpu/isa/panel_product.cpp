// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/cpu/isa/exp_erf.h"
#include "kernels/cpu/isa/kernels.h"
#include "kernels/cpu/isa/panel_tile.h"

#include <utility>

namespace tilescribe::TILESCRIBE_ISA {
namespace {

/// Panels that stay in the second cache while all row tiles pass over them.
constexpr std::int64_t cached_panel_bytes = 256 * 1024;

/// The sums of one tile: [row][panel_width].
using Sums = float[tile_rows * panel_width];
using TileProduct = void (*)(const float* input, std::int64_t stride, const std::byte* panel, std::int64_t n_in, float* sums);

template <PanelType Type, int Rows>
void tile_product(const float* input, std::int64_t stride, const std::byte* panel, std::int64_t n_in, float* sums) {
    Tile<Rows> tile;
    if constexpr (Type == PanelType::f32)
        multiply_panel<F32Weights>(tile, input, stride, reinterpret_cast<const float*>(panel), n_in);
    else if constexpr (Type == PanelType::f16)
        multiply_panel<F16Weights>(tile, input, stride, reinterpret_cast<const std::uint16_t*>(panel), n_in);
    else if constexpr (Type == PanelType::bf16)
        multiply_panel<Bf16Weights>(tile, input, stride, reinterpret_cast<const std::uint16_t*>(panel), n_in);
    else
        multiply_quantised<Type == PanelType::q8_minimum>(tile, input, stride, panel, n_in);
#pragma GCC unroll 16
    for (int r = 0; r < Rows; ++r) {
        store(sums + r * panel_width, tile.sum[r][0]);
        store(sums + r * panel_width + width, tile.sum[r][1]);
    }
}

template <PanelType Type, int... Rows>
TileProduct select_rows(std::int64_t rows, std::integer_sequence<int, Rows...>) {
    static constexpr TileProduct products[] = {tile_product<Type, Rows + 1>...};
    return products[rows - 1];
}

TileProduct select(PanelType type, std::int64_t rows) {
    constexpr auto all_rows = std::make_integer_sequence<int, tile_rows>{};
    switch (type) {
        case PanelType::f16:
            return select_rows<PanelType::f16>(rows, all_rows);
        case PanelType::bf16:
            return select_rows<PanelType::bf16>(rows, all_rows);
        case PanelType::q8:
            return select_rows<PanelType::q8>(rows, all_rows);
        case PanelType::q8_minimum:
            return select_rows<PanelType::q8_minimum>(rows, all_rows);
        default:
            return select_rows<PanelType::f32>(rows, all_rows);
    }
}

template <Epilogue What>
TILESCRIBE_INLINE Vec finish(Vec sum, Vec bias, const float* before, std::int64_t n) {
    const Vec y = sum + bias;
    if constexpr (What == Epilogue::gelu) return gelu_of(y);
    if constexpr (What == Epilogue::add_residual) return y + load_n(before, n);
    return y;
}

/// Bias, epilogue and the matrix's right edge for one tile.
template <Epilogue What>
void finish_tile(const float* sums, const PanelProduct& p, std::int64_t first_row, std::int64_t rows, std::int64_t first_out) {
    const float* bias = p.bias != nullptr ? p.bias + first_out : nullptr;
    for (int part = 0; part < 2; ++part) {
        const std::int64_t out = first_out + part * width;
        const std::int64_t n = smaller(width, p.n_out - out);
        if (n <= 0) return;
        const Vec b = bias != nullptr ? load(bias + part * width) : zero();
        for (std::int64_t r = 0; r < rows; ++r) {
            float* to = p.output + (first_row + r) * p.output_stride + out;
            store_n(to, finish<What>(load(sums + r * panel_width + part * width), b, to, n), n);
        }
    }
}

void finish_tile(const float* sums, const PanelProduct& p, std::int64_t first_row, std::int64_t rows, std::int64_t first_out) {
    switch (p.epilogue) {
        case Epilogue::none:
            return finish_tile<Epilogue::none>(sums, p, first_row, rows, first_out);
        case Epilogue::gelu:
            return finish_tile<Epilogue::gelu>(sums, p, first_row, rows, first_out);
        case Epilogue::add_residual:
            return finish_tile<Epilogue::add_residual>(sums, p, first_row, rows, first_out);
    }
}

}  // namespace

void panel_product(const PanelProduct& p) {
    alignas(64) Sums sums;
    const std::int64_t cached = cached_panel_bytes / p.panel_bytes > 0 ? cached_panel_bytes / p.panel_bytes : 1;
    const std::int64_t end = p.first_panel + p.n_panels;
    const std::int64_t tiles = (p.rows + tile_rows - 1) / tile_rows;
    const std::int64_t step = tiles > 0 ? (p.rows + tiles - 1) / tiles : tile_rows;  // as even as can be
    for (std::int64_t group = p.first_panel; group < end; group += cached) {
        for (std::int64_t row = 0; row < p.rows; row += step) {
            const std::int64_t rows = smaller(step, p.rows - row);
            const TileProduct product = select(p.type, rows);
            for (std::int64_t panel = group; panel < smaller(end, group + cached); ++panel) {
                product(p.input + row * p.input_stride, p.input_stride, p.panels + panel * p.panel_bytes, p.n_in, sums);
                finish_tile(sums, p, row, rows, panel * panel_width);
            }
        }
    }
}

void gelu(float* values, std::int64_t count) {
    for (std::int64_t i = 0; i < count; i += width) {
        const std::int64_t n = smaller(width, count - i);
        store_n(values + i, gelu_of(load_n(values + i, n)), n);
    }
}

void exp2(float* values, std::int64_t count) {
    for (std::int64_t i = 0; i < count; i += width) {
        const std::int64_t n = smaller(width, count - i);
        store_n(values + i, exp2_of(load_n(values + i, n)), n);
    }
}

}  // namespace tilescribe::TILESCRIBE_ISA
