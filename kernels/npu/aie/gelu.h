// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/aie/exp2.h"

namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL {

/// x Phi(x), the erf form, to be rounded to bf16: relative error 0.6%, result rounded (0.2% on normally distributed x), or 2e-5
/// absolute below -3.5; exact at 0. NaN stays, Inf stays; below -8 everything, -Inf too, gives -2e-14. x Phi(x) = max(x, 0) - z
/// Phi(-z) with z = |x| <= 8, and log2 Phi(-z) is nearly a parabola: our own fit of degree 4, -1 at 0, in fixed point (12, 18, 17,
/// 15, 12 and 8 bits after the point). Only the subtrahend is rounded to bf16, factor by factor.
TILESCRIBE_INLINE Floats gelu(Floats x) {
    const Bf16s z = at_most(absolute(round_bf16(x)), 7.96875F);
    // A sum whose last bit is 2^-12: 1.5 * 2^11.
    const Shorts u = low_halves(bits_of(multiply_add(broadcast(3072.0F), z, round_bf16(broadcast(1.0F)))));
    Shorts slope = fixed_sum<13>(-41413570, u, 740);
    slope = fixed_sum<14>(-255670277, u, slope);
    slope = fixed_sum<15>(-153635468, u, slope);
    const Bf16s phi = power_of_fixed(fixed_sum<16>(-512 * 65536, u, slope));
    return multiply_subtract(from_bits(larger(bits_of(x), broadcast_int(0))), phi, z);
}

}  // namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL
