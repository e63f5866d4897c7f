// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>

// bfloat16 as its bits. Rounding: to nearest, ties to even; finite values beyond the largest become Inf, subnormals round like the
// rest. A NaN becomes the quiet NaN with its sign (0x7fc0 or 0xffc0). Widening is exact.

namespace tilescribe::npu {

using Bf16 = std::uint16_t;

constexpr Bf16 to_bf16(float value) noexcept {
    const auto bits = __builtin_bit_cast(std::uint32_t, value);
    if ((bits & 0x7fffffffU) > 0x7f800000U) return static_cast<Bf16>((bits >> 16U & 0x8000U) | 0x7fc0U);
    return static_cast<Bf16>((bits + 0x7fffU + (bits >> 16U & 1U)) >> 16U);
}

constexpr float from_bf16(Bf16 value) noexcept {
    return __builtin_bit_cast(float, static_cast<std::uint32_t>(value) << 16U);
}

/// value = hi + lo to 2^-17 of it, for finite values.
struct Bf16Pair {
    Bf16 hi;
    Bf16 lo;
};
constexpr Bf16Pair split_f32(float value) noexcept {
    const Bf16 hi = to_bf16(value);
    return {hi, to_bf16(value - from_bf16(hi))};
}

}  // namespace tilescribe::npu
