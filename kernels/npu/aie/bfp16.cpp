// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/aie/bfp16.h"

#include <algorithm>
#include <cstddef>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace tilescribe::npu {
namespace {

constexpr std::size_t group_size = 8;

void encode_one_by_one(const Bf16* values, std::size_t groups, std::uint8_t* to) {
    for (std::size_t g = 0; g < groups; ++g) encode_bfp16_group(values + g * group_size, to + g * bfp16_group_bytes);
}

void decode_one_by_one(const std::uint8_t* from, std::size_t groups, Bf16* values) {
    for (std::size_t g = 0; g < groups; ++g) {
        const std::uint8_t* const group = from + g * bfp16_group_bytes;
        const float unit = bfp16_unit(group[0]);
        for (std::size_t i = 0; i < group_size; ++i)
            values[g * group_size + i] = to_bf16(bfp16_value(group[0], static_cast<std::int8_t>(group[1 + i]), unit));
    }
}

void round_one_by_one(const float* values, std::size_t count, Bf16* to) {
    std::transform(values, values + count, to, to_bf16);
}

#if defined(__x86_64__)

/// The largest of eight 16-bit magnitudes.
[[gnu::target("avx2"), gnu::always_inline]] inline int largest_magnitude(__m128i values) {
    // phminposuw finds the least; all magnitudes are below 0x8000.
    const __m128i magnitudes = _mm_and_si128(values, _mm_set1_epi16(0x7fff));
    return 0x7fff - _mm_extract_epi16(_mm_minpos_epu16(_mm_sub_epi16(_mm_set1_epi16(0x7fff), magnitudes)), 0);
}

/// encode_bfp16_group in floating point: a value divided by the unit is exact, and the conversion to integers rounds to nearest
/// even.
[[gnu::target("avx2")]] void encode_avx2(const Bf16* values, std::size_t groups, std::uint8_t* to) {
    for (std::size_t g = 0; g < groups; ++g) {
        const Bf16* const from = values + g * group_size;
        std::uint8_t* const group = to + g * bfp16_group_bytes;
        const __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
        const int largest = largest_magnitude(v);
        // Above, Inf and NaN; below, 2^(133 - E) is no f32, or subnormal values, which a mode of the processor may take for zeros,
        // count.
        constexpr int least = 0x800;
        if (largest >= 0x7f80 || largest < least) {
            encode_bfp16_group(from, group);
            continue;
        }
        const int exponent = std::min((largest + 1) >> 7, 254);
        const __m256 reciprocal = _mm256_castsi256_ps(_mm256_set1_epi32((260 - exponent) << 23));
        const __m256 wide = _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_cvtepu16_epi32(v), 16));
        const __m256i m = _mm256_cvtps_epi32(_mm256_mul_ps(wide, reciprocal));
        const __m128i halves = _mm_packs_epi32(_mm256_castsi256_si128(m), _mm256_extracti128_si256(m, 1));
        const __m128i bytes = _mm_max_epi8(_mm_packs_epi16(halves, halves), _mm_set1_epi8(-127));  // saturated: 127 at the top
        group[0] = static_cast<std::uint8_t>(exponent);
        _mm_storeu_si64(group + 1, bytes);
    }
}

[[gnu::target("avx2")]] void decode_avx2(const std::uint8_t* from, std::size_t groups, Bf16* values) {
    for (std::size_t g = 0; g < groups; ++g) {
        const std::uint8_t* const group = from + g * bfp16_group_bytes;
        if (group[0] == 255) {
            decode_one_by_one(group, 1, values + g * group_size);
            continue;
        }
        const __m256 m = _mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(_mm_loadu_si64(group + 1)));
        const __m256i bits = _mm256_castps_si256(_mm256_mul_ps(m, _mm256_set1_ps(bfp16_unit(group[0]))));
        const __m256i upper = _mm256_srli_epi32(bits, 16);  // exact: a mantissa has seven bits
        const __m128i packed = _mm_packus_epi32(_mm256_castsi256_si128(upper), _mm256_extracti128_si256(upper, 1));
        _mm_storeu_si128(reinterpret_cast<__m128i*>(values + g * group_size), packed);
    }
}

[[gnu::target("avx2")]] void round_avx2(const float* values, std::size_t count, Bf16* to) {
    std::size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        const __m256i bits = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(values + i));
        const __m256i magnitude = _mm256_and_si256(bits, _mm256_set1_epi32(0x7fffffff));
        const __m256i is_nan = _mm256_cmpgt_epi32(magnitude, _mm256_set1_epi32(0x7f800000));
        const __m256i is_odd = _mm256_and_si256(_mm256_srli_epi32(bits, 16), _mm256_set1_epi32(1));
        const __m256i rounded = _mm256_add_epi32(bits, _mm256_add_epi32(is_odd, _mm256_set1_epi32(0x7fff)));
        const __m256i quiet =
            _mm256_or_si256(_mm256_andnot_si256(_mm256_set1_epi32(0x7fffffff), bits), _mm256_set1_epi32(0x7fc00000));
        const __m256i upper = _mm256_srli_epi32(_mm256_blendv_epi8(rounded, quiet, is_nan), 16);
        const __m128i packed = _mm_packus_epi32(_mm256_castsi256_si128(upper), _mm256_extracti128_si256(upper, 1));
        _mm_storeu_si128(reinterpret_cast<__m128i*>(to + i), packed);
    }
    round_one_by_one(values + i, count - i, to + i);
}

bool has_avx2() {
    static const bool has = __builtin_cpu_supports("avx2") != 0;
    return has;
}

#else

constexpr bool has_avx2() {
    return false;
}
constexpr auto encode_avx2 = encode_one_by_one;
constexpr auto decode_avx2 = decode_one_by_one;
constexpr auto round_avx2 = round_one_by_one;

#endif

}  // namespace

void bfp16_from_bf16(std::span<const Bf16> values, std::span<std::uint8_t> groups) noexcept {
    (has_avx2() ? encode_avx2 : encode_one_by_one)(values.data(), values.size() / group_size, groups.data());
}

void bf16_from_bfp16(std::span<const std::uint8_t> groups, std::span<Bf16> values) noexcept {
    (has_avx2() ? decode_avx2 : decode_one_by_one)(groups.data(), values.size() / group_size, values.data());
}

void bf16_from_f32(std::span<const float> values, std::span<Bf16> to) noexcept {
    (has_avx2() ? round_avx2 : round_one_by_one)(values.data(), values.size(), to.data());
}

void bfp16_from_f32(std::span<const float> values, std::span<std::uint8_t> groups) noexcept {
    constexpr std::size_t piece = 2048;  // stays in the first cache
    Bf16 rounded[piece];
    for (std::size_t i = 0; i < values.size(); i += piece) {
        const std::size_t count = std::min(piece, values.size() - i);
        bf16_from_f32(values.subspan(i, count), std::span(rounded, count));
        bfp16_from_bf16(std::span<const Bf16>(rounded, count), groups.subspan(i / group_size * bfp16_group_bytes));
    }
}

}  // namespace tilescribe::npu
