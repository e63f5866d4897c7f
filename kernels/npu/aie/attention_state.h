// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/aie/vector.h"

// STATS, what attention keeps of its queries from key tile to key tile, 48 bytes a query. First the references: what was subtracted
// from the query's scores before its weights were made, an integer. Each T queries (a group) have 32 of them, lane l that of query
// l % T, as the bits of `reference + integers` (so that bits compare and subtract like the integers). Then the sums of weights, in
// the blocks of 4 x T in which the product of the weights with a matrix of ones leaves them.

namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL {

inline constexpr float integers = 12582912.0F;                 ///< 1.5 * 2^23: added to a score, it leaves the nearest integer
inline constexpr std::int32_t no_reference = 0x4b000000;       ///< the bits of integers - 2^22
inline constexpr std::int32_t least_reference = 0x4b200000;    ///< -2^21
inline constexpr std::int32_t largest_reference = 0x4b600000;  ///< 2^21
inline constexpr std::int32_t nan_reference = 0x4e800000;      ///< of a query that has become NaN; every weight after it is 0

inline constexpr float no_score = -4194304.0F;  ///< of a key that is padding: below every reference

template <typename Number>
TILESCRIBE_INLINE Number* attention_sums(Number* stats, int m, int t) {
    return stats + m * lanes / t;
}

}  // namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL
