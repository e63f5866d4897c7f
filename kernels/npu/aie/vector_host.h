// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/aie/native_vector.h"

// vector.h on the host. A Bf16s holds its lanes as f32 with sixteen zero bits below, so that products are exact.

namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL {

inline constexpr int lanes = 32;
inline constexpr int parts = lanes / native_lanes;

struct Floats {
    NativeFloat part[parts];
};
struct Ints {
    NativeInt part[parts];
};
struct Bf16s {
    NativeFloat part[parts];
};
/// 16-bit integers, each in 32 bits.
struct Shorts {
    NativeInt part[parts];
};

// Element by element over the native parts.
#define TILESCRIBE_EACH_PART(RESULT, EXPRESSION)              \
    RESULT result;                                            \
    _Pragma("GCC unroll 8") for (int p = 0; p < parts; ++p) { \
        result.part[p] = (EXPRESSION);                        \
    }                                                         \
    return result

TILESCRIBE_INLINE Floats load(const float* from) {
    TILESCRIBE_EACH_PART(Floats, load_native<NativeFloat>(from + p * native_lanes));
}
TILESCRIBE_INLINE void store(float* to, Floats v) {
    for (int p = 0; p < parts; ++p) store_native(to + p * native_lanes, v.part[p]);
}
TILESCRIBE_INLINE Ints load_int(const std::int32_t* from) {
    TILESCRIBE_EACH_PART(Ints, load_native<NativeInt>(from + p * native_lanes));
}
TILESCRIBE_INLINE void store(std::int32_t* to, Ints v) {
    for (int p = 0; p < parts; ++p) store_native(to + p * native_lanes, v.part[p]);
}
TILESCRIBE_INLINE Bf16s load(const Bf16* from) {
    TILESCRIBE_EACH_PART(Bf16s, widen_native(load_native<NativeHalf>(from + p * native_lanes)));
}
TILESCRIBE_INLINE void store(Bf16* to, Bf16s v) {
    for (int p = 0; p < parts; ++p)
        store_native(to + p * native_lanes, __builtin_convertvector(bits_native(v.part[p]) >> 16, NativeHalf));
}
/// The low byte of each lane.
TILESCRIBE_INLINE void store_int8(std::int8_t* to, Ints v) {
    for (int p = 0; p < parts; ++p) store_native(to + p * native_lanes, __builtin_convertvector(v.part[p], NativeByte));
}
TILESCRIBE_INLINE Floats broadcast(float value) {
    TILESCRIBE_EACH_PART(Floats, NativeFloat{} + value);
}
TILESCRIBE_INLINE Ints broadcast_int(std::int32_t value) {
    TILESCRIBE_EACH_PART(Ints, NativeInt{} + value);
}
TILESCRIBE_INLINE Bf16s round_bf16(Floats v) {
    TILESCRIBE_EACH_PART(Bf16s, round_native(v.part[p]));
}
TILESCRIBE_INLINE Floats widen(Bf16s v) {
    TILESCRIBE_EACH_PART(Floats, v.part[p]);
}
TILESCRIBE_INLINE Floats add(Floats a, Floats b) {
    TILESCRIBE_EACH_PART(Floats, a.part[p] + b.part[p]);
}
TILESCRIBE_INLINE Floats subtract(Floats a, Floats b) {
    TILESCRIBE_EACH_PART(Floats, a.part[p] - b.part[p]);
}
TILESCRIBE_INLINE Floats multiply(Bf16s a, Bf16s b) {
    TILESCRIBE_EACH_PART(Floats, a.part[p] * b.part[p]);
}
/// sum + a * b
TILESCRIBE_INLINE Floats multiply_add(Floats sum, Bf16s a, Bf16s b) {
    TILESCRIBE_EACH_PART(Floats, sum.part[p] + a.part[p] * b.part[p]);
}
/// from - a * b
TILESCRIBE_INLINE Floats multiply_subtract(Floats from, Bf16s a, Bf16s b) {
    TILESCRIBE_EACH_PART(Floats, from.part[p] - a.part[p] * b.part[p]);
}
TILESCRIBE_INLINE Bf16s absolute(Bf16s v) {
    TILESCRIBE_EACH_PART(Bf16s, reinterpret_native<NativeFloat>(bits_native(v.part[p]) & 0x7fffffff));
}
/// The limit (a bf16) where a lane is greater; a NaN stays.
TILESCRIBE_INLINE Bf16s at_most(Bf16s v, float limit) {
    TILESCRIBE_EACH_PART(Bf16s, v.part[p] > limit ? NativeFloat{} + limit : v.part[p]);
}
TILESCRIBE_INLINE Ints add(Ints a, Ints b) {
    TILESCRIBE_EACH_PART(Ints, a.part[p] + b.part[p]);
}
TILESCRIBE_INLINE Ints subtract(Ints a, Ints b) {
    TILESCRIBE_EACH_PART(Ints, a.part[p] - b.part[p]);
}
TILESCRIBE_INLINE Ints bit_and(Ints a, Ints b) {
    TILESCRIBE_EACH_PART(Ints, a.part[p] & b.part[p]);
}
TILESCRIBE_INLINE Ints shift_left(Ints a, int count) {
    TILESCRIBE_EACH_PART(Ints, reinterpret_native<NativeInt>(reinterpret_native<NativeWord>(a.part[p]) << count));
}
TILESCRIBE_INLINE Ints shift_right(Ints a, int count) {
    TILESCRIBE_EACH_PART(Ints, a.part[p] >> count);
}
TILESCRIBE_INLINE Ints larger(Ints a, Ints b) {
    TILESCRIBE_EACH_PART(Ints, a.part[p] < b.part[p] ? b.part[p] : a.part[p]);
}
/// As words without a sign.
TILESCRIBE_INLINE Ints larger_word(Ints a, Ints b) {
    TILESCRIBE_EACH_PART(
        Ints, reinterpret_native<NativeInt>(reinterpret_native<NativeWord>(a.part[p]) < reinterpret_native<NativeWord>(b.part[p])
                                                ? reinterpret_native<NativeWord>(b.part[p])
                                                : reinterpret_native<NativeWord>(a.part[p])));
}
/// The low half of each lane.
TILESCRIBE_INLINE Shorts low_halves(Ints v) {
    TILESCRIBE_EACH_PART(Shorts, reinterpret_native<NativeInt>(reinterpret_native<NativeWord>(v.part[p]) << 16) >> 16);
}
TILESCRIBE_INLINE Shorts bit_and(Shorts a, std::int16_t mask) {
    TILESCRIBE_EACH_PART(Shorts, a.part[p] & std::int32_t{mask});
}
/// Divided by 2^Shift, to nearest, ties to even; what comes out fits 16 bits.
template <int Shift>
TILESCRIBE_INLINE NativeInt rounding_shift(NativeInt v) {
    return (v + ((1 << (Shift - 1)) - 1) + (v >> Shift & 1)) >> Shift;
}
/// (addend + x * factor) / 2^Shift, rounded to nearest even; nothing overflows.
template <int Shift>
TILESCRIBE_INLINE Shorts fixed_sum(std::int32_t addend, Shorts x, std::int16_t factor) {
    TILESCRIBE_EACH_PART(Shorts, rounding_shift<Shift>(x.part[p] * std::int32_t{factor} + addend));
}
/// (addend + x * factor + a * b) / 2^Shift
template <int Shift>
TILESCRIBE_INLINE Shorts fixed_sum(std::int32_t addend, Shorts x, std::int16_t factor, Shorts a, Shorts b) {
    TILESCRIBE_EACH_PART(Shorts, rounding_shift<Shift>(x.part[p] * std::int32_t{factor} + addend + a.part[p] * b.part[p]));
}
/// (addend + a * b) / 2^Shift
template <int Shift>
TILESCRIBE_INLINE Shorts fixed_sum(std::int32_t addend, Shorts a, Shorts b) {
    TILESCRIBE_EACH_PART(Shorts, rounding_shift<Shift>(a.part[p] * b.part[p] + addend));
}
/// The bf16 whose bits these are.
TILESCRIBE_INLINE Bf16s bf16_of_bits(Shorts v) {
    TILESCRIBE_EACH_PART(Bf16s, reinterpret_native<NativeFloat>(reinterpret_native<NativeWord>(v.part[p]) << 16));
}
TILESCRIBE_INLINE Ints bits_of(Floats v) {
    TILESCRIBE_EACH_PART(Ints, bits_native(v.part[p]));
}
TILESCRIBE_INLINE Floats from_bits(Ints v) {
    TILESCRIBE_EACH_PART(Floats, reinterpret_native<NativeFloat>(v.part[p]));
}
TILESCRIBE_INLINE Floats to_float(Ints v) {
    TILESCRIBE_EACH_PART(Floats, __builtin_convertvector(v.part[p], NativeFloat));
}
/// a < b ? then : otherwise; false where one is NaN.
TILESCRIBE_INLINE Floats where_less(Floats a, Floats b, Floats then, Floats otherwise) {
    TILESCRIBE_EACH_PART(Floats, a.part[p] < b.part[p] ? then.part[p] : otherwise.part[p]);
}
TILESCRIBE_INLINE Floats where_less(Ints a, Ints b, Floats then, Floats otherwise) {
    TILESCRIBE_EACH_PART(Floats, a.part[p] < b.part[p] ? then.part[p] : otherwise.part[p]);
}
#undef TILESCRIBE_EACH_PART

/// Half and half added until one lane is left: the same order at every native_lanes.
template <int Count>
TILESCRIBE_INLINE float sum_of_lanes(const float* from) {
    float lane[Count];
    for (int i = 0; i < Count; ++i) lane[i] = from[i];
#pragma GCC unroll 8
    for (int half = Count / 2; half > 0; half /= 2)
#pragma GCC unroll 16
        for (int i = 0; i < half; ++i) lane[i] += lane[i + half];
    return lane[0];
}
TILESCRIBE_INLINE float sum_of(Floats v) {
    alignas(64) float lane[lanes];
    store(lane, v);
    return sum_of_lanes<lanes>(lane);
}
TILESCRIBE_INLINE std::int32_t largest_of(Ints v) {
    alignas(64) std::int32_t lane[lanes];
    for (int p = 0; p < parts; ++p) store_native(lane + p * native_lanes, v.part[p]);
    std::int32_t largest = lane[0];
    for (int i = 1; i < lanes; ++i) largest = lane[i] > largest ? lane[i] : largest;
    return largest;
}

// The 32 lanes as the elements of four rows of a blocked matrix: for T = 8 one block of 4 x 8, for T = 4 two of 4 x 4.
template <int T>
inline constexpr int lane_row(int lane) {
    return lane / T % 4;
}
template <int T>
inline constexpr int lane_column(int lane) {
    return lane / (4 * T) * T + lane % T;
}
/// Each row's value in all its lanes.
template <int T>
TILESCRIBE_INLINE Floats spread_rows(const float* rows) {
    alignas(64) float lane[lanes];
#pragma GCC unroll 32
    for (int i = 0; i < lanes; ++i) lane[i] = rows[lane_row<T>(i)];
    return load(lane);
}
/// Each column's value in all its lanes; eight columns.
template <int T>
TILESCRIBE_INLINE Floats spread_columns(const float* columns) {
    alignas(64) float lane[lanes];
#pragma GCC unroll 32
    for (int i = 0; i < lanes; ++i) lane[i] = columns[lane_column<T>(i)];
    return load(lane);
}
/// Whether any lane, as a word without a sign, is above the limit.
TILESCRIBE_INLINE bool any_word_above(Ints v, std::int32_t limit) {
    NativeInt above{};
    for (const NativeInt& part : v.part)
        above |= reinterpret_native<NativeInt>(reinterpret_native<NativeWord>(part) > static_cast<std::uint32_t>(limit));
    alignas(64) std::int32_t lane[native_lanes];
    store_native(lane, above);
    std::int32_t any = 0;
    for (const std::int32_t one : lane) any |= one;
    return any != 0;
}
/// Of the lanes T apart, the largest word without a sign: in all of them.
template <int T>
TILESCRIBE_INLINE Ints largest_words(Ints v) {
    alignas(64) std::uint32_t lane[lanes];
    for (int p = 0; p < parts; ++p) store_native(lane + p * native_lanes, v.part[p]);
    std::uint32_t largest[T];
    for (int i = 0; i < T; ++i) largest[i] = lane[i];
    for (int i = T; i < lanes; ++i) largest[i % T] = largest[i % T] < lane[i] ? lane[i] : largest[i % T];
    for (int i = 0; i < lanes; ++i) lane[i] = largest[i % T];
    Ints result;
    for (int p = 0; p < parts; ++p) result.part[p] = load_native<NativeInt>(lane + p * native_lanes);
    return result;
}
/// Two blocks of 4 x 4 as one of 4 x 8; one of 4 x 8 stays.
template <int T>
TILESCRIBE_INLINE Bf16s join_blocks(Bf16s v) {
    if constexpr (T == 8) return v;
    alignas(64) Bf16 from[lanes];
    alignas(64) Bf16 to[lanes];
    store(from, v);
#pragma GCC unroll 32
    for (int i = 0; i < lanes; ++i) to[i] = from[i / 4 % 2 * 16 + i / 8 * 4 + i % 4];
    return load(to);
}

/// Rows and columns of [rows][columns] exchanged; all its elements.
template <int Columns, int Vectors>
TILESCRIBE_INLINE void transpose(Bf16s (&v)[Vectors]) {
    constexpr int rows = Vectors * lanes / Columns;
    alignas(64) float from[Vectors * lanes];
    alignas(64) float to[Vectors * lanes];
    for (int i = 0; i < Vectors; ++i) store(from + i * lanes, widen(v[i]));
#pragma GCC unroll 64
    for (int i = 0; i < Vectors * lanes; ++i) to[i] = from[i % rows * Columns + i / rows];
    for (int i = 0; i < Vectors; ++i)
        for (int p = 0; p < parts; ++p) v[i].part[p] = load_native<NativeFloat>(to + i * lanes + p * native_lanes);
}

struct Pair {
    Floats first;
    Floats second;
};
/// a and b are 64 accumulators of four rows, blocks of T real parts and of T imaginary ones taking turns: eight bins' real,
/// imaginary.
template <int T>
TILESCRIBE_INLINE Pair real_and_imaginary(Floats a, Floats b) {
    if constexpr (T == 8) return {a, b};
    alignas(64) float from[2 * lanes];
    store(from, a);
    store(from + lanes, b);
    alignas(64) float to[2 * lanes];
    for (int i = 0; i < 16; ++i) {
        to[i] = from[i];
        to[16 + i] = from[32 + i];
        to[32 + i] = from[16 + i];
        to[48 + i] = from[48 + i];
    }
    return {load(to), load(to + lanes)};
}

/// N elements.
template <int N>
TILESCRIBE_INLINE void store_same(float* to, float value) {
    for (int i = 0; i < N; ++i) to[i] = value;
}
TILESCRIBE_INLINE float reciprocal(float x) {
    return 1.0F / x;
}
TILESCRIBE_INLINE float inverse_root(float x) {
    return 1.0F / __builtin_sqrtf(x);
}
TILESCRIBE_INLINE void round_to_nearest() {}  // the processor's default

}  // namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL
