// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/aie/core_entries.h"
#include "kernels/npu/aie/exp2.h"

namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL {
namespace {

inline constexpr float no_score = -__builtin_huge_valf();
inline constexpr float lowest_maximum = -3.0e38F;  ///< before any key; finite, so that -Inf - maximum is no NaN

alignas(64) constexpr std::int32_t column_of_4x4[lanes] = {0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3,
                                                           4, 5, 6, 7, 4, 5, 6, 7, 4, 5, 6, 7, 4, 5, 6, 7};
alignas(64) constexpr std::int32_t column_of_4x8[lanes] = {0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7,
                                                           0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7};

/// Scores of four rows and eight keys, scaled, padding at -Inf.
template <int T>
struct Scores {
    const float* s;
    int n;
    int valid;
    bool scales;
    Split scale;

    /// The keys first ... first + 7.
    TILESCRIBE_INLINE Floats at(int first) const {
        Floats x = load(s + first * 4);
        if (scales) x = multiply(split(x), scale);
        if (first + 8 <= valid) return x;
        const Ints column = load_int(T == 4 ? column_of_4x4 : column_of_4x8);
        return where_less(column, broadcast_int(valid - first), x, broadcast(no_score));
    }
};

/// The smallest integer that is not less, so that every rescaling is an exact power of two; from 2^22 on and for Inf, NaN: itself.
TILESCRIBE_INLINE Floats rounded_up(Floats x) {
    const Floats to_integer = broadcast(12582912.0F);
    const Floats nearest = subtract(add(x, to_integer), to_integer);
    const Floats up = where_less(nearest, x, add(nearest, broadcast(1.0F)), nearest);
    return where_less(absolute(x), broadcast(4194304.0F), up, x);
}

template <int T>
TILESCRIBE_INLINE Floats largest_scores(const Scores<T>& scores) {
    Floats largest = scores.at(0);
    for (int key = 8; key < scores.n; key += 8) largest = at_least(largest, scores.at(key));
    return largest;
}

/// Four rows: stats points at their maxima; sums and rescalings lie m and 2 m further on.
template <int T>
TILESCRIBE_INLINE void softmax_rows(const Scores<T>& scores, float* stats, int m, Bf16* p) {
    float row[4];
    row_maxima<T>(largest_scores(scores), row);
    const Floats before = spread_rows<T>(stats);
    const Floats maximum = at_least(rounded_up(spread_rows<T>(row)), before);
    const Floats rescaling = power_of_two(subtract(before, maximum));
    Floats sum = broadcast(0.0F);
    for (int key = 0; key < scores.n; key += 8) {
        const Bf16s weight = round_bf16(exp2(subtract(scores.at(key), maximum)));
        sum = add(sum, widen(weight));
        store(p + key * 4, join_blocks<T>(weight));
    }
    row_maxima<T>(maximum, stats);
    row_maxima<T>(rescaling, stats + 2 * m);
    row_sums<T>(sum, row);
    float old_sum[4];
    row_maxima<T>(multiply(spread_rows<T>(stats + m), rescaling), old_sum);
#pragma GCC unroll 4
    for (int r = 0; r < 4; ++r) stats[m + r] = old_sum[r] + row[r];
}

template <int T>
TILESCRIBE_INLINE void softmax(const float* s, float* stats, Bf16* p, int m, int n, int valid, float scale) {
    Scores<T> scores{s, n, valid, scale != 1.0F, split(broadcast(scale))};
    for (int row = 0; row < m; row += 4) {
        scores.s = s + row * n;
        softmax_rows<T>(scores, stats + row, m, p + row * n);
    }
}

}  // namespace

void attention_begin(float* stats, float* o, int m) {
    for (int i = 0; i < m; ++i) {
        stats[i] = lowest_maximum;
        stats[m + i] = 0.0F;
        stats[2 * m + i] = 1.0F;
    }
    zero_f32(o, m * 64);
}

void attention_softmax(const float* s, float* stats, Bf16* p, int m, int n, int t, int valid, float scale) {
    round_to_nearest();
    if constexpr (has_npu1)
        if (t == 4) return softmax<4>(s, stats, p, m, n, valid, scale);
    if constexpr (has_npu4) softmax<8>(s, stats, p, m, n, valid, scale);
}

}  // namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL
