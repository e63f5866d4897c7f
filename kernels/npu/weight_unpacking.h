// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/designs/gemm_design.h"

#include <cstddef>
#include <span>
#include <vector>

namespace tilescribe::npu {

/// What pack_weights() or pack_int8_weights() packed, as f32 [n_out][n_in]: exactly what the array multiplies with (int8: times
/// the channel's scale).
[[nodiscard]] std::vector<float> unpack_weights(const GemmProblem& problem, const GemmTiles& tiles,
                                                std::span<const std::byte> packed, std::int64_t n_out, std::int64_t n_in);

}  // namespace tilescribe::npu
