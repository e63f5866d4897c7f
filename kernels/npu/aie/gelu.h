// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/aie/exp2.h"

namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL {

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
