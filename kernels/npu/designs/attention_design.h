// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array/array_program.h"

#include <cstdint>

namespace tilescribe::npu {

/// Whole-window attention without a mask, heads of width 64, Y = softmax(Q K^T * scale) V per head. All buffers as in padding.h,
/// head h in columns [64 h, 64 h + 64). The scores never leave the cores: a core keeps 16 ... 64 queries and their running maximum,
/// sum and output; keys and values stream past.
struct AttentionProblem {
    ArrayGeneration generation = ArrayGeneration::npu1;
    std::int64_t q_rows = 0;    ///< padded_rows()
    std::int64_t kv_rows = 0;   ///< padded_rows()
    std::int64_t kv_valid = 0;  ///< keys beyond these are padding and get no weight
    std::int64_t n_heads = 0;
    std::int64_t q_stride = 0, k_stride = 0, v_stride = 0, y_stride = 0;  ///< from row to row, elements
    std::int64_t q_offset = 0, k_offset = 0, v_offset = 0;                ///< of head 0's row 0 in its buffer, elements
    friend bool operator==(const AttentionProblem&, const AttentionProblem&) = default;
};

/// Arguments: 0 Q, 1 K, 2 V, 3 Y.
[[nodiscard]] ArrayProgram design_attention(const AttentionProblem& problem);

}  // namespace tilescribe::npu
