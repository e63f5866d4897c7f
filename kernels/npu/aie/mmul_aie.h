// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/aie/bfp16.h"
#include "kernels/npu/aie/vector_aie.h"

#include <aie_api/aie.hpp>
#include <cstdint>

// The mmul blocks by AMD's AIE API.

namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL {

// A core has one generation's shapes; the tests' stub has both.
#if defined(TILESCRIBE_AIE_STUB)
inline constexpr bool has_npu1 = true;
inline constexpr bool has_npu4 = true;
#elif __AIE_ARCH__ == 20
inline constexpr bool has_npu1 = true;
inline constexpr bool has_npu4 = false;
#else
inline constexpr bool has_npu1 = false;
inline constexpr bool has_npu4 = true;
#endif

/// bf16 4 x 8 times 8 x T.
template <int T>
struct Bf16Mmul {
    using A = aie::vector<bfloat16, 32>;
    using B = aie::vector<bfloat16, 8 * T>;
    using C = aie::mmul<4, 8, T, bfloat16, bfloat16, accauto>;
    using StoredA = Bf16;
    using StoredB = Bf16;
    using StoredC = float;
    static constexpr int stored_a = 32;  ///< elements in memory
    static constexpr int stored_b = 8 * T;
    static constexpr int stored_c = 4 * T;

    TILESCRIBE_INLINE static A load_a(const Bf16* from) { return aie::load_v<32>(reinterpret_cast<const bfloat16*>(from)); }
    TILESCRIBE_INLINE static B load_b(const Bf16* from) { return aie::load_v<8 * T>(reinterpret_cast<const bfloat16*>(from)); }
    TILESCRIBE_INLINE static A block_of(Bf16s v) { return v; }
    TILESCRIBE_INLINE static B ones() { return aie::broadcast<bfloat16, 8 * T>(bfloat16(1.0F)); }
    TILESCRIBE_INLINE static C zero() { return C(aie::zeros<accfloat, stored_c>()); }
    TILESCRIBE_INLINE static C load_c(const float* from) { return C(aie::accum<accfloat, stored_c>(aie::load_v<stored_c>(from))); }
    TILESCRIBE_INLINE static void store_c(float* to, const C& c) { aie::store_v(to, c.template to_vector<float>()); }

    template <int M, int N>
    TILESCRIBE_INLINE static void multiply_add(C (&c)[M][N], const A (&a)[M], const B (&b)[N]) {
#pragma GCC unroll 16
        for (int x = 0; x < M * N; ++x) c[x / N][x % N].mac(a[x / N], b[x % N]);
    }
};

/// int8 R x 8 times 8 x 8.
template <int R>
struct Int8Mmul {
    using A = aie::vector<std::int8_t, R * 8>;
    using B = aie::vector<std::int8_t, 64>;
    using C = aie::mmul<R, 8, 8, std::int8_t, std::int8_t, accauto>;
    using StoredA = std::int8_t;
    using StoredB = std::int8_t;
    using StoredC = std::int32_t;
    static constexpr int stored_a = R * 8;
    static constexpr int stored_b = 64;
    static constexpr int stored_c = R * 8;

    TILESCRIBE_INLINE static A load_a(const std::int8_t* from) { return aie::load_v<stored_a>(from); }
    TILESCRIBE_INLINE static B load_b(const std::int8_t* from) { return aie::load_v<stored_b>(from); }
    TILESCRIBE_INLINE static C zero() { return C(aie::zeros<acc32, stored_c>()); }
    TILESCRIBE_INLINE static C load_c(const std::int32_t* from) {
        return C(aie::accum<acc32, stored_c>(aie::load_v<stored_c>(from)));
    }
    TILESCRIBE_INLINE static void store_c(std::int32_t* to, const C& c) { aie::store_v(to, c.template to_vector<std::int32_t>()); }

    template <int M, int N>
    TILESCRIBE_INLINE static void multiply_add(C (&c)[M][N], const A (&a)[M], const B (&b)[N]) {
#pragma GCC unroll 16
        for (int x = 0; x < M * N; ++x) c[x / N][x % N].mac(a[x / N], b[x % N]);
    }
};

#if defined(TILESCRIBE_AIE_STUB) || __AIE_ARCH__ >= 21
/// bfp16 8 x 8 times 8 x 8, B transposed. Blocks of 72 bytes come through the load FIFO: they are not aligned.
struct Bfp16Mmul {
    using A = aie::block_vector<bfp16ebs8, 64>;
    using B = aie::block_vector<bfp16ebs8, 64>;
    using C = aie::accum<accfloat, 64>;
    using StoredA = std::uint8_t;
    using StoredB = std::uint8_t;
    using StoredC = float;
    static constexpr int stored_a = 72;  ///< bytes
    static constexpr int stored_b = 72;
    static constexpr int stored_c = 64;

    TILESCRIBE_INLINE static A load_a(const std::uint8_t* from) {
        aie::block_vector_input_buffer_stream<bfp16ebs8, 64> stream(reinterpret_cast<const bfp16ebs8*>(from));
        return stream.pop();
    }
    TILESCRIBE_INLINE static B load_b(const std::uint8_t* from) { return load_a(from); }
    TILESCRIBE_INLINE static C zero() { return aie::zeros<accfloat, 64>(); }
    TILESCRIBE_INLINE static C load_c(const float* from) { return C(aie::load_v<64>(from)); }
    TILESCRIBE_INLINE static void store_c(float* to, const C& c) { aie::store_v(to, c.to_vector<float>()); }
    /// By the core's own conversion, but for blocks with an Inf, a NaN or a number below 2^-111 other than zero: there nobody has
    /// seen what the instruction does, and bfp16.h says what is right.
    TILESCRIBE_INLINE static void convert(const Bf16* from, std::uint8_t* to) {
        if (is_extreme(from)) {
            for (int row = 0; row < 8; ++row) encode_bfp16_group(from + row * 8, to + row * bfp16_group_bytes);
            return;
        }
        C values;
        values.from_vector(aie::load_v<64>(reinterpret_cast<const bfloat16*>(from)));
        aie::block_vector_output_buffer_stream<bfp16ebs8, 64> stream(reinterpret_cast<bfp16ebs8*>(to));
        stream << values.to_vector<bfp16ebs8>();
    }

    TILESCRIBE_INLINE static bool is_extreme(const Bf16* from) {
        using Magnitudes = aie::vector<std::int16_t, 64>;
        constexpr auto all = [](std::int16_t value) { return aie::broadcast<std::int16_t, 64>(value); };
        const Magnitudes v = aie::bit_and(aie::load_v<64>(reinterpret_cast<const std::int16_t*>(from)), all(0x7fff));
        return !(aie::lt(all(0x7f7f), v) | (aie::lt(all(0), v) & aie::lt(v, all(0x0800)))).empty();
    }

    template <int M, int N>
    TILESCRIBE_INLINE static void multiply_add(C (&c)[M][N], const A (&a)[M], const B (&b)[N]) {
#pragma GCC unroll 4
        for (int x = 0; x < M * N; ++x) c[x / N][x % N] = mac_8x8_8x8T(a[x / N], b[x % N], c[x / N][x % N]);
    }
};
#endif

}  // namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL
