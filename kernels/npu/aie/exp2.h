// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/aie/vector.h"

namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL {

/// x as the fixed-point number that power_of_fixed() takes: adding this to x (f32, -129 < x <= 127) leaves (x - 1) * 256, rounded,
/// in the low half of the sum's bits, because the sum's last bit is 2^-8. 1.5 * 2^15 - 1.
inline constexpr float to_fixed_exponent = 49151.0F;
/// The sum's bits for x = -127, the least that does not wrap around: there power_of_fixed() gives 0.
inline constexpr std::int32_t least_fixed_exponent = 0x473f8000;

/// 2^(y / 256 + 1) as bf16, y / 256 = n + f. A bf16's bits are nearly linear in its logarithm: what is added to y / 2 makes 2^f of
/// 1 + f, our own minimax fit of degree 2 in f (relative error 1.7e-3, a quarter of a bf16's last bit). In integers, because
/// products of 16 bits take 32 lanes an issue on both generations and neither conversions nor a table; AIE2P's own exp2 is no
/// choice, its relative error reaches 6% on [-1, 0]. 0 for the least y.
TILESCRIBE_INLINE Bf16s power_of_fixed(Shorts y) {
    const Shorts f = bit_and(y, 255);
    const Shorts slope = fixed_sum<8>(-1435011, f, 5518);
    return bf16_of_bits(fixed_sum<15>(536878090, y, 16384, f, slope));
}

/// 2^x, exact, for whole x <= 0; 0 below -126.
TILESCRIBE_INLINE Floats power_of_two(Floats x) {
    const Floats least = broadcast(-126.0F);
    const Floats shifted = add(at_least(x, least), broadcast(12582912.0F));
    const Floats power = from_bits(add(shift_left(bits_of(shifted), 23), broadcast_int(0x3f800000)));
    return where_less(x, least, broadcast(0.0F), power);
}

}  // namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL
