// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/aie/bfloat16.h"

// The thin vector layer that the core kernels are written over: vectors of 32 lanes (one issue for bf16 on AIE2P, two on AIE2) and
// the mmul blocks of kernel_table.h. With AMD's AIE API under Peano (or, in tests, with our stub of it) each function is a call or
// two of the API; elsewhere it is plain C++ that gives the same bits. Only what the kernels need is here.
//
// Everything lives in a namespace of its own per instruction set level, TILESCRIBE_NPU_LEVEL: the sources are compiled once for
// each.

#define TILESCRIBE_INLINE [[gnu::always_inline]] inline

#if defined(__AIENGINE__) && !defined(TILESCRIBE_AIE_API)
#define TILESCRIBE_AIE_API
#endif

#ifndef TILESCRIBE_NPU_LEVEL
#ifdef TILESCRIBE_AIE_API
#define TILESCRIBE_NPU_LEVEL level_aie
#else
#define TILESCRIBE_NPU_LEVEL level_baseline
#endif
#endif

#ifdef TILESCRIBE_AIE_API
#include "kernels/npu/aie/mmul_aie.h"
#include "kernels/npu/aie/vector_aie.h"
#else
#include "kernels/npu/aie/mmul_host.h"
#include "kernels/npu/aie/vector_host.h"
#endif

namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL {

/// An f32 as the sum of two bf16, to 2^-17 of it.
struct Split {
    Bf16s hi;
    Bf16s lo;
};
TILESCRIBE_INLINE Split split(Floats x) {
    const Bf16s hi = round_bf16(x);
    return {hi, round_bf16(subtract(x, widen(hi)))};
}

/// a * b to 2^-16 of it from products of bf16: the cores have no f32 multiplier, and this way every machine gives the same bits.
/// Inf becomes NaN.
TILESCRIBE_INLINE Floats multiply(Split a, Split b) {
    return multiply_add(multiply_add(multiply(a.lo, b.hi), a.hi, b.lo), a.hi, b.hi);
}
TILESCRIBE_INLINE Floats multiply(Floats a, Floats b) {
    return multiply(split(a), split(b));
}

/// b where a is less, else a: a NaN in a stays.
TILESCRIBE_INLINE Floats at_least(Floats a, Floats b) {
    return where_less(a, b, b, a);
}
/// b where a is greater, else a: a NaN in a stays.
TILESCRIBE_INLINE Floats at_most(Floats a, Floats b) {
    return where_less(b, a, b, a);
}
TILESCRIBE_INLINE Floats absolute(Floats x) {
    return from_bits(bit_and(bits_of(x), broadcast_int(0x7fffffff)));
}

}  // namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL
