// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array/array_program.h"
#include "kernels/npu/designs/gemm_design.h"

#include <cstdint>

namespace tilescribe::npu {

/// The whole-array GEMM as others build and measure it (mlir-aie's example): row-major operands blocked by DMA, no reuse in memory
/// tiles, sums written out as they are. Their best versions read longer runs (arXiv 2512.13282): `slab`, `is_b_packed`. Only to
/// check the time model against published measurements.
struct PlainGemm {
    ArrayGeneration generation = ArrayGeneration::npu1;
    GemmType type = GemmType::bf16;  ///< bf16 -> f32 or int8 -> i32
    std::int64_t rows = 0, k = 0, n = 0;
    std::int32_t tile_m = 64, tile_k = 64, tile_n = 32;
    std::uint32_t a_depth = 2, b_depth = 2, c_depth = 2;
    std::uint32_t c_tile_depth = 2;  ///< in the memory tile
    /// Columns of A that come to the memory tile at once, a multiple of tile_k: longer runs in DRAM. 0: tile_k of them.
    std::int32_t slab = 0;
    bool is_b_packed = false;  ///< B lies in DRAM as the cores want it, tile after tile
};

/// Arguments: 0 A [rows][k], 1 B [k][n], 2 C [rows][n] f32 or i32, all row-major but a packed B. Sizes divisible: rows by 4 m, k by
/// k, n by n * columns; std::invalid_argument otherwise.
[[nodiscard]] ArrayProgram design_plain_gemm(const PlainGemm& gemm);

}  // namespace tilescribe::npu
