// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <utility>

// A stand-in for AMD's AIE API, written from its public documentation (names, shapes, meaning) for tests alone: enough to compile
// and run the AIE branch of kernels/npu/aie on any machine. One lane after the other; nothing here is fast.
#define TILESCRIBE_AIE_STUB

struct bfloat16 {
    std::uint16_t bits = 0;

    bfloat16() = default;
    bfloat16(float value) {  // NOLINT(google-explicit-constructor): as the API's type
        const auto wide = std::bit_cast<std::uint32_t>(value);
        const bool is_nan = value != value;
        bits =
            static_cast<std::uint16_t>(is_nan ? (wide >> 16U & 0x8000U) | 0x7fc0U : (wide + 0x7fffU + (wide >> 16U & 1U)) >> 16U);
    }
    operator float() const {  // NOLINT(google-explicit-constructor)
        return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16U);
    }
};
struct bfp16ebs8 {
    std::uint8_t bytes[9];
};
struct accfloat {};
struct acc32 {};
struct accauto {};

namespace aie {

enum class rounding_mode : std::uint8_t { floor, conv_even };
inline rounding_mode current_rounding = rounding_mode::floor;  // the hardware's default
inline void set_rounding(rounding_mode mode) {
    current_rounding = mode;
}

template <typename T, unsigned N>
class vector {
public:
    using value_type = T;
    static constexpr unsigned size() { return N; }

    [[nodiscard]] T get(unsigned i) const { return lane_[i]; }
    void set(T value, unsigned i) { lane_[i] = value; }
    template <unsigned M>
    [[nodiscard]] vector<T, M> extract(unsigned part) const {
        vector<T, M> result;
        for (unsigned i = 0; i < M; ++i) result.set(lane_[part * M + i], i);
        return result;
    }
    template <unsigned M>
    vector& insert(unsigned part, const vector<T, M>& v) {
        for (unsigned i = 0; i < M; ++i) lane_[part * M + i] = v.get(i);
        return *this;
    }
    template <typename U>
    [[nodiscard]] vector<U, N * sizeof(T) / sizeof(U)> cast_to() const {
        return std::bit_cast<vector<U, N * sizeof(T) / sizeof(U)>>(*this);
    }

private:
    T lane_[N];
};

template <typename T, unsigned N>
class block_vector;

template <>
class block_vector<bfp16ebs8, 64> {
public:
    bfp16ebs8 group[8];
};

bfp16ebs8 to_group(const float* values);

template <typename Tag, unsigned N>
class accum {
public:
    using Lane = std::conditional_t<std::is_same_v<Tag, accfloat>, float, std::int32_t>;

    accum() = default;
    template <typename T>
    explicit accum(const vector<T, N>& v) {
        from_vector(v);
    }
    template <typename T>
    void from_vector(const vector<T, N>& v) {
        for (unsigned i = 0; i < N; ++i) lane_[i] = v.get(i);
    }
    template <typename T>
        requires(!std::is_same_v<T, bfp16ebs8>)
    [[nodiscard]] vector<T, N> to_vector(unsigned shift = 0) const {
        vector<T, N> v;
        for (unsigned i = 0; i < N; ++i)
            if constexpr (std::is_same_v<T, bfloat16>)
                v.set(rounded(lane_[i]), i);
            else if constexpr (std::is_integral_v<Lane>)
                v.set(static_cast<T>(shifted(lane_[i], shift)), i);
            else
                v.set(static_cast<T>(lane_[i]), i);
        return v;
    }
    template <typename T>
        requires(std::is_same_v<T, bfp16ebs8>)
    [[nodiscard]] block_vector<bfp16ebs8, 64> to_vector() const {
        block_vector<bfp16ebs8, 64> v;
        for (int i = 0; i < 8; ++i) v.group[i] = to_group(lane_ + i * 8);
        return v;
    }
    [[nodiscard]] Lane lane(unsigned i) const { return lane_[i]; }
    void set_lane(unsigned i, Lane value) { lane_[i] = value; }

    static std::int64_t shifted(std::int64_t value, unsigned shift) {
        if (shift == 0) return value;
        const std::int64_t floor = value >> shift;
        const std::int64_t twice_rest = (value - (floor << shift)) * 2;
        const std::int64_t one = std::int64_t{1} << shift;
        const bool up = twice_rest > one || (twice_rest == one && floor % 2 != 0);
        return floor + (current_rounding == rounding_mode::conv_even && up ? 1 : 0);
    }

private:
    /// A kernel that forgets to set the rounding mode gets the hardware's default, and the tests see it.
    static bfloat16 rounded(float value) {
        if (current_rounding == rounding_mode::conv_even || value != value) return {value};
        bfloat16 cut;
        cut.bits = static_cast<std::uint16_t>(std::bit_cast<std::uint32_t>(value) >> 16U);
        return cut;
    }

    Lane lane_[N];
};

template <unsigned N, typename T>
vector<T, N> load_v(const T* from) {
    vector<T, N> v;
    for (unsigned i = 0; i < N; ++i) v.set(from[i], i);
    return v;
}
template <typename T, unsigned N>
void store_v(T* to, const vector<T, N>& v) {
    for (unsigned i = 0; i < N; ++i) to[i] = v.get(i);
}
template <typename T, unsigned N>
vector<T, N> broadcast(T value) {
    vector<T, N> v;
    for (unsigned i = 0; i < N; ++i) v.set(value, i);
    return v;
}
template <typename T, unsigned N>
accum<T, N> zeros() {
    accum<T, N> sums;
    for (unsigned i = 0; i < N; ++i) sums.set_lane(i, 0);
    return sums;
}

template <typename T, unsigned N, typename Function>
vector<T, N> each(const vector<T, N>& a, const vector<T, N>& b, Function function) {
    vector<T, N> v;
    for (unsigned i = 0; i < N; ++i) v.set(static_cast<T>(function(a.get(i), b.get(i))), i);
    return v;
}
/// Two's complement, as the hardware adds.
template <typename T>
T wrapping(std::int64_t value) {
    return static_cast<T>(static_cast<std::uint32_t>(static_cast<std::uint64_t>(value)));
}
template <typename T, unsigned N>
vector<T, N> add(const vector<T, N>& a, const vector<T, N>& b) {
    if constexpr (std::is_integral_v<T>) return each(a, b, [](T x, T y) { return wrapping<T>(std::int64_t{x} + y); });
    return each(a, b, [](T x, T y) { return x + y; });
}
template <typename T, unsigned N>
vector<T, N> sub(const vector<T, N>& a, const vector<T, N>& b) {
    if constexpr (std::is_integral_v<T>) return each(a, b, [](T x, T y) { return wrapping<T>(std::int64_t{x} - y); });
    return each(a, b, [](T x, T y) { return x - y; });
}
template <typename T, unsigned N>
vector<T, N> max(const vector<T, N>& a, const vector<T, N>& b) {
    return each(a, b, [](T x, T y) { return x < y ? y : x; });
}
template <typename T, unsigned N>
vector<T, N> bit_and(const vector<T, N>& a, const vector<T, N>& b) {
    return each(a, b, [](T x, T y) { return x & y; });
}
template <unsigned N>
vector<std::int32_t, N> upshift(const vector<std::int32_t, N>& a, unsigned count) {
    return each(
        a, a, [=](std::int32_t x, std::int32_t) { return std::bit_cast<std::int32_t>(std::bit_cast<std::uint32_t>(x) << count); });
}
template <unsigned N>
vector<std::int32_t, N> downshift(const vector<std::int32_t, N>& a, unsigned count) {
    return each(a, a, [=](std::int32_t x, std::int32_t) { return accum<acc32, N>::shifted(x, count); });
}
template <unsigned N>
accum<accfloat, N> mac(const accum<accfloat, N>& sums, const vector<bfloat16, N>& a, const vector<bfloat16, N>& b) {
    accum<accfloat, N> result;
    for (unsigned i = 0; i < N; ++i) result.set_lane(i, sums.lane(i) + static_cast<float>(a.get(i)) * static_cast<float>(b.get(i)));
    return result;
}
template <unsigned N>
accum<acc32, N> mac(const accum<acc32, N>& sums, const vector<std::int16_t, N>& a, const vector<std::int16_t, N>& b) {
    accum<acc32, N> result;
    for (unsigned i = 0; i < N; ++i)
        result.set_lane(i, wrapping<std::int32_t>(std::int64_t{sums.lane(i)} + std::int64_t{a.get(i)} * b.get(i)));
    return result;
}
template <unsigned N>
accum<accfloat, N> msc(const accum<accfloat, N>& sums, const vector<bfloat16, N>& a, const vector<bfloat16, N>& b) {
    accum<accfloat, N> result;
    for (unsigned i = 0; i < N; ++i) result.set_lane(i, sums.lane(i) - static_cast<float>(a.get(i)) * static_cast<float>(b.get(i)));
    return result;
}
template <unsigned N>
accum<accfloat, N> mul(const vector<bfloat16, N>& a, const vector<bfloat16, N>& b) {
    accum<accfloat, N> result;
    for (unsigned i = 0; i < N; ++i) result.set_lane(i, static_cast<float>(a.get(i)) * static_cast<float>(b.get(i)));
    return result;
}

template <unsigned N>
struct mask {
    bool bit[N];
    [[nodiscard]] bool empty() const {
        for (const bool is_set : bit)
            if (is_set) return false;
        return true;
    }
    friend mask operator|(const mask& a, const mask& b) {
        mask m;
        for (unsigned i = 0; i < N; ++i) m.bit[i] = a.bit[i] || b.bit[i];
        return m;
    }
    friend mask operator&(const mask& a, const mask& b) {
        mask m;
        for (unsigned i = 0; i < N; ++i) m.bit[i] = a.bit[i] && b.bit[i];
        return m;
    }
};
template <typename T, unsigned N>
mask<N> lt(const vector<T, N>& a, const vector<T, N>& b) {
    mask<N> m;
    for (unsigned i = 0; i < N; ++i) m.bit[i] = a.get(i) < b.get(i);
    return m;
}
/// b where the mask is set.
template <typename T, unsigned N>
vector<T, N> select(const vector<T, N>& a, const vector<T, N>& b, const mask<N>& m) {
    vector<T, N> v;
    for (unsigned i = 0; i < N; ++i) v.set(m.bit[i] ? b.get(i) : a.get(i), i);
    return v;
}
template <typename T, unsigned N>
vector<T, N> shuffle_down_rotate(const vector<T, N>& a, unsigned count) {
    vector<T, N> v;
    for (unsigned i = 0; i < N; ++i) v.set(a.get((i + count) % N), i);
    return v;
}
/// Every second lane, from the first on.
template <typename T, unsigned N>
vector<T, N / 2> filter_even(const vector<T, N>& a) {
    vector<T, N / 2> v;
    for (unsigned i = 0; i < N / 2; ++i) v.set(a.get(2 * i), i);
    return v;
}
template <typename T, unsigned N>
vector<T, N> shuffle_down(const vector<T, N>& a, unsigned count) {
    vector<T, N> v;
    for (unsigned i = 0; i < N; ++i) v.set(a.get((i + count) % N), i);
    return v;
}
template <typename T, unsigned N>
T reduce_max(const vector<T, N>& a) {
    T largest = a.get(0);
    for (unsigned i = 1; i < N; ++i) largest = a.get(i) > largest ? a.get(i) : largest;
    return largest;
}
template <typename T, unsigned N>
vector<T, 2 * N> concat(const vector<T, N>& a, const vector<T, N>& b) {
    vector<T, 2 * N> v;
    v.insert(0, a).insert(1, b);
    return v;
}
/// Chunks of `step` lanes of a and of b take turns.
template <typename T, unsigned N>
std::pair<vector<T, N>, vector<T, N>> interleave_zip(const vector<T, N>& a, const vector<T, N>& b, unsigned step) {
    vector<T, 2 * N> v;
    for (unsigned i = 0; i < N; ++i) {
        v.set(a.get(i), i / step * 2 * step + i % step);
        v.set(b.get(i), i / step * 2 * step + step + i % step);
    }
    return {v.template extract<N>(0), v.template extract<N>(1)};
}
/// A matrix [rows][columns] becomes [columns][rows].
template <typename T, unsigned N>
vector<T, N> transpose(const vector<T, N>& a, unsigned rows, unsigned columns) {
    vector<T, N> v;
    for (unsigned i = 0; i < N; ++i) v.set(a.get(i), i % columns * rows + i / columns);
    return v;
}
template <typename T>
struct half_of;
template <>
struct half_of<std::int32_t> {
    using type = std::int16_t;
};
template <>
struct half_of<std::int16_t> {
    using type = std::int8_t;
};
template <typename T, unsigned N>
auto pack(const vector<T, N>& a) {
    using Half = typename half_of<T>::type;
    vector<Half, N> v;
    for (unsigned i = 0; i < N; ++i) v.set(static_cast<Half>(a.get(i)), i);
    return v;
}
template <typename T, unsigned N>
vector<T, N> to_float(const vector<std::int32_t, N>& a) {
    vector<T, N> v;
    for (unsigned i = 0; i < N; ++i) v.set(static_cast<T>(a.get(i)), i);
    return v;
}
inline float inv(float x) {
    return 1.0F / x;
}
inline float invsqrt(float x) {
    return 1.0F / __builtin_sqrtf(x);
}

/// C[M][N] += A[M][K] B[K][N], row by row in one vector each.
template <unsigned M, unsigned K, unsigned N, typename TA, typename TB, typename TAcc>
class mmul {
public:
    static constexpr unsigned size_A = M * K;
    static constexpr unsigned size_B = K * N;
    static constexpr unsigned size_C = M * N;
    static constexpr bool is_float = std::is_same_v<TA, bfloat16>;
    using accum_type = accum<std::conditional_t<is_float, accfloat, acc32>, size_C>;

    mmul() = default;
    explicit mmul(const accum_type& c) : c_(c) {}
    void mac(const vector<TA, size_A>& a, const vector<TB, size_B>& b) {
        for (unsigned m = 0; m < M; ++m)
            for (unsigned n = 0; n < N; ++n) {
                auto sum = c_.lane(m * N + n);
                for (unsigned k = 0; k < K; ++k) {
                    using Lane = decltype(sum);
                    sum += static_cast<Lane>(a.get(m * K + k)) * static_cast<Lane>(b.get(k * N + n));
                }
                c_.set_lane(m * N + n, sum);
            }
    }
    template <typename T>
    [[nodiscard]] vector<T, size_C> to_vector() const {
        return c_.template to_vector<T>();
    }

private:
    accum_type c_;
};

template <typename T, unsigned N>
class block_vector_input_buffer_stream {
public:
    explicit block_vector_input_buffer_stream(const T* from) : from_(from) {}
    block_vector<T, N> pop() {
        block_vector<T, N> v;
        std::memcpy(v.group, from_, sizeof v.group);
        from_ += 8;
        return v;
    }

private:
    const T* from_;
};
template <typename T, unsigned N>
class block_vector_output_buffer_stream {
public:
    explicit block_vector_output_buffer_stream(T* to) : to_(to) {}
    block_vector_output_buffer_stream& operator<<(const block_vector<T, N>& v) {
        std::memcpy(to_, v.group, sizeof v.group);
        to_ += 8;
        return *this;
    }

private:
    T* to_;
};

}  // namespace aie

/// 8 x 8 by 8 x 8, the second transposed; the eight products of an element are summed exactly.
aie::accum<accfloat, 64> mac_8x8_8x8T(const aie::block_vector<bfp16ebs8, 64>& a, const aie::block_vector<bfp16ebs8, 64>& b,
                                      const aie::accum<accfloat, 64>& c);
