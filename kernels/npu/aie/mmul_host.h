// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/aie/bfp16.h"
#include "kernels/npu/aie/native_vector.h"
#include "kernels/npu/aie/vector_host.h"

#include <utility>

// The mmul blocks on the host. A step of 8 along k runs k by k over all blocks of a register tile at once, so that each element
// spread over a register serves several blocks. Every sum runs in ascending k.

namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL {

inline constexpr bool has_npu1 = true;  ///< the host can do as both do
inline constexpr bool has_npu4 = true;

/// A block of elements in registers, row by row.
template <typename Native, int Elements>
struct NativeBlock {
    static constexpr int parts = Elements / native_lanes;
    Native part[parts];
};

template <typename Native, int Elements, typename Element>
TILESCRIBE_INLINE NativeBlock<Native, Elements> load_block(const Element* from) {
    NativeBlock<Native, Elements> block;
#pragma GCC unroll 16
    for (int p = 0; p < block.parts; ++p) block.part[p] = load_native<Native>(from + p * native_lanes);
    return block;
}
template <typename Native, int Elements, typename Element>
TILESCRIBE_INLINE void store_block(Element* to, const NativeBlock<Native, Elements>& block) {
#pragma GCC unroll 16
    for (int p = 0; p < block.parts; ++p) store_native(to + p * native_lanes, block.part[p]);
}

/// Part P of an accumulator of rows of T: each lane's row of a block whose rows are `Stride` long, column K.
template <int T, int Stride, int K, int P, typename Native, int Elements, int... Lane>
TILESCRIBE_INLINE Native spread_column(const NativeBlock<Native, Elements>& block, std::integer_sequence<int, Lane...>) {
    constexpr int first_row = P * native_lanes / T;
    constexpr int first = (first_row * Stride + K) / native_lanes;  // the part with the first row's element
    constexpr int rows = native_lanes > T ? native_lanes / T : 1;
    constexpr int last = ((first_row + rows - 1) * Stride + K) / native_lanes;
    static_assert(last - first <= 1);
    return __builtin_shufflevector(block.part[first], block.part[last],
                                   ((first_row + Lane / T) * Stride + K - first * native_lanes)...);
}
/// Part P of an accumulator of rows of T: row K of a block [8][T], the same in every row.
template <int T, int K, int P, typename Native, int Elements, int... Lane>
TILESCRIBE_INLINE Native spread_row(const NativeBlock<Native, Elements>& block, std::integer_sequence<int, Lane...>) {
    constexpr int first = (K * T + P * native_lanes % T) / native_lanes;
    return __builtin_shufflevector(block.part[first], block.part[first],
                                   (K * T + (P * native_lanes + Lane) % T - first * native_lanes)...);
}
using LaneSequence = std::make_integer_sequence<int, native_lanes>;

/// c[i][j] += a[i] column K * b[j] row K for blocks of R x T.
template <int T, int K, int P, int M, int N, int CElements, int AElements, int BElements>
TILESCRIBE_INLINE void add_outer_part(NativeBlock<NativeFloat, CElements> (&c)[M][N],
                                      const NativeBlock<NativeFloat, AElements> (&a)[M],
                                      const NativeBlock<NativeFloat, BElements> (&b)[N]) {
    NativeFloat row[N];
#pragma GCC unroll 8
    for (int j = 0; j < N; ++j) row[j] = spread_row<T, K, P>(b[j], LaneSequence{});
#pragma GCC unroll 8
    for (int i = 0; i < M; ++i) {
        const NativeFloat column = spread_column<T, 8, K, P>(a[i], LaneSequence{});
#pragma GCC unroll 8
        for (int j = 0; j < N; ++j) c[i][j].part[P] = exact_multiply_add(c[i][j].part[P], column, row[j]);
    }
}
template <int T, int K, int M, int N, typename C, typename A, typename B, int... P>
TILESCRIBE_INLINE void add_outer(C (&c)[M][N], const A (&a)[M], const B (&b)[N], std::integer_sequence<int, P...>) {
    (add_outer_part<T, K, P>(c, a, b), ...);
}
template <int T, int M, int N, typename C, typename A, typename B, int... K>
TILESCRIBE_INLINE void add_products(C (&c)[M][N], const A (&a)[M], const B (&b)[N], std::integer_sequence<int, K...>) {
    (add_outer<T, K>(c, a, b, std::make_integer_sequence<int, C::parts>{}), ...);
}

/// bf16 4 x 8 times 8 x T.
template <int T>
struct Bf16Mmul {
    using A = NativeBlock<NativeFloat, 32>;
    using B = NativeBlock<NativeFloat, 8 * T>;
    using C = NativeBlock<NativeFloat, 4 * T>;
    using StoredA = Bf16;
    using StoredB = Bf16;
    using StoredC = float;
    static constexpr int stored_a = 32;  ///< elements in memory
    static constexpr int stored_b = 8 * T;
    static constexpr int stored_c = 4 * T;

    TILESCRIBE_INLINE static A load_a(const Bf16* from) { return widened<A>(from); }
    TILESCRIBE_INLINE static B load_b(const Bf16* from) { return widened<B>(from); }
    TILESCRIBE_INLINE static A block_of(Bf16s v) {
        A block;
        for (int p = 0; p < A::parts; ++p) block.part[p] = v.part[p];
        return block;
    }
    TILESCRIBE_INLINE static B ones() {
        B block;
#pragma GCC unroll 16
        for (int p = 0; p < B::parts; ++p) block.part[p] = NativeFloat{} + 1.0F;
        return block;
    }
    TILESCRIBE_INLINE static C zero() { return {}; }
    TILESCRIBE_INLINE static C load_c(const float* from) { return load_block<NativeFloat, stored_c>(from); }
    TILESCRIBE_INLINE static void store_c(float* to, const C& c) { store_block(to, c); }

    template <int M, int N>
    TILESCRIBE_INLINE static void multiply_add(C (&c)[M][N], const A (&a)[M], const B (&b)[N]) {
        add_products<T>(c, a, b, std::make_integer_sequence<int, 8>{});
    }

private:
    template <typename Block>
    TILESCRIBE_INLINE static Block widened(const Bf16* from) {
        Block block;
#pragma GCC unroll 16
        for (int p = 0; p < Block::parts; ++p) block.part[p] = widen_native(load_native<NativeHalf>(from + p * native_lanes));
        return block;
    }
};

using NativePair [[gnu::vector_size(4 * native_lanes)]] = std::int16_t;  // two neighbours in k per 32-bit lane
using RowBytes [[gnu::vector_size(8)]] = std::int8_t;

/// sum + a * b for pairs of neighbours, exact.
TILESCRIBE_INLINE NativeInt add_pair_products(NativeInt sum, NativeInt a, NativeInt b) {
#if defined(__AVX512BW__)
    return sum + reinterpret_native<NativeInt>(_mm512_madd_epi16(reinterpret_native<__m512i>(a), reinterpret_native<__m512i>(b)));
#elif defined(__AVX2__)
    return sum + reinterpret_native<NativeInt>(_mm256_madd_epi16(reinterpret_native<__m256i>(a), reinterpret_native<__m256i>(b)));
#elif defined(__SSE2__)
    return sum + reinterpret_native<NativeInt>(_mm_madd_epi16(reinterpret_native<__m128i>(a), reinterpret_native<__m128i>(b)));
#else
    return sum + ((a << 16) >> 16) * ((b << 16) >> 16) + (a >> 16) * (b >> 16);
#endif
}

/// int8 R x 8 times 8 x 8.
template <int R>
struct Int8Mmul {
    using A = NativeBlock<NativeInt, R * 4>;  ///< [R][4] pairs
    using B = NativeBlock<NativeInt, 32>;     ///< [4][8] pairs
    using C = NativeBlock<NativeInt, R * 8>;
    using StoredA = std::int8_t;
    using StoredB = std::int8_t;
    using StoredC = std::int32_t;
    static constexpr int stored_a = R * 8;
    static constexpr int stored_b = 64;
    static constexpr int stored_c = R * 8;

    TILESCRIBE_INLINE static A load_a(const std::int8_t* from) { return pairs<A>(from); }
    TILESCRIBE_INLINE static B load_b(const std::int8_t* from) {
        std::int8_t paired[64];
#pragma GCC unroll 4
        for (int k = 0; k < 4; ++k) {
            const auto even = load_native<RowBytes>(from + k * 16);
            const auto odd = load_native<RowBytes>(from + k * 16 + 8);
            store_native(paired + k * 16, __builtin_shufflevector(even, odd, 0, 8, 1, 9, 2, 10, 3, 11, 4, 12, 5, 13, 6, 14, 7, 15));
        }
        return pairs<B>(paired);
    }
    TILESCRIBE_INLINE static C zero() { return {}; }
    TILESCRIBE_INLINE static C load_c(const std::int32_t* from) { return load_block<NativeInt, stored_c>(from); }
    TILESCRIBE_INLINE static void store_c(std::int32_t* to, const C& c) { store_block(to, c); }

    template <int M, int N>
    TILESCRIBE_INLINE static void multiply_add(C (&c)[M][N], const A (&a)[M], const B (&b)[N]) {
        add_all(c, a, b, std::make_integer_sequence<int, 4>{});
    }

private:
    template <typename Block>
    TILESCRIBE_INLINE static Block pairs(const std::int8_t* from) {
        using Bytes [[gnu::vector_size(2 * native_lanes)]] = std::int8_t;
        Block block;
#pragma GCC unroll 16
        for (int p = 0; p < Block::parts; ++p)
            block.part[p] =
                reinterpret_native<NativeInt>(__builtin_convertvector(load_native<Bytes>(from + p * 2 * native_lanes), NativePair));
        return block;
    }
    template <int K, int P, int M, int N>
    TILESCRIBE_INLINE static void add_part(C (&c)[M][N], const A (&a)[M], const B (&b)[N]) {
        NativeInt row[N];
#pragma GCC unroll 8
        for (int j = 0; j < N; ++j) row[j] = spread_row<8, K, P>(b[j], LaneSequence{});
#pragma GCC unroll 8
        for (int i = 0; i < M; ++i) {
            const NativeInt column = spread_column<8, 4, K, P>(a[i], LaneSequence{});
#pragma GCC unroll 8
            for (int j = 0; j < N; ++j) c[i][j].part[P] = add_pair_products(c[i][j].part[P], column, row[j]);
        }
    }
    template <int K, int M, int N, int... P>
    TILESCRIBE_INLINE static void add_parts(C (&c)[M][N], const A (&a)[M], const B (&b)[N], std::integer_sequence<int, P...>) {
        (add_part<K, P>(c, a, b), ...);
    }
    template <int M, int N, int... K>
    TILESCRIBE_INLINE static void add_all(C (&c)[M][N], const A (&a)[M], const B (&b)[N], std::integer_sequence<int, K...>) {
        (add_parts<K>(c, a, b, std::make_integer_sequence<int, C::parts>{}), ...);
    }
};

/// bfp16 8 x 8 times 8 x 8, B transposed. The products of a block's eight k are summed exactly, then rounded once into C.
struct Bfp16Mmul {
    using A = NativeBlock<NativeFloat, 64>;
    using B = NativeBlock<NativeFloat, 64>;
    using C = NativeBlock<NativeFloat, 64>;
    using StoredA = std::uint8_t;
    using StoredB = std::uint8_t;
    using StoredC = float;
    static constexpr int stored_a = bfp16_block_bytes;  ///< bytes
    static constexpr int stored_b = bfp16_block_bytes;
    static constexpr int stored_c = 64;

    TILESCRIBE_INLINE static A load_a(const std::uint8_t* from) {
        float value[64];
        for (int row = 0; row < 8; ++row) {
            const float unit = bfp16_unit(from[row * 9]);
            const auto mantissa = load_native<RowBytes>(from + row * 9 + 1);
            for (int i = 0; i < 8; ++i) value[row * 8 + i] = bfp16_value(from[row * 9], mantissa[i], unit);
        }
        return load_block<NativeFloat, 64>(value);
    }
    TILESCRIBE_INLINE static B load_b(const std::uint8_t* from) {
        float value[64];
        for (int column = 0; column < 8; ++column) {
            const float unit = bfp16_unit(from[column * 9]);
            for (int i = 0; i < 8; ++i)
                value[i * 8 + column] = bfp16_value(from[column * 9], static_cast<std::int8_t>(from[column * 9 + 1 + i]), unit);
        }
        return load_block<NativeFloat, 64>(value);
    }
    /// A block of bf16 [8][8] by the rule of bfp16.h.
    TILESCRIBE_INLINE static void convert(const Bf16* from, std::uint8_t* to) {
        for (int row = 0; row < 8; ++row) encode_bfp16_group(from + row * 8, to + row * bfp16_group_bytes);
    }
    TILESCRIBE_INLINE static C zero() { return {}; }
    TILESCRIBE_INLINE static C load_c(const float* from) { return load_block<NativeFloat, 64>(from); }
    TILESCRIBE_INLINE static void store_c(float* to, const C& c) { store_block(to, c); }

    template <int M, int N>
    TILESCRIBE_INLINE static void multiply_add(C (&c)[M][N], const A (&a)[M], const B (&b)[N]) {
#pragma GCC unroll 4
        for (int i = 0; i < M; ++i)
#pragma GCC unroll 4
            for (int j = 0; j < N; ++j) {
                C sum[1][1] = {};
                const A left[1] = {a[i]};
                const B right[1] = {b[j]};
                add_products<8>(sum, left, right, std::make_integer_sequence<int, 8>{});
#pragma GCC unroll 16
                for (int p = 0; p < C::parts; ++p) c[i][j].part[p] += sum[0][0].part[p];
            }
    }
};

}  // namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL
