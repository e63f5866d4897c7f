// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/aie/bfloat16.h"

#include <cstdint>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

// One register of the host's instruction set level, by the compilers' vector extension. Everything inlined into its level's
// namespace: an inline function compiled for AVX-512 must never be the one that the linker keeps for the baseline.

namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL {

#if defined(__AVX512F__)
inline constexpr int native_lanes = 16;
#elif defined(__AVX2__)
inline constexpr int native_lanes = 8;
#else
inline constexpr int native_lanes = 4;
#endif

using NativeFloat [[gnu::vector_size(4 * native_lanes)]] = float;
using NativeInt [[gnu::vector_size(4 * native_lanes)]] = std::int32_t;
using NativeWord [[gnu::vector_size(4 * native_lanes)]] = std::uint32_t;
using NativeHalf [[gnu::vector_size(2 * native_lanes)]] = std::uint16_t;
using NativeByte [[gnu::vector_size(native_lanes)]] = std::int8_t;

template <typename To, typename From>
TILESCRIBE_INLINE To reinterpret_native(From v) {
    static_assert(sizeof(To) == sizeof(From));
    return reinterpret_cast<To>(v);
}
template <typename Native, typename Element>
TILESCRIBE_INLINE Native load_native(const Element* from) {
    Native v;
    __builtin_memcpy(&v, from, sizeof v);
    return v;
}
template <typename Native, typename Element>
TILESCRIBE_INLINE void store_native(Element* to, Native v) {
    __builtin_memcpy(to, &v, sizeof v);
}
TILESCRIBE_INLINE NativeInt bits_native(NativeFloat v) {
    return reinterpret_native<NativeInt>(v);
}
TILESCRIBE_INLINE NativeFloat widen_native(NativeHalf v) {
    return reinterpret_native<NativeFloat>(__builtin_convertvector(v, NativeWord) << 16);
}
/// Rounds to bf16 by the rule of bfloat16.h; the result is still a f32.
TILESCRIBE_INLINE NativeFloat round_native(NativeFloat v) {
    const NativeWord bits = reinterpret_native<NativeWord>(v);
    const NativeWord rounded = (bits + 0x7fffU + ((bits >> 16) & 1U)) & 0xffff0000U;
    const NativeWord quiet = (bits & 0x80000000U) | 0x7fc00000U;
    const NativeInt magnitude = reinterpret_native<NativeInt>(bits & 0x7fffffffU);
    return reinterpret_native<NativeFloat>(magnitude > 0x7f800000 ? quiet : rounded);
}

/// c + a * b, fused where the level can; the kernels use it only where the product is exact.
TILESCRIBE_INLINE NativeFloat exact_multiply_add(NativeFloat c, NativeFloat a, NativeFloat b) {
#if defined(__AVX512F__)
    return _mm512_fmadd_ps(a, b, c);
#elif defined(__FMA__)
    return _mm256_fmadd_ps(a, b, c);
#else
    return c + a * b;
#endif
}

}  // namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL
