// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/cpu/isa/kernel_table.h"
#include "kernels/cpu/isa/simd.h"

#include <cstddef>
#include <cstdint>

// The innermost loops of all matrix products: a tile of Rows input rows times one panel (two vectors of outputs). The accumulators
// stay in registers; each weight is converted to f32 once for all Rows.

namespace tilescribe::TILESCRIBE_ISA {

inline constexpr int panel_width = 2 * width;
template <int Rows>
struct Tile {
    Vec sum[Rows][2];
};

template <int Rows>
TILESCRIBE_INLINE void clear(Tile<Rows>& tile) {
#pragma GCC unroll 16
    for (int r = 0; r < Rows; ++r) tile.sum[r][0] = tile.sum[r][1] = zero();
}

template <int Rows>
TILESCRIBE_INLINE void multiply_add(Tile<Rows>& tile, const float* input, std::int64_t stride, Vec w0, Vec w1) {
#pragma GCC unroll 16
    for (int r = 0; r < Rows; ++r) {
        const Vec x = set1(input[r * stride]);
        tile.sum[r][0] = fma(x, w0, tile.sum[r][0]);
        tile.sum[r][1] = fma(x, w1, tile.sum[r][1]);
    }
}

TILESCRIBE_INLINE void prefetch(const void* address) {
    _mm_prefetch(static_cast<const char*>(address), _MM_HINT_T0);
}

/// Asks for the weights to come. Products of few rows wait for memory, and the hardware's own prefetch neither looks this far ahead
/// nor beyond a 4 KB page: with five rows of f16 this triples the bandwidth. A full tile mostly finds its weights in the second
/// cache.
template <int Rows>
TILESCRIBE_INLINE void prefetch_ahead(const void* weights, std::size_t bytes) {
    constexpr int distance = 8192;
    constexpr int most_rows = tile_rows > 8 ? 8 : tile_rows - 1;
    if constexpr (Rows <= most_rows)
        for (std::size_t i = 0; i < bytes; i += 64) prefetch(static_cast<const char*>(weights) + distance + i);
}

struct F32Weights {
    using Element = float;
    TILESCRIBE_INLINE static Vec get(const float* from) { return load(from); }
};
struct F16Weights {
    using Element = std::uint16_t;
    TILESCRIBE_INLINE static Vec get(const std::uint16_t* from) { return load_f16(from); }
};
struct Bf16Weights {
    using Element = std::uint16_t;
    TILESCRIBE_INLINE static Vec get(const std::uint16_t* from) { return load_bf16(from); }
};

/// Independent chains of additions, so that few rows do not wait for each addition's latency.
template <int Rows>
inline constexpr int chains = Rows == 1   ? 4
                              : Rows <= 3 ? 2
                                          : 1;

template <int Rows, int Chains>
TILESCRIBE_INLINE void join_chains(Tile<Rows> (&part)[Chains], Tile<Rows>& tile) {
    clear(tile);
#pragma GCC unroll 4
    for (int c = 0; c < Chains; ++c)
#pragma GCC unroll 16
        for (int r = 0; r < Rows; ++r) {
            tile.sum[r][0] = tile.sum[r][0] + part[c].sum[r][0];
            tile.sum[r][1] = tile.sum[r][1] + part[c].sum[r][1];
        }
}

/// Weights as [n_in][panel_width].
template <typename Weights, int Rows>
TILESCRIBE_INLINE void multiply_panel(Tile<Rows>& tile, const float* input, std::int64_t stride,
                                      const typename Weights::Element* panel, std::int64_t n_in) {
    constexpr int n = chains<Rows>;
    Tile<Rows> part[n];
#pragma GCC unroll 4
    for (int c = 0; c < n; ++c) clear(part[c]);
    std::int64_t i = 0;
    for (; i + n <= n_in; i += n) {
#pragma GCC unroll 4
        for (int c = 0; c < n; ++c) {
            const auto* w = panel + (i + c) * panel_width;
            prefetch_ahead<Rows>(w, panel_width * sizeof *w);
            multiply_add(part[c], input + i + c, stride, Weights::get(w), Weights::get(w + width));
        }
    }
    for (; i < n_in; ++i) {
        const auto* w = panel + i * panel_width;
        multiply_add(part[0], input + i, stride, Weights::get(w), Weights::get(w + width));
    }
    join_chains(part, tile);
}

TILESCRIBE_INLINE float sum_of_block(const float* input) {
    Vec sum = load(input);
#pragma GCC unroll 4
    for (int i = width; i < block_size; i += width) sum = sum + load(input + i);
    return sum_of(sum);
}

/// Rows for which a block's sums of input * code and the sums so far fit the registers together.
inline constexpr int few_rows = tile_rows / 2;

/// One block of 32 inputs, few rows: the codes are summed first and scaled once, which halves the work per weight.
template <bool HasMinimum, int Rows>
TILESCRIBE_INLINE void multiply_block_few(Tile<Rows>& tile, const float* input, std::int64_t stride, const std::int8_t* codes,
                                          const Vec (&scale)[2], const Vec (&minimum)[2]) {
    constexpr int n = Rows == 1 ? 2 : 1;
    Tile<Rows> part[n];
#pragma GCC unroll 2
    for (int c = 0; c < n; ++c) clear(part[c]);
    for (int k = 0; k < block_size; k += n) {
#pragma GCC unroll 2
        for (int c = 0; c < n; ++c) {
            const std::int8_t* w = codes + (k + c) * panel_width;
            prefetch_ahead<Rows>(w, panel_width);
            multiply_add(part[c], input + k + c, stride, load_i8(w), load_i8(w + width));
        }
    }
    Tile<Rows> sums;
    join_chains(part, sums);
#pragma GCC unroll 16
    for (int r = 0; r < Rows; ++r) {
        const Vec inputs = HasMinimum ? set1(sum_of_block(input + r * stride)) : zero();
#pragma GCC unroll 2
        for (int half = 0; half < 2; ++half) {
            tile.sum[r][half] = fma(sums.sum[r][half], scale[half], tile.sum[r][half]);
            if (HasMinimum) tile.sum[r][half] = fma(inputs, minimum[half], tile.sum[r][half]);
        }
    }
}

/// One block, many rows: each weight is scaled first.
template <bool HasMinimum, int Rows>
TILESCRIBE_INLINE void multiply_block_many(Tile<Rows>& tile, const float* input, std::int64_t stride, const std::int8_t* codes,
                                           const Vec (&scale)[2], const Vec (&minimum)[2]) {
    for (int k = 0; k < block_size; ++k) {
        const std::int8_t* w = codes + k * panel_width;
        prefetch_ahead<Rows>(w, panel_width);
        const Vec w0 = HasMinimum ? fma(load_i8(w), scale[0], minimum[0]) : load_i8(w) * scale[0];
        const Vec w1 = HasMinimum ? fma(load_i8(w + width), scale[1], minimum[1]) : load_i8(w + width) * scale[1];
        multiply_add(tile, input + k, stride, w0, w1);
    }
}

/// Weights in blocks of 32 inputs with a scale and perhaps a minimum.
template <bool HasMinimum, int Rows>
TILESCRIBE_INLINE void multiply_quantised(Tile<Rows>& tile, const float* input, std::int64_t stride, const std::byte* panel,
                                          std::int64_t n_in) {
    constexpr int head = (HasMinimum ? 4 : 2) * panel_width;
    clear(tile);
    for (std::int64_t i = 0; i < n_in; i += block_size) {
        const auto* scales = reinterpret_cast<const std::uint16_t*>(panel);
        const auto* minima = scales + panel_width;
        const auto* codes = reinterpret_cast<const std::int8_t*>(panel + head);
        const Vec scale[2] = {load_f16(scales), load_f16(scales + width)};
        const Vec minimum[2] = {HasMinimum ? load_f16(minima) : zero(), HasMinimum ? load_f16(minima + width) : zero()};
        if constexpr (Rows <= few_rows)
            multiply_block_few<HasMinimum>(tile, input + i, stride, codes, scale, minimum);
        else
            multiply_block_many<HasMinimum>(tile, input + i, stride, codes, scale, minimum);
        panel += head + block_size * panel_width;
    }
}

}  // namespace tilescribe::TILESCRIBE_ISA
