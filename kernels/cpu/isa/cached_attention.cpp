// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/cpu/isa/exp_erf.h"
#include "kernels/cpu/isa/kernels.h"
#include "kernels/cpu/isa/panel_tile.h"

// The decoder's attention is bound by reading keys and values: each is read once, for all heads and rows, in the order in which it
// lies in memory, and asked for one group of keys ahead.

namespace tilescribe::TILESCRIBE_ISA {
namespace {

constexpr int group = width;  // keys whose scores make one vector
constexpr int head_vectors = head_width / width;

/// Keys that the part's row r sees end here.
std::int64_t end_of_sight(const AttentionPart& p, std::int64_t r) {
    return p.n_past < 0 ? p.end_key : smaller(p.end_key, p.n_past + p.first_row + r + 1);
}

/// The next group's memory of one head; harmless beyond the end.
TILESCRIBE_INLINE void prefetch_group(const float* rows, std::int64_t stride) {
    for (int j = 0; j < group; ++j)
        for (std::int64_t c = 0; c < head_width; c += 16) prefetch(rows + j * stride + c);
}

/// Scores of `group` keys (the first `n` exist) and one query.
TILESCRIBE_INLINE Vec score_group(const float* query, const float* keys, std::int64_t stride, std::int64_t n) {
    Vec sums[group];
#pragma GCC unroll 16
    for (int j = 0; j < group; ++j) {
        const float* key = keys + (j < n ? j : 0) * stride;
        sums[j] = load(query) * load(key);
#pragma GCC unroll 8
        for (int c = 1; c < head_vectors; ++c) sums[j] = fma(load(query + c * width), load(key + c * width), sums[j]);
    }
    return sums_of(sums) * set1(0.125F);  // 64^-0.5
}

void score_keys(const AttentionPart& p) {
    for (std::int64_t key = p.first_key; key < p.end_key; key += group) {
        const std::int64_t n = smaller(group, p.end_key - key);
        for (std::int64_t h = 0; h < p.n_heads; ++h) {
            const float* keys = p.keys + key * p.key_stride + h * head_width;
            if (key + group < p.end_key) prefetch_group(keys + group * p.key_stride, p.key_stride);
            for (std::int64_t r = 0; r < p.rows; ++r) {
                const Vec scores = score_group(p.queries + r * p.query_stride + h * head_width, keys, p.key_stride, n);
                store_n(p.scores + (h * p.rows + r) * p.score_stride + key - p.first_key, scores, n);
                if (p.kept_scores != nullptr)
                    store_n(p.kept_scores + (h * p.n_new + p.first_row + r) * p.kept_stride + key, scores, n);
            }
        }
    }
}

/// scores[0 .. n) -> exp(score - maximum), zeros up to `end`.
void soften(float* scores, std::int64_t n, std::int64_t end, float& row_maximum, float& total) {
    const float lowest = -__builtin_inff();
    Vec largest = set1(lowest);
    std::int64_t j = 0;
    for (; j + width <= n; j += width) largest = maximum(largest, load(scores + j));
    float highest = largest_of(largest);
    for (; j < n; ++j) highest = scores[j] > highest ? scores[j] : highest;
    Vec sum = zero();
    for (j = 0; j < n; j += width) {
        const std::int64_t some = smaller(width, n - j);
        const Vec e = keep_first(exp2_of((load_n(scores + j, some) - set1(highest)) * set1(log2_e)), some);
        sum = sum + e;
        store_n(scores + j, e, some);
    }
    for (j = n > 0 ? n : 0; j < end; ++j) scores[j] = 0;
    row_maximum = highest;
    total = sum_of(sum);
}

void sum_values(const AttentionPart& p) {
    for (std::int64_t row = 0; row < p.n_heads * p.rows; ++row)
        for (std::int64_t c = 0; c < head_width; c += width) store(p.sums + row * head_width + c, zero());
    for (std::int64_t key = p.first_key; key < p.end_key; key += group) {
        const std::int64_t n = smaller(group, p.end_key - key);
        for (std::int64_t h = 0; h < p.n_heads; ++h) {
            const float* values = p.values + key * p.value_stride + h * head_width;
            if (key + group < p.end_key) prefetch_group(values + group * p.value_stride, p.value_stride);
            for (std::int64_t r = 0; r < p.rows; ++r) {
                const float* exponentials = p.scores + (h * p.rows + r) * p.score_stride + key - p.first_key;
                float* to = p.sums + (h * p.rows + r) * head_width;
                Vec sum[head_vectors];
#pragma GCC unroll 8
                for (int c = 0; c < head_vectors; ++c) sum[c] = load(to + c * width);
                for (std::int64_t j = 0; j < n; ++j) {
                    const Vec e = set1(exponentials[j]);
#pragma GCC unroll 8
                    for (int c = 0; c < head_vectors; ++c) sum[c] = fma(e, load(values + j * p.value_stride + c * width), sum[c]);
                }
#pragma GCC unroll 8
                for (int c = 0; c < head_vectors; ++c) store(to + c * width, sum[c]);
            }
        }
    }
}

}  // namespace

void attention_part(const AttentionPart& p) {
    score_keys(p);
    for (std::int64_t h = 0; h < p.n_heads; ++h)
        for (std::int64_t r = 0; r < p.rows; ++r) {
            const std::int64_t row = h * p.rows + r;
            soften(p.scores + row * p.score_stride, end_of_sight(p, r) - p.first_key, p.end_key - p.first_key, p.maxima[row],
                   p.totals[row]);
        }
    sum_values(p);
}

void join_attention(const AttentionJoin& p) {
    for (std::int64_t h = 0; h < p.n_heads; ++h)
        for (std::int64_t r = 0; r < p.rows; ++r) {
            const std::int64_t row = h * p.rows + r;
            float highest = p.maxima[row];
            for (std::int64_t part = 1; part < p.n_parts; ++part) {
                const float other = p.maxima[part * p.row_stride + row];
                highest = other > highest ? other : highest;
            }
            Vec total = zero();
            Vec sums[head_vectors];
            for (Vec& sum : sums) sum = zero();
            for (std::int64_t part = 0; part < p.n_parts; ++part) {
                const Vec weight = exp2_of(set1((p.maxima[part * p.row_stride + row] - highest) * log2_e));
                total = fma(weight, set1(p.totals[part * p.row_stride + row]), total);
                for (int c = 0; c < head_vectors; ++c)
                    sums[c] = fma(weight, load(p.sums + part * p.sums_stride + row * head_width + c * width), sums[c]);
            }
            for (int c = 0; c < head_vectors; ++c)
                store(p.output + r * p.output_stride + h * head_width + c * width, sums[c] / total);
        }
}

}  // namespace tilescribe::TILESCRIBE_ISA
