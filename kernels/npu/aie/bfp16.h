// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/aie/bfloat16.h"

#include <cstdint>
#include <span>

// bfp16ebs8: eight values share an exponent byte E and have a two's complement byte m each: value = m * 2^(E - 127 - 6), 9 bytes, E
// first. From bf16:
// - E is the largest magnitude's exponent, one more where that magnitude's seven fraction bits are all ones (it would round to
// 128);
//   m is rounded to nearest, ties to even, and lies in -127 ... 127. At the top, where E would be 255, E is 254 and m stops at 127.
// - A group of zeros has E = 0. Groups of subnormals (E = 0) are exact; in other groups small values round to 0. -0 becomes 0.
// - A group with an Inf or a NaN has E = 255: Inf is +-127, NaN is -128, finite values are rounded as for any E (they are below
// 2^128,
//   hence |m| <= 63 or 64; 64 is cut to 63).
// To bf16: m * 2^(E - 133), always exact; with E = 255 |m| >= 64 is Inf and -128 NaN. Encoding what was decoded gives the same
// bytes.

namespace tilescribe::npu {

inline constexpr int bfp16_group_bytes = 9;
inline constexpr int bfp16_block_bytes = 8 * bfp16_group_bytes;

/// 2^(exponent - 133), as bits: from exponent 0 (subnormal) to 254; for 255 2^122.
[[gnu::always_inline]] constexpr float bfp16_unit(std::uint8_t exponent) noexcept {
    return __builtin_bit_cast(float, exponent > 6 ? static_cast<std::uint32_t>(exponent - 6) << 23U : 1U << (16U + exponent));
}
/// The value of mantissa m beside this exponent, whose unit the caller has.
[[gnu::always_inline]] constexpr float bfp16_value(std::uint8_t exponent, std::int8_t mantissa, float unit) noexcept {
    if (exponent == 255 && mantissa == -128) return __builtin_bit_cast(float, 0x7fc00000U);
    return static_cast<float>(mantissa) * unit;
}

/// One group of eight neighbours: the rule itself.
template <typename Group>
[[gnu::always_inline]] constexpr void encode_bfp16_group(const Bf16* values, Group* group) noexcept {
    int largest = 0;
    for (int i = 0; i < 8; ++i) {
        const int magnitude = values[i] & 0x7fff;
        largest = largest < magnitude ? magnitude : largest;
    }
    const bool is_finite = largest < 0x7f80;
    int exponent = largest < 0x80 ? 0 : (largest + 1) >> 7;
    if (exponent > 254) exponent = is_finite ? 254 : 255;
    const int most = is_finite ? 127 : 63;
    group[0] = static_cast<Group>(exponent);
    for (int i = 0; i < 8; ++i) {
        const int magnitude = values[i] & 0x7fff;
        const int field = magnitude >> 7;
        const int significand = field == 0 ? magnitude : (magnitude & 0x7f) | 0x80;
        int shift = exponent - (field == 0 ? 1 : field) + 1;
        shift = shift > 16 ? 16 : shift < 0 ? 0 : shift;
        int m = (significand + ((1 << shift) >> 1) - 1 + (significand >> shift & 1)) >> shift;
        if (shift == 0) m = significand;
        m = m > most ? most : m;
        if (magnitude == 0x7f80) m = 127;
        if (magnitude > 0x7f80) m = 128;
        group[1 + i] = static_cast<Group>((values[i] & 0x8000) != 0 || m == 128 ? -m : m);
    }
}

/// Many groups, vectorised: values.size() a multiple of 8, groups.size() = values.size() / 8 * 9.
void bfp16_from_bf16(std::span<const Bf16> values, std::span<std::uint8_t> groups) noexcept;
void bf16_from_bfp16(std::span<const std::uint8_t> groups, std::span<Bf16> values) noexcept;
/// Many f32 to bf16 by the rule of bfloat16.h; `to` has the same size.
void bf16_from_f32(std::span<const float> values, std::span<Bf16> to) noexcept;
void bfp16_from_f32(std::span<const float> values, std::span<std::uint8_t> groups) noexcept;  ///< rounds to bf16 first

}  // namespace tilescribe::npu
