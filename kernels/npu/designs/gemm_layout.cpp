// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/designs/gemm_layout.h"

#include "kernels/npu/aie/bfp16.h"
#include "kernels/npu/array/device_table.h"
#include "kernels/npu/designs/overlay.h"

#include <algorithm>

namespace tilescribe::npu {
namespace {

constexpr std::uint32_t alignment = 64;

std::uint32_t rounded_up(std::uint32_t value, std::uint32_t unit) {
    return (value + unit - 1) / unit * unit;
}

std::uint32_t tile_bytes(GemmType type, std::uint32_t rows, std::uint32_t cols) {
    switch (type) {
        case GemmType::bf16:
            return rows * cols * 2;
        case GemmType::int8:
            return rows * cols;
        case GemmType::bfp16:
            return rows * cols / 64 * bfp16_block_bytes;
    }
    return 0;
}

std::uint32_t rows_of_block(const GemmProblem& problem) {
    return problem.type == GemmType::bf16 || (problem.type == GemmType::int8 && problem.generation == ArrayGeneration::npu1) ? 4
                                                                                                                             : 8;
}

std::uint32_t cols_of_block(const GemmProblem& problem) {
    return problem.type == GemmType::bf16 && problem.generation == ArrayGeneration::npu1 ? 4 : 8;
}

/// The fewest slabs of A of which two fit beside the rest; whole panels where they are kept.
std::uint32_t slabs_of(const GemmLayout& layout, const DeviceParameters& device) {
    if (layout.tiles.keep == GemmTiles::Keep::rows_of_a) return 1;
    if (layout.is_int8) return layout.k_steps;  // the row scales come as an object between panels
    const std::uint64_t others = layout.memory_tile_bytes();
    for (std::uint32_t slabs = 1; slabs < layout.k_steps; ++slabs)
        if (layout.k_steps % slabs == 0 && others + 2ULL * (layout.k_steps / slabs) * layout.a_tile_bytes <= device.tile_memory)
            return slabs;
    return layout.k_steps;
}

}  // namespace

GemmLayout::GemmLayout(const GemmProblem& problem, const GemmTiles& chosen) : tiles(chosen) {
    const auto m = static_cast<std::uint32_t>(tiles.m);
    const auto k = static_cast<std::uint32_t>(tiles.k);
    const auto n = static_cast<std::uint32_t>(tiles.n);
    columns = array_columns(problem.generation);
    r = rows_of_block(problem);
    t = cols_of_block(problem);
    has_gelu = problem.epilogue == GemmEpilogue::bias_gelu || problem.epilogue == GemmEpilogue::bias_gelu_residual;
    has_residual = problem.epilogue == GemmEpilogue::bias_residual || problem.epilogue == GemmEpilogue::bias_gelu_residual;
    is_int8 = problem.type == GemmType::int8;
    row_blocks = static_cast<std::uint32_t>(problem.rows) / (array_rows * m);
    column_blocks = static_cast<std::uint32_t>(problem.n) / (columns * n);
    k_steps = static_cast<std::uint32_t>(problem.k) / k;
    chunks = m / static_cast<std::uint32_t>(tiles.chunk);
    a_group_words = problem.type == GemmType::bfp16 ? bfp16_block_bytes / 4 : is_int8 ? 2 : 4;
    a_group_rows = problem.type == GemmType::bfp16 ? 8 : 1;
    a_tile_bytes = tile_bytes(problem.type, m, k);

    b_weight_bytes = tile_bytes(problem.type, k, n);
    b_tail_offset = rounded_up(b_weight_bytes, alignment);
    b_scale_bytes = is_int8 ? 4 * n : 0;
    b_object_bytes = rounded_up(b_tail_offset + tail_bytes(n), has_residual ? r * n * 2 : alignment);
    residual_rows = b_object_bytes / (2 * n);
    b_panel_steps = tiles.keep == GemmTiles::Keep::columns_of_b ? k_steps : 1;
    y_chunk_bytes = static_cast<std::uint32_t>(tiles.chunk) * n * 2;

    a_slab_steps = 0;
    a_slab_depth = 2;
    a_slabs = slabs_of(*this, device_parameters(problem.generation));
    a_slab_steps = k_steps / a_slabs;
}

std::uint64_t GemmLayout::memory_tile_bytes() const noexcept {
    return std::uint64_t{a_slab_depth} * a_slab_steps * a_tile_bytes + 2ULL * b_panel_steps * b_object_bytes +
           2ULL * array_rows * y_chunk_bytes;
}

std::uint64_t GemmLayout::core_bytes() const noexcept {
    const auto sums = std::uint64_t{4} * static_cast<std::uint64_t>(tiles.m) * static_cast<std::uint64_t>(tiles.n);
    return sums + tiles.a_depth * a_tile_bytes + tiles.b_depth * b_object_bytes + tiles.y_depth * y_chunk_bytes +
           (has_residual ? tail_bytes(static_cast<std::uint32_t>(tiles.n)) : 0);
}

std::size_t GemmLayout::weight_bytes() const noexcept {
    return std::size_t{columns} * column_blocks * k_steps * b_object_bytes;
}

}  // namespace tilescribe::npu
