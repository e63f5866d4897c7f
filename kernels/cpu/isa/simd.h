// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <immintrin.h>

// Vectors of f32 for the one level that this translation unit is compiled for. Everything lives in that level's own namespace: an
// inline function compiled for AVX-512 must never be the one that the linker keeps for AVX2. For the same reason the sources in
// this folder use no inline functions of the standard library.

#define TILESCRIBE_INLINE [[gnu::always_inline]] inline

#if defined(__AVX512F__)
#include "kernels/cpu/isa/simd_avx512.h"
#else
#include "kernels/cpu/isa/simd_avx2.h"
#endif

namespace tilescribe::TILESCRIBE_ISA {

TILESCRIBE_INLINE std::int64_t smaller(std::int64_t a, std::int64_t b) {
    return a < b ? a : b;
}

}  // namespace tilescribe::TILESCRIBE_ISA
