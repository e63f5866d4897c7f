// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array/array_program.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tilescribe::npu {

/// Programs that treat every row by itself: the rows are spread over all cores.
struct RowProblem {
    ArrayGeneration generation = ArrayGeneration::npu1;
    std::int64_t rows = 0;    ///< padded_rows()
    std::int64_t width = 0;   ///< of the values; a multiple of 32
    std::int64_t stride = 0;  ///< from row to row in every bf16 argument, see padding.h
    friend bool operator==(const RowProblem&, const RowProblem&) = default;
};

/// Arguments: 0 X, 1 parameters (pack_norm()), 2 Y bf16.
[[nodiscard]] ArrayProgram design_layer_norm(const RowProblem& problem);
/// Arguments: 0 X, 1 Y int8 [rows][width], 2 S f32 (row_scale_elements()): per-token scales.
[[nodiscard]] ArrayProgram design_quantise_rows(const RowProblem& problem);
/// Arguments: 0 X, 1 Y bfp16 blocks [rows / 8][width / 8][72 bytes]. npu4 only.
[[nodiscard]] ArrayProgram design_to_bfp16(const RowProblem& problem);

/// gamma and beta as the layer norm streams them.
[[nodiscard]] std::vector<std::byte> pack_norm(std::span<const float> gamma, std::span<const float> beta);

}  // namespace tilescribe::npu
