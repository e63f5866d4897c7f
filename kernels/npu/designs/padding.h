// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array_device.h"

#include <cstdint>

// How activations lie in device buffers: bf16, row-major, [padded_rows(rows)][padded_cols(cols)], zero-filled when allocated.
// Programs compute padded rows too (from whatever finite values stand there) and write zeros, or nothing, to padded columns. Every
// row stride, offset and column count here is in elements.

namespace tilescribe::npu {

/// A multiple of 512 (32 cores of 16 rows): 1500 -> 1536, 3000 -> 3072.
[[nodiscard]] constexpr std::int64_t padded_rows(std::int64_t rows) noexcept {
    return (rows + 511) / 512 * 512;
}

/// A multiple of 16 per column of the grid: of 64 on npu1, of 128 on npu4 (so 192 -> 256 there; every released size is unpadded).
[[nodiscard]] constexpr std::int64_t padded_cols(ArrayGeneration generation, std::int64_t cols) noexcept {
    const std::int64_t unit = generation == ArrayGeneration::npu1 ? 64 : 128;
    return (cols + unit - 1) / unit * unit;
}

/// Programs with a residual read so many rows beyond the last one at most.
inline constexpr std::int64_t activation_slack_rows = 64;
/// What to allocate for activations.
[[nodiscard]] constexpr std::int64_t activation_elements(ArrayGeneration generation, std::int64_t rows,
                                                         std::int64_t cols) noexcept {
    return (padded_rows(rows) + activation_slack_rows) * padded_cols(generation, cols);
}

/// Row scales of int8 activations, f32: [columns of the grid][rows / columns, then slack], so that each column of cores can write
/// its own without knowing the others' time. Made by quantise_rows, read by int8 GEMMs.
inline constexpr std::int64_t row_scale_slack = 2048;
[[nodiscard]] constexpr std::int64_t row_scale_elements(ArrayGeneration generation, std::int64_t padded_rows) noexcept {
    const std::int64_t columns = generation == ArrayGeneration::npu1 ? 4 : 8;
    return padded_rows + columns * row_scale_slack;
}

}  // namespace tilescribe::npu
