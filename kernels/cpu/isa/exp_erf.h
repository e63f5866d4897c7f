// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/cpu/isa/simd.h"

namespace tilescribe::TILESCRIBE_ISA {

/// 2^x for x in [-126, 127], relative error <= 2.5e-7. NaN stays NaN.
/// 2^x = 2^n 2^f with n the nearest integer; the polynomial of degree 5 is our own Remez fit of 2^f on [-0.5, 0.5] (relative error
/// 7.5e-8 before rounding).
TILESCRIBE_INLINE Vec exp2_in_range(Vec x) {
    constexpr float to_integer = 12582912.0F;  // 1.5 * 2^23: adding it leaves no fraction bits
    const Vec n = (x + set1(to_integer)) - set1(to_integer);
    const Vec f = x - n;
    Vec p = fma(set1(1.32764725e-3F), f, set1(9.67554096e-3F));
    p = fma(p, f, set1(5.55071309e-2F));
    p = fma(p, f, set1(0.240221202F));
    p = fma(p, f, set1(0.693146944F));
    p = fma(p, f, set1(1.00000012F));
    return scale_by_power(p, n);
}

/// The same for any x <= 127; below -126 it gives 2^-126.
TILESCRIBE_INLINE Vec exp2_of(Vec x) {
    return exp2_in_range(maximum(set1(-126.0F), x));
}

/// The same for any finite x <= 127, where the level can do without bounds: what is below -126 becomes 2^-126 or 0.
TILESCRIBE_INLINE Vec exp2_finite(Vec x) {
    if constexpr (takes_any_exponent) return exp2_in_range(x);
    return exp2_of(x);
}

inline constexpr float log2_e = 1.44269504F;

/// x * (1 + erf(x / sqrt 2)) / 2, absolute error <= 1e-6 * max(1, |x|).
/// erfc(z) = (a1 t + ... + a5 t^5) exp(-z^2), t = 1 / (1 + p z), z >= 0: Abramowitz and Stegun 7.1.26, absolute error 1.5e-7.
TILESCRIBE_INLINE Vec gelu_of(Vec x) {
    const Vec z = absolute(x) * set1(0.707106781F);
    const Vec t = set1(1.0F) / fma(set1(0.3275911F), z, set1(1.0F));
    Vec p = fma(set1(1.061405429F), t, set1(-1.453152027F));
    p = fma(p, t, set1(1.421413741F));
    p = fma(p, t, set1(-0.284496736F));
    p = fma(p, t, set1(0.254829592F));
    const Vec erfc = p * t * exp2_of(z * z * set1(-log2_e));
    const Vec tail = set1(0.5F) * x * erfc;  // x Phi(x) for x < 0; what is missing to x otherwise
    return where_negative(x, tail, x - tail);
}

}  // namespace tilescribe::TILESCRIBE_ISA
