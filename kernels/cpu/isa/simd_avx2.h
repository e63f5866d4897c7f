// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <immintrin.h>

namespace tilescribe::TILESCRIBE_ISA {

using Vec = __m256;
inline constexpr int width = 8;
inline constexpr int tile_rows = 6;  // 12 accumulators, 2 weights, a broadcast: 16 registers

TILESCRIBE_INLINE Vec zero() {
    return _mm256_setzero_ps();
}
TILESCRIBE_INLINE Vec set1(float value) {
    return _mm256_set1_ps(value);
}
TILESCRIBE_INLINE __m256i first_lanes(std::int64_t n) {
    return _mm256_cmpgt_epi32(_mm256_set1_epi32(static_cast<int>(n)), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}
TILESCRIBE_INLINE Vec load(const float* from) {
    return _mm256_loadu_ps(from);
}
/// The first n <= width lanes, zeros beyond.
TILESCRIBE_INLINE Vec load_n(const float* from, std::int64_t n) {
    return _mm256_maskload_ps(from, first_lanes(n));
}
TILESCRIBE_INLINE void store(float* to, Vec v) {
    _mm256_storeu_ps(to, v);
}
TILESCRIBE_INLINE void store_n(float* to, Vec v, std::int64_t n) {
    _mm256_maskstore_ps(to, first_lanes(n), v);
}
/// The first n <= width lanes of v, zeros beyond.
TILESCRIBE_INLINE Vec keep_first(Vec v, std::int64_t n) {
    return _mm256_and_ps(v, _mm256_castsi256_ps(first_lanes(n)));
}
/// The first n <= width lanes of v, the others of `other`.
TILESCRIBE_INLINE Vec first_or(Vec v, Vec other, std::int64_t n) {
    return _mm256_blendv_ps(other, v, _mm256_castsi256_ps(first_lanes(n)));
}
TILESCRIBE_INLINE Vec load_f16(const std::uint16_t* from) {
    return _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from)));
}
TILESCRIBE_INLINE Vec load_bf16(const std::uint16_t* from) {
    const __m256i wide = _mm256_cvtepu16_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from)));
    return _mm256_castsi256_ps(_mm256_slli_epi32(wide, 16));
}
TILESCRIBE_INLINE Vec load_i8(const std::int8_t* from) {
    return _mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(from))));
}
/// a * b + c
TILESCRIBE_INLINE Vec fma(Vec a, Vec b, Vec c) {
    return _mm256_fmadd_ps(a, b, c);
}
/// Where one is not a number, b.
TILESCRIBE_INLINE Vec maximum(Vec a, Vec b) {
    return _mm256_max_ps(a, b);
}
TILESCRIBE_INLINE Vec absolute(Vec a) {
    return _mm256_andnot_ps(_mm256_set1_ps(-0.0F), a);
}
/// `then` where a < 0, else `otherwise`.
TILESCRIBE_INLINE Vec where_negative(Vec a, Vec then, Vec otherwise) {
    return _mm256_blendv_ps(otherwise, then, _mm256_cmp_ps(a, zero(), _CMP_LT_OQ));
}
/// a * 2^exponent for a whole exponent in [-126, 127].
inline constexpr bool takes_any_exponent = false;
TILESCRIBE_INLINE Vec scale_by_power(Vec a, Vec exponent) {
    const __m256i biased = _mm256_add_epi32(_mm256_cvtps_epi32(exponent), _mm256_set1_epi32(127));
    return a * _mm256_castsi256_ps(_mm256_slli_epi32(biased, 23));
}
/// Whether a lane of a is greater than b's.
TILESCRIBE_INLINE bool any_greater(Vec a, Vec b) {
    return _mm256_movemask_ps(_mm256_cmp_ps(a, b, _CMP_GT_OQ)) != 0;
}
TILESCRIBE_INLINE float sum_of(Vec a) {
    const __m128 four = _mm_add_ps(_mm256_castps256_ps128(a), _mm256_extractf128_ps(a, 1));
    const __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
    return _mm_cvtss_f32(_mm_add_ss(two, _mm_movehdup_ps(two)));
}
TILESCRIBE_INLINE float largest_of(Vec a) {
    const __m128 four = _mm_max_ps(_mm256_castps256_ps128(a), _mm256_extractf128_ps(a, 1));
    const __m128 two = _mm_max_ps(four, _mm_movehl_ps(four, four));
    return _mm_cvtss_f32(_mm_max_ss(two, _mm_movehdup_ps(two)));
}

/// Lane i is the sum of v[i]'s lanes.
TILESCRIBE_INLINE Vec sums_of(const Vec (&v)[width]) {
    Vec quads[2];
#pragma GCC unroll 2
    for (int i = 0; i < 2; ++i) {
        const Vec ab = _mm256_unpacklo_ps(v[4 * i], v[4 * i + 1]) + _mm256_unpackhi_ps(v[4 * i], v[4 * i + 1]);
        const Vec cd = _mm256_unpacklo_ps(v[4 * i + 2], v[4 * i + 3]) + _mm256_unpackhi_ps(v[4 * i + 2], v[4 * i + 3]);
        quads[i] = _mm256_shuffle_ps(ab, cd, 0x44) + _mm256_shuffle_ps(ab, cd, 0xee);
    }
    return _mm256_permute2f128_ps(quads[0], quads[1], 0x20) + _mm256_permute2f128_ps(quads[0], quads[1], 0x31);
}

}  // namespace tilescribe::TILESCRIBE_ISA
