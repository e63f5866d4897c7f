// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/cpu/isa/exp_erf.h"
#include "kernels/cpu/isa/kernels.h"
#include "kernels/cpu/isa/panel_tile.h"

// Whole-window attention with an online softmax (Milakov and Gimelshein, 2018; Dao et al., 2022): a block of query rows passes over
// the keys in blocks small enough that their scores stay in the first cache.

namespace tilescribe::TILESCRIBE_ISA {
namespace {

constexpr std::int64_t block_rows = 4 * tile_rows;
constexpr std::int64_t block_keys = 128;
constexpr std::int64_t key_panel = head_width * panel_width;  // elements
constexpr std::int64_t value_panels = head_width / panel_width;
/// 64^-0.5, and log2(e) because the exponentials are powers of two.
constexpr float score_scale = 0.125F * log2_e;

/// What one block of query rows carries from key block to key block.
struct Block {
    alignas(64) float queries[block_rows * head_width];  // scaled
    alignas(64) float scores[block_rows * block_keys];
    alignas(64) float sums[block_rows * head_width];
    float totals[block_rows * width];  // lane by lane, added up at the end
    float references[block_rows];
};

// The three loops stay functions of their own: inlined into one, g++ keeps the exponential's constants in registers and spills
// accumulators.

template <int Rows>
[[gnu::noinline]] void score_tile(const float* queries, const float* keys, float* scores) {
    Tile<Rows> tile;
    clear(tile);
    for (std::int64_t i = 0; i < head_width; ++i)
        multiply_add(tile, queries + i, head_width, load(keys + i * panel_width), load(keys + i * panel_width + width));
#pragma GCC unroll 16
    for (int r = 0; r < Rows; ++r) {
        store(scores + r * block_keys, tile.sum[r][0]);
        store(scores + r * block_keys + width, tile.sum[r][1]);
    }
}

/// sums += exponentials [Rows][n_keys] * values [n_keys][panel_width]
template <int Rows>
[[gnu::noinline]] void value_tile(const float* exponentials, const float* values, std::int64_t n_keys, float* sums) {
    Tile<Rows> tile;
#pragma GCC unroll 16
    for (int r = 0; r < Rows; ++r) {
        tile.sum[r][0] = load(sums + r * head_width);
        tile.sum[r][1] = load(sums + r * head_width + width);
    }
    for (std::int64_t j = 0; j < n_keys; ++j)
        multiply_add(tile, exponentials + j, block_keys, load(values + j * panel_width), load(values + j * panel_width + width));
#pragma GCC unroll 16
    for (int r = 0; r < Rows; ++r) {
        store(sums + r * head_width, tile.sum[r][0]);
        store(sums + r * head_width + width, tile.sum[r][1]);
    }
}

/// scores = queries * keys for the key panels of one block. Rows beyond the last are computed too: they hold zeros.
void score_block(Block& block, std::int64_t tiles, const float* keys, std::int64_t panels) {
    for (std::int64_t panel = 0; panel < panels; ++panel)
        for (std::int64_t t = 0; t < tiles; ++t)
            score_tile<tile_rows>(block.queries + t * tile_rows * head_width, keys + panel * key_panel,
                                  block.scores + t * tile_rows * block_keys + panel * panel_width);
}

/// Moves a row's reference up to its largest score; what was summed so far shrinks accordingly. Rare after the first keys.
[[gnu::noinline]] void raise_reference(Vec largest, float* sums, float* totals, float& reference) {
    const float raised = largest_of(largest);
    const Vec shrink = exp2_of(set1(reference - raised));
    for (std::int64_t c = 0; c < head_width; c += width) store(sums + c, load(sums + c) * shrink);
    store(totals, load(totals) * shrink);
    reference = raised;
}

/// The row's scores become 2^(score - reference). The reference need not be the maximum: any value not much below it keeps the
/// powers finite, and a common factor leaves their precision as it is. So it moves only when a score exceeds it by `headroom`.
[[gnu::noinline]] void soften_row(float* scores, std::int64_t n_keys, float* sums, float* totals, float& reference) {
    constexpr float headroom = 32;
    Vec largest = set1(reference);
    std::int64_t j = 0;
    for (; j + width <= n_keys; j += width) largest = maximum(largest, load(scores + j));
    if (j < n_keys) {
        const std::int64_t n = n_keys - j;  // the scores behind are of keys that do not exist
        largest = maximum(largest, first_or(load_n(scores + j, n), largest, n));
    }
    if (any_greater(largest, set1(reference + headroom))) raise_reference(largest, sums, totals, reference);
    const Vec shift = set1(reference);
    Vec added = load(totals);
    for (j = 0; j + width <= n_keys; j += width) {
        const Vec e = exp2_finite(load(scores + j) - shift);
        added = added + e;
        store(scores + j, e);
    }
    if (j < n_keys) {
        const std::int64_t n = n_keys - j;
        const Vec e = keep_first(exp2_finite(load_n(scores + j, n) - shift), n);
        added = added + e;
        store_n(scores + j, e, n);
    }
    store(totals, added);
}

void start_block(Block& block, const AttentionRows& p, std::int64_t first_row, std::int64_t rows, std::int64_t tiles) {
    const Vec scale = set1(score_scale);
    for (std::int64_t r = 0; r < tiles * tile_rows; ++r) {
        const float* query = p.queries + (first_row + r) * p.query_stride;
        for (std::int64_t c = 0; c < head_width; c += width) {
            store(block.queries + r * head_width + c, r < rows ? load(query + c) * scale : zero());
            store(block.sums + r * head_width + c, zero());
        }
        store(block.totals + r * width, zero());
        block.references[r] = -__builtin_inff();
    }
}

void attend_block(Block& block, const AttentionRows& p, std::int64_t rows, std::int64_t tiles) {
    for (std::int64_t key = 0; key < p.n_kv; key += block_keys) {
        const std::int64_t n_keys = smaller(block_keys, p.n_kv - key);
        score_block(block, tiles, p.packed_keys + key * head_width, (n_keys + panel_width - 1) / panel_width);
        for (std::int64_t r = 0; r < rows; ++r)
            soften_row(block.scores + r * block_keys, n_keys, block.sums + r * head_width, block.totals + r * width,
                       block.references[r]);
        for (std::int64_t panel = 0; panel < value_panels; ++panel)
            for (std::int64_t t = 0; t < tiles; ++t)
                value_tile<tile_rows>(block.scores + t * tile_rows * block_keys,
                                      p.packed_values + (panel * p.n_kv + key) * panel_width, n_keys,
                                      block.sums + t * tile_rows * head_width + panel * panel_width);
    }
}

void finish_block(const Block& block, const AttentionRows& p, std::int64_t first_row, std::int64_t rows) {
    for (std::int64_t r = 0; r < rows; ++r) {
        const Vec inverse = set1(1.0F / sum_of(load(block.totals + r * width)));
        for (std::int64_t c = 0; c < head_width; c += width)
            store(p.output + (first_row + r) * p.output_stride + c, load(block.sums + r * head_width + c) * inverse);
    }
}

/// n <= panel_width keys as [64][panel_width].
void pack_keys(const float* keys, std::int64_t stride, std::int64_t n, float* packed) {
    for (std::int64_t i = 0; i < head_width; ++i) {
        float* to = packed + i * panel_width;
        for (std::int64_t j = 0; j < n; ++j) to[j] = keys[j * stride + i];
        for (std::int64_t j = n; j < panel_width; ++j) to[j] = 0;
    }
}

void pack_values(const float* values, std::int64_t stride, std::int64_t n, std::int64_t n_kv, float* packed) {
    for (std::int64_t j = 0; j < n; ++j)
        for (std::int64_t c = 0; c < head_width; c += width)
            store(packed + c / panel_width * n_kv * panel_width + j * panel_width + c % panel_width, load(values + j * stride + c));
}

}  // namespace

void pack_attention(const AttentionPack& p) {
    for (std::int64_t panel = p.first_panel; panel < p.end_panel; ++panel) {
        const std::int64_t first = panel * panel_width;
        const std::int64_t n = smaller(panel_width, p.n_kv - first);
        for (std::int64_t h = 0; h < p.n_heads; ++h) {
            const std::int64_t column = h * head_width;
            pack_keys(p.keys + first * p.key_stride + column, p.key_stride, n,
                      p.packed_keys + h * p.head_stride + panel * key_panel);
            pack_values(p.values + first * p.value_stride + column, p.value_stride, n, p.n_kv,
                        p.packed_values + h * p.head_stride + first * panel_width);
        }
    }
}

void attention_rows(const AttentionRows& p) {
    Block block{};
    for (std::int64_t row = 0; row < p.rows; row += block_rows) {
        const std::int64_t rows = smaller(block_rows, p.rows - row);
        const std::int64_t tiles = (rows + tile_rows - 1) / tile_rows;
        start_block(block, p, row, rows, tiles);
        attend_block(block, p, rows, tiles);
        finish_block(block, p, row, rows);
    }
}

}  // namespace tilescribe::TILESCRIBE_ISA
