// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <immintrin.h>

namespace tilescribe::TILESCRIBE_ISA {

using Vec = __m512;
inline constexpr int width = 16;
inline constexpr int tile_rows = 12;  // 24 accumulators, 2 weights, some broadcasts: 32 registers

TILESCRIBE_INLINE Vec zero() {
    return _mm512_setzero_ps();
}
TILESCRIBE_INLINE Vec set1(float value) {
    return _mm512_set1_ps(value);
}
TILESCRIBE_INLINE __mmask16 first_lanes(std::int64_t n) {
    return n >= width ? __mmask16(0xffff) : static_cast<__mmask16>((1U << static_cast<unsigned>(n)) - 1U);
}
TILESCRIBE_INLINE Vec load(const float* from) {
    return _mm512_loadu_ps(from);
}
/// The first n <= width lanes, zeros beyond.
TILESCRIBE_INLINE Vec load_n(const float* from, std::int64_t n) {
    return _mm512_maskz_loadu_ps(first_lanes(n), from);
}
TILESCRIBE_INLINE void store(float* to, Vec v) {
    _mm512_storeu_ps(to, v);
}
TILESCRIBE_INLINE void store_n(float* to, Vec v, std::int64_t n) {
    _mm512_mask_storeu_ps(to, first_lanes(n), v);
}
/// The first n <= width lanes of v, zeros beyond.
TILESCRIBE_INLINE Vec keep_first(Vec v, std::int64_t n) {
    return _mm512_maskz_mov_ps(first_lanes(n), v);
}
/// The first n <= width lanes of v, the others of `other`.
TILESCRIBE_INLINE Vec first_or(Vec v, Vec other, std::int64_t n) {
    return _mm512_mask_mov_ps(other, first_lanes(n), v);
}
TILESCRIBE_INLINE Vec load_f16(const std::uint16_t* from) {
    return _mm512_cvtph_ps(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(from)));
}
TILESCRIBE_INLINE Vec load_bf16(const std::uint16_t* from) {
    const __m512i wide = _mm512_cvtepu16_epi32(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(from)));
    return _mm512_castsi512_ps(_mm512_slli_epi32(wide, 16));
}
TILESCRIBE_INLINE Vec load_i8(const std::int8_t* from) {
    return _mm512_cvtepi32_ps(_mm512_cvtepi8_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from))));
}
/// a * b + c
TILESCRIBE_INLINE Vec fma(Vec a, Vec b, Vec c) {
    return _mm512_fmadd_ps(a, b, c);
}
/// Where one is not a number, b.
TILESCRIBE_INLINE Vec maximum(Vec a, Vec b) {
    return _mm512_max_ps(a, b);
}
TILESCRIBE_INLINE Vec absolute(Vec a) {
    return _mm512_abs_ps(a);
}
/// `then` where a < 0, else `otherwise`.
TILESCRIBE_INLINE Vec where_negative(Vec a, Vec then, Vec otherwise) {
    return _mm512_mask_blend_ps(_mm512_cmp_ps_mask(a, zero(), _CMP_LT_OQ), otherwise, then);
}
/// a * 2^exponent for a whole exponent; too small ones give zero.
inline constexpr bool takes_any_exponent = true;
TILESCRIBE_INLINE Vec scale_by_power(Vec a, Vec exponent) {
    return _mm512_scalef_ps(a, exponent);
}
/// Whether a lane of a is greater than b's.
TILESCRIBE_INLINE bool any_greater(Vec a, Vec b) {
    return _mm512_cmp_ps_mask(a, b, _CMP_GT_OQ) != 0;
}
TILESCRIBE_INLINE float sum_of(Vec a) {
    return _mm512_reduce_add_ps(a);
}
TILESCRIBE_INLINE float largest_of(Vec a) {
    return _mm512_reduce_max_ps(a);
}

/// Lane i is the sum of v[i]'s lanes.
TILESCRIBE_INLINE Vec sums_of(const Vec (&v)[width]) {
    Vec quads[4];
#pragma GCC unroll 4
    for (int i = 0; i < 4; ++i) {
        const Vec ab = _mm512_unpacklo_ps(v[4 * i], v[4 * i + 1]) + _mm512_unpackhi_ps(v[4 * i], v[4 * i + 1]);
        const Vec cd = _mm512_unpacklo_ps(v[4 * i + 2], v[4 * i + 3]) + _mm512_unpackhi_ps(v[4 * i + 2], v[4 * i + 3]);
        quads[i] = _mm512_shuffle_ps(ab, cd, 0x44) + _mm512_shuffle_ps(ab, cd, 0xee);
    }
    const Vec low = _mm512_shuffle_f32x4(quads[0], quads[1], 0x44) + _mm512_shuffle_f32x4(quads[0], quads[1], 0xee);
    const Vec high = _mm512_shuffle_f32x4(quads[2], quads[3], 0x44) + _mm512_shuffle_f32x4(quads[2], quads[3], 0xee);
    return _mm512_shuffle_f32x4(low, high, 0x88) + _mm512_shuffle_f32x4(low, high, 0xdd);
}

}  // namespace tilescribe::TILESCRIBE_ISA
