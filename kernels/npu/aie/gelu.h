// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/aie/exp2.h"

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

/// x Phi(x), the erf form, to be rounded to bf16: absolute error <= 5e-4 * max(1, |x|), relative error 1e-3 for x > 0. NaN stays,
/// Inf stays; -Inf gives -5e-15 as everything below -8 does.
/// x Phi(x) = max(x, 0) - z Phi(-z) with z = |x| <= 8, and log2 Phi(-z) is nearly a parabola: our own fit of degree 5. Its inner
/// terms are small, so bf16 factors do; the last step, which decides, takes both parts of its factors.
TILESCRIBE_INLINE Floats gelu(Floats x) {
    const Split z = split(at_most(absolute(x), broadcast(8.0F)));
    Floats q = multiply_add(broadcast(5.59878489e-3F), round_bf16(broadcast(-2.72771256e-4F)), z.hi);
    q = multiply_add(broadcast(-4.83004041e-2F), round_bf16(q), z.hi);
    q = multiply_add(broadcast(-0.463101864F), round_bf16(q), z.hi);
    q = multiply_add(broadcast(-1.15000963F), round_bf16(q), z.hi);
    const Floats log2_phi = add(multiply(split(q), z), broadcast(-1.0F));
    const Bf16s phi = round_bf16(exp2(log2_phi));
    const Floats tail = multiply_add(multiply(phi, z.lo), phi, z.hi);
    return subtract(at_least(x, broadcast(0.0F)), tail);
}

}  // namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL
