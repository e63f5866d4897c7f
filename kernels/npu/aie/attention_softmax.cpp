// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/aie/attention_state.h"
#include "kernels/npu/aie/core_entries.h"
#include "kernels/npu/aie/exp2.h"

namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL {
namespace {

/// A reference stays until a score is so much larger: then weights are at most 2^32.5, and O is hardly ever rescaled.
inline constexpr std::int32_t headroom = 32;
inline constexpr std::int32_t largest_sum = 0x47402000;  ///< bits of to_fixed_exponent + headroom + 1

/// T queries and their scores, eight keys at a time: `vectors` of 32 lanes, lane l query l % T.
template <int T>
struct Group {
    static constexpr int vectors = T * 8 / lanes;
    const float* s;
    Bf16* p;  ///< each `n` elements of it a row of blocks
    int n;
    int keys;  ///< whole eights that hold a key

    /// each(key, score): score(v) are the scores of eight keys.
    template <typename Each>
    TILESCRIBE_INLINE void for_scores(Each each) const {
        for (int key = 0; key < keys; key += 8)
            each(key, [this, key](int v) __attribute__((always_inline)) { return load(s + key * T + v * lanes); });
    }
};

/// The largest scores, rounded to integers, as STATS has its references; nan_reference where one is not finite, below -1.5 * 2^23,
/// or the largest is beyond +-2^21. Words without a sign: there every NaN, Inf and negative number is above the numbers that may
/// occur.
template <int T>
TILESCRIBE_INLINE Ints largest_scores(const Group<T>& group) {
    Ints largest = broadcast_int(0);
    group.for_scores([&largest](int, auto score) __attribute__((always_inline)) {
        for (int v = 0; v < Group<T>::vectors; ++v) largest = larger_word(largest, bits_of(add(score(v), broadcast(integers))));
    });
    const Floats nan = from_bits(broadcast_int(nan_reference));
    const Floats all = from_bits(largest_words<T>(largest));
    const Floats high = where_less(broadcast_int(largest_reference), bits_of(all), nan, all);
    return bits_of(where_less(bits_of(all), broadcast_int(least_reference), nan, high));
}

/// Writes the weights 2^(score - reference) and adds their sums. False where a score is too large for its reference (or no number):
/// then weights and sums are not to be used.
template <int T>
TILESCRIBE_INLINE bool write_weights(const Group<T>& group, Ints references, typename Bf16Mmul<T>::C (&sums)[T / 4][1]) {
    using Mmul = Bf16Mmul<T>;
    const Floats shift = subtract(broadcast(to_fixed_exponent + integers), from_bits(references));
    Ints largest = broadcast_int(0);
    group.for_scores([&](int key, auto score) __attribute__((always_inline)) {
        Bf16s weights[Group<T>::vectors];
        for (int v = 0; v < Group<T>::vectors; ++v) {
            const Ints sum = bits_of(add(score(v), shift));
            largest = larger_word(largest, sum);
            weights[v] = power_of_fixed(low_halves(larger(sum, broadcast_int(least_fixed_exponent))));
        }
        transpose<T>(weights);
        typename Mmul::A left[T / 4];
        for (int v = 0; v < T / 4; ++v) {
            store(group.p + v * 4 * group.n + key * 4, weights[v]);
            left[v] = Mmul::block_of(weights[v]);
        }
        const typename Mmul::B ones[1] = {Mmul::ones()};
        Mmul::multiply_add(sums, left, ones);
    });
    return !any_word_above(largest, largest_sum);
}

/// New references where the scores ask for them, and what was summed so far in their units; NaN goes into the sums.
template <int T>
TILESCRIBE_INLINE void raise(std::int32_t* references, Ints largest, float* sums, float* o) {
    const bool is_first = references[0] == no_reference;
    const Ints before = load_int(references);
    const Floats raised = where_less(add(before, broadcast_int(headroom)), largest, from_bits(largest), from_bits(before));
    store(references, bits_of(raised));
    alignas(64) float factors[lanes];
    store(factors, where_less(broadcast_int(largest_reference), bits_of(raised), broadcast(__builtin_nanf("")),
                              power_of_two(subtract(from_bits(before), raised))));
    for (int i = 0; i < T * T; ++i) sums[i] = is_first ? factors[i / T] : sums[i] * factors[i / T];  // first: 0 or NaN
    if (is_first) return;
    for (int row = 0; row < T; row += 4) {
        const Split factor = split(spread_rows<T>(factors + row));
        for (int i = row * 64; i < row * 64 + 256; i += lanes) store(o + i, multiply(split(load(o + i)), factor));
    }
}

template <int T>
TILESCRIBE_INLINE void softmax_of(const Group<T>& group, std::int32_t* references, float* sums, float* o) {
    using Mmul = Bf16Mmul<T>;
    for (bool is_raised = references[0] == no_reference;; is_raised = true) {
        if (is_raised) raise<T>(references, largest_scores(group), sums, o);
        typename Mmul::C total[T / 4][1];
        for (int v = 0; v < T / 4; ++v) total[v][0] = Mmul::load_c(sums + v * Mmul::stored_c);
        if (!write_weights(group, load_int(references), total) && !is_raised) continue;
        for (int v = 0; v < T / 4; ++v) Mmul::store_c(sums + v * Mmul::stored_c, total[v][0]);
        return;
    }
}

template <int T>
TILESCRIBE_INLINE void softmax(const float* s, float* stats, float* o, Bf16* p, int m, int n, int valid) {
    auto* const references = reinterpret_cast<std::int32_t*>(stats);
    float* const sums = attention_sums(stats, m, T);
    const int keys = valid < n ? (valid > 0 ? (valid + 7) / 8 * 8 : 0) : n;
    for (int row = 0; row < m; row += T) {
        const Group<T> group{s + row * n, p + row * n, n, keys};
        if (keys > 0) softmax_of(group, references + row / T * lanes, sums + row * T, o + row * 64);
        for (int v = 0; v < T / 4; ++v)
            for (int key = keys; key < n; key += 8) store(group.p + v * 4 * n + key * 4, round_bf16(broadcast(0.0F)));
    }
}

}  // namespace

void attention_softmax(const float* s, float* stats, float* o, Bf16* p, int m, int n, int t, int valid) {
    round_to_nearest();
    if constexpr (has_npu1)
        if (t == 4) return softmax<4>(s, stats, o, p, m, n, valid);
    if constexpr (has_npu4) softmax<8>(s, stats, o, p, m, n, valid);
}

}  // namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL
