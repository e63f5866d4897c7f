// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <aie_api/aie.hpp>
#include <cstdint>

// vector.h by AMD's AIE API.

namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL {

inline constexpr int lanes = 32;

using Floats = aie::vector<float, lanes>;
using Ints = aie::vector<std::int32_t, lanes>;
using Bf16s = aie::vector<bfloat16, lanes>;
using Shorts = aie::vector<std::int16_t, lanes>;
using Sums = aie::accum<accfloat, lanes>;
using FixedSums = aie::accum<acc32, lanes>;

TILESCRIBE_INLINE Floats load(const float* from) {
    return aie::load_v<lanes>(from);
}
TILESCRIBE_INLINE void store(float* to, Floats v) {
    aie::store_v(to, v);
}
TILESCRIBE_INLINE Ints load_int(const std::int32_t* from) {
    return aie::load_v<lanes>(from);
}
TILESCRIBE_INLINE void store(std::int32_t* to, Ints v) {
    aie::store_v(to, v);
}
TILESCRIBE_INLINE Bf16s load(const Bf16* from) {
    return aie::load_v<lanes>(reinterpret_cast<const bfloat16*>(from));
}
TILESCRIBE_INLINE void store(Bf16* to, Bf16s v) {
    aie::store_v(reinterpret_cast<bfloat16*>(to), v);
}
TILESCRIBE_INLINE void store_int8(std::int8_t* to, Ints v) {
    aie::store_v(to, aie::pack(aie::pack(v)));
}
TILESCRIBE_INLINE Floats broadcast(float value) {
    return aie::broadcast<float, lanes>(value);
}
TILESCRIBE_INLINE Ints broadcast_int(std::int32_t value) {
    return aie::broadcast<std::int32_t, lanes>(value);
}
TILESCRIBE_INLINE Bf16s round_bf16(Floats v) {
    Sums sums;
    sums.from_vector(v);
    return sums.to_vector<bfloat16>();
}
TILESCRIBE_INLINE Floats widen(Bf16s v) {
    Sums sums;
    sums.from_vector(v);
    return sums.to_vector<float>();
}
TILESCRIBE_INLINE Floats add(Floats a, Floats b) {
    return aie::add(a, b);
}
TILESCRIBE_INLINE Floats subtract(Floats a, Floats b) {
    return aie::sub(a, b);
}
TILESCRIBE_INLINE Floats multiply(Bf16s a, Bf16s b) {
    return aie::mul(a, b).to_vector<float>();
}
TILESCRIBE_INLINE Floats multiply_add(Floats sum, Bf16s a, Bf16s b) {
    Sums sums;
    sums.from_vector(sum);
    return aie::mac(sums, a, b).to_vector<float>();
}
TILESCRIBE_INLINE Floats multiply_subtract(Floats from, Bf16s a, Bf16s b) {
    Sums sums;
    sums.from_vector(from);
    return aie::msc(sums, a, b).to_vector<float>();
}
TILESCRIBE_INLINE Bf16s absolute(Bf16s v) {
    return aie::bit_and(v.cast_to<std::int16_t>(), aie::broadcast<std::int16_t, lanes>(0x7fff)).cast_to<bfloat16>();
}
TILESCRIBE_INLINE Bf16s at_most(Bf16s v, float limit) {
    const Bf16s limits = aie::broadcast<bfloat16, lanes>(bfloat16(limit));
    return aie::select(v, limits, aie::lt(limits, v));
}
TILESCRIBE_INLINE Ints add(Ints a, Ints b) {
    return aie::add(a, b);
}
TILESCRIBE_INLINE Ints subtract(Ints a, Ints b) {
    return aie::sub(a, b);
}
TILESCRIBE_INLINE Ints bit_and(Ints a, Ints b) {
    return aie::bit_and(a, b);
}
TILESCRIBE_INLINE Ints shift_left(Ints a, unsigned count) {
    return aie::upshift(a, count);
}
TILESCRIBE_INLINE Ints shift_right(Ints a, unsigned count) {
    // downshift() rounds as set by round_to_nearest(); this is to be the floor.
    return aie::downshift(aie::bit_and(a, broadcast_int(-1 << count)), count);
}
TILESCRIBE_INLINE Ints larger(Ints a, Ints b) {
    return aie::max(a, b);
}
TILESCRIBE_INLINE Ints larger_word(Ints a, Ints b) {
    return aie::max(a.cast_to<std::uint32_t>(), b.cast_to<std::uint32_t>()).cast_to<std::int32_t>();
}
TILESCRIBE_INLINE Shorts low_halves(Ints v) {
    return aie::filter_even(v.cast_to<std::int16_t>());
}
TILESCRIBE_INLINE Shorts bit_and(Shorts a, std::int16_t mask) {
    return aie::bit_and(a, aie::broadcast<std::int16_t, lanes>(mask));
}
/// The shift rounds as set by round_to_nearest().
template <int Shift>
TILESCRIBE_INLINE Shorts fixed_sum(std::int32_t addend, Shorts x, std::int16_t factor) {
    FixedSums sums;
    sums.from_vector(broadcast_int(addend));
    return aie::mac(sums, x, aie::broadcast<std::int16_t, lanes>(factor)).to_vector<std::int16_t>(Shift);
}
template <int Shift>
TILESCRIBE_INLINE Shorts fixed_sum(std::int32_t addend, Shorts x, std::int16_t factor, Shorts a, Shorts b) {
    FixedSums sums;
    sums.from_vector(broadcast_int(addend));
    sums = aie::mac(sums, x, aie::broadcast<std::int16_t, lanes>(factor));
    return aie::mac(sums, a, b).to_vector<std::int16_t>(Shift);
}
template <int Shift>
TILESCRIBE_INLINE Shorts fixed_sum(std::int32_t addend, Shorts a, Shorts b) {
    FixedSums sums;
    sums.from_vector(broadcast_int(addend));
    return aie::mac(sums, a, b).to_vector<std::int16_t>(Shift);
}
TILESCRIBE_INLINE Bf16s bf16_of_bits(Shorts v) {
    return v.cast_to<bfloat16>();
}
TILESCRIBE_INLINE Ints bits_of(Floats v) {
    return v.cast_to<std::int32_t>();
}
TILESCRIBE_INLINE Floats from_bits(Ints v) {
    return v.cast_to<float>();
}
TILESCRIBE_INLINE Floats to_float(Ints v) {
    return aie::to_float<float>(v);
}
TILESCRIBE_INLINE Floats where_less(Floats a, Floats b, Floats then, Floats otherwise) {
    return aie::select(otherwise, then, aie::lt(a, b));
}
TILESCRIBE_INLINE Floats where_less(Ints a, Ints b, Floats then, Floats otherwise) {
    return aie::select(otherwise, then, aie::lt(a, b));
}

/// Lane 0 of the sum of a half and the other half shifted down onto it, five times over.
TILESCRIBE_INLINE float sum_of(Floats v) {
    for (unsigned half = lanes / 2; half > 0; half /= 2) v = aie::add(v, aie::shuffle_down(v, half));
    return v.get(0);
}
TILESCRIBE_INLINE std::int32_t largest_of(Ints v) {
    return aie::reduce_max(v);
}

// The 32 lanes as the elements of four rows of a blocked matrix: for T = 8 one block of 4 x 8, for T = 4 two of 4 x 4.
template <int T>
TILESCRIBE_INLINE Floats spread_rows(const float* rows) {
    Floats v;
    for (unsigned i = 0; i < lanes / T; ++i) v.insert(i, aie::broadcast<float, T>(rows[i % 4]));
    return v;
}
template <int T>
TILESCRIBE_INLINE Floats spread_columns(const float* columns) {
    Floats v;
    for (unsigned i = 0; i < lanes / T; ++i) v.insert(i, aie::load_v<T>(columns + i / 4 * T));
    return v;
}
TILESCRIBE_INLINE bool any_word_above(Ints v, std::int32_t limit) {
    return !aie::lt(broadcast_int(limit).cast_to<std::uint32_t>(), v.cast_to<std::uint32_t>()).empty();
}
template <int T>
TILESCRIBE_INLINE Ints largest_words(Ints v) {
    for (unsigned distance = T; distance < lanes; distance *= 2) v = larger_word(v, aie::shuffle_down_rotate(v, distance));
    return v;
}
template <int T>
TILESCRIBE_INLINE Bf16s join_blocks(Bf16s v) {
    if constexpr (T == 8) return v;
    const auto [low, high] = aie::interleave_zip(v.extract<16>(0), v.extract<16>(1), 4);
    return aie::concat(low, high);
}

template <int Columns, int Vectors>
TILESCRIBE_INLINE void transpose(Bf16s (&v)[Vectors]) {
    if constexpr (Vectors == 1) {
        v[0] = aie::transpose(v[0], lanes / Columns, Columns);
    } else {
        const auto turned = aie::transpose(aie::concat(v[0], v[1]), 2 * lanes / Columns, Columns);
        v[0] = turned.template extract<lanes>(0);
        v[1] = turned.template extract<lanes>(1);
    }
}

struct Pair {
    Floats first;
    Floats second;
};
template <int T>
TILESCRIBE_INLINE Pair real_and_imaginary(Floats a, Floats b) {
    if constexpr (T == 8) return {a, b};
    return {aie::concat(a.extract<16>(0), b.extract<16>(0)), aie::concat(a.extract<16>(1), b.extract<16>(1))};
}

template <int N>
TILESCRIBE_INLINE void store_same(float* to, float value) {
    aie::store_v(to, aie::broadcast<float, N>(value));
}
TILESCRIBE_INLINE float reciprocal(float x) {
    return aie::inv(x);
}
TILESCRIBE_INLINE float inverse_root(float x) {
    return aie::invsqrt(x);
}
TILESCRIBE_INLINE void round_to_nearest() {
    aie::set_rounding(aie::rounding_mode::conv_even);
}

}  // namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL
