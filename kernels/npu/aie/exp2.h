// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/aie/vector.h"

namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL {

/// 2^x for x <= 127, relative error <= 2e-3 (half an ulp of bf16, to which every caller rounds); 0 below -125; NaN stays.
/// 2^x = 2^n 2^f with n the nearest integer, |f| <= 0.5 rounded to bf16, and our own minimax fit of degree 3 (7.5e-5) with bf16
/// factors and f32 sums. No table, and not AIE2P's own exp2, whose relative error reaches 6% on [-1, 0].
TILESCRIBE_INLINE Floats exp2(Floats x) {
    const Floats to_integer = broadcast(12582912.0F);  // 1.5 * 2^23: adding it leaves no fraction bits, and n in the lowest ones
    const Floats least = broadcast(-125.0F);
    const Floats shifted = add(at_least(x, least), to_integer);
    const Bf16s f = round_bf16(subtract(at_least(x, least), subtract(shifted, to_integer)));
    Floats p = multiply_add(broadcast(0.242611021F), round_bf16(broadcast(0.055170402F)), f);
    p = multiply_add(broadcast(0.693261206F), round_bf16(p), f);
    p = multiply_add(broadcast(0.999928057F), round_bf16(p), f);
    const Floats power = from_bits(add(bits_of(p), shift_left(bits_of(shifted), 23)));
    return where_less(x, least, broadcast(0.0F), power);
}

/// 2^x, exact, for whole x <= 0; 0 below -126.
TILESCRIBE_INLINE Floats power_of_two(Floats x) {
    const Floats least = broadcast(-126.0F);
    const Floats shifted = add(at_least(x, least), broadcast(12582912.0F));
    const Floats power = from_bits(add(shift_left(bits_of(shifted), 23), broadcast_int(0x3f800000)));
    return where_less(x, least, broadcast(0.0F), power);
}

}  // namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL
