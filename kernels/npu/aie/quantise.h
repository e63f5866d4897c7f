// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/aie/vector.h"

namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL {

/// y = values / scale, rounded to nearest, ties to even, |y| <= 127; returns scale = largest magnitude / 127. at(i): the values i
/// ... i + 31 as Bf16s. A row whose largest magnitude is below 2^-100 becomes zeros with scale 0; a row with an Inf or a NaN
/// becomes zeros with scale NaN, so that everything computed from it is NaN.
template <typename Values>
TILESCRIBE_INLINE float quantise_row(Values at, std::int8_t* y, int width) {
    const Ints magnitude = broadcast_int(0x7fffffff);
    Ints largest = broadcast_int(0);  // as bits: NaN above Inf above every number
    for (int i = 0; i < width; i += lanes) largest = larger(largest, bit_and(bits_of(widen(at(i))), magnitude));
    const std::int32_t bits = largest_of(largest);
    if (bits < 0x0d800000 || bits >= 0x7f800000) {
        for (int i = 0; i < width; i += lanes) store_int8(y + i, broadcast_int(0));
        return bits < 0x7f800000 ? 0.0F : __builtin_nanf("");
    }
    const float maximum = __builtin_bit_cast(float, bits);
    const Split inverse = split(broadcast(127.0F * reciprocal(maximum)));
    const Floats to_integer = broadcast(12582912.0F);
    for (int i = 0; i < width; i += lanes) {
        const Bf16s x = at(i);
        const Floats scaled = multiply_add(multiply(x, inverse.lo), x, inverse.hi);
        store_int8(y + i, subtract(bits_of(add(scaled, to_integer)), bits_of(to_integer)));
    }
    return maximum * (1.0F / 127.0F);
}

}  // namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL
