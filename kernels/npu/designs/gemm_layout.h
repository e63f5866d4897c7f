// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/designs/gemm_design.h"

#include <cstdint>

namespace tilescribe::npu {

/// The sizes that follow from a problem and its tiles; what the program, the packing of weights and the estimate agree on.
struct GemmLayout {
    GemmLayout(const GemmProblem& problem, const GemmTiles& tiles);

    std::uint32_t columns;  ///< of cores
    std::uint32_t r, t;     ///< rows and columns of a block of C
    bool has_gelu, has_residual, is_int8;
    std::uint32_t row_blocks;     ///< the array makes 4 m rows at once
    std::uint32_t column_blocks;  ///< ... and n columns per column of cores
    std::uint32_t k_steps;        ///< tiles along k
    std::uint32_t chunks;         ///< of a tile of Y

    // Words of eight neighbouring values of a row (of a block of 8 x 8 for bfp16) and rows to which they belong.
    std::uint32_t a_group_words, a_group_rows;

    std::uint32_t a_tile_bytes;
    std::uint32_t a_slabs;       ///< pieces along k in which A lies in the memory tile; 1: a whole panel of m rows
    std::uint32_t a_slab_steps;  ///< tiles in a slab
    std::uint32_t a_slab_depth;

    // An object of B: the tile of weights, then the "tail" with the columns' scales (int8) and biases, padded to whole block rows
    // of bf16 because residual tiles go through the same FIFO.
    std::uint32_t b_weight_bytes, b_tail_offset, b_scale_bytes, b_object_bytes;
    std::uint32_t residual_rows;  ///< that an object of B holds, of which `chunk` are used
    std::uint32_t b_panel_steps;  ///< objects of B that lie in the memory tile together
    std::uint32_t y_chunk_bytes;

    [[nodiscard]] std::uint32_t tiles_per_core() const noexcept { return row_blocks * column_blocks; }
    [[nodiscard]] std::uint32_t tail_bytes(std::uint32_t n) const noexcept { return 4 * n + b_scale_bytes; }
    [[nodiscard]] std::uint64_t memory_tile_bytes() const noexcept;  ///< of one that passes on A, B and Y
    [[nodiscard]] std::uint64_t core_bytes() const noexcept;         ///< buffers, without the stack
    [[nodiscard]] std::size_t weight_bytes() const noexcept;         ///< packed, the whole matrix

    GemmTiles tiles;
};

}  // namespace tilescribe::npu
