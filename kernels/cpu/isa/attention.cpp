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
    float maxima[block_rows];
    float totals[block_rows];
};

template <int Rows>
TILESCRIBE_INLINE void score_tile(const float* queries, const float* keys, float* scores) {
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
TILESCRIBE_INLINE void value_tile(const float* exponentials, const float* values, std::int64_t n_keys, float* sums) {
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

/// Scores become exp(score - maximum); sums and total of the row follow when its maximum grows.
void soften_row(float* scores, std::int64_t n_keys, float* sums, float& row_maximum, float& total) {
    Vec largest = set1(row_maximum);
    std::int64_t j = 0;
    for (; j + width <= n_keys; j += width) largest = maximum(largest, load(scores + j));
    float new_maximum = largest_of(largest);
    for (; j < n_keys; ++j) new_maximum = scores[j] > new_maximum ? scores[j] : new_maximum;
    const Vec shift = set1(new_maximum);
    Vec added = zero();
    for (j = 0; j + width <= n_keys; j += width) {
        const Vec e = exp2_of(load(scores + j) - shift);
        added = added + e;
        store(scores + j, e);
    }
    if (j < n_keys) {
        const Vec e = keep_first(exp2_of(load_n(scores + j, n_keys - j) - shift), n_keys - j);
        added = added + e;
        store_n(scores + j, e, n_keys - j);
    }
    if (new_maximum == row_maximum) {
        total += sum_of(added);
        return;
    }
    const Vec shrink = exp2_of(set1(row_maximum) - shift);
    for (std::int64_t c = 0; c < head_width; c += width) store(sums + c, load(sums + c) * shrink);
    total = total * sum_of(keep_first(shrink, 1)) + sum_of(added);
    row_maximum = new_maximum;
}

void start_block(Block& block, const AttentionRows& p, std::int64_t first_row, std::int64_t rows, std::int64_t tiles) {
    const Vec scale = set1(score_scale);
    for (std::int64_t r = 0; r < tiles * tile_rows; ++r) {
        const float* query = p.queries + (first_row + r) * p.query_stride;
        for (std::int64_t c = 0; c < head_width; c += width) {
            store(block.queries + r * head_width + c, r < rows ? load(query + c) * scale : zero());
            store(block.sums + r * head_width + c, zero());
        }
        block.maxima[r] = -__builtin_inff();
        block.totals[r] = 0;
    }
}

void attend_block(Block& block, const AttentionRows& p, std::int64_t rows, std::int64_t tiles) {
    for (std::int64_t key = 0; key < p.n_kv; key += block_keys) {
        const std::int64_t n_keys = smaller(block_keys, p.n_kv - key);
        score_block(block, tiles, p.packed_keys + key * head_width, (n_keys + panel_width - 1) / panel_width);
        for (std::int64_t r = 0; r < rows; ++r)
            soften_row(block.scores + r * block_keys, n_keys, block.sums + r * head_width, block.maxima[r], block.totals[r]);
        for (std::int64_t panel = 0; panel < value_panels; ++panel)
            for (std::int64_t t = 0; t < tiles; ++t)
                value_tile<tile_rows>(block.scores + t * tile_rows * block_keys,
                                      p.packed_values + (panel * p.n_kv + key) * panel_width, n_keys,
                                      block.sums + t * tile_rows * head_width + panel * panel_width);
    }
}

void finish_block(const Block& block, const AttentionRows& p, std::int64_t first_row, std::int64_t rows) {
    for (std::int64_t r = 0; r < rows; ++r) {
        const Vec inverse = set1(1.0F / block.totals[r]);
        for (std::int64_t c = 0; c < head_width; c += width)
            store(p.output + (first_row + r) * p.output_stride + c, load(block.sums + r * head_width + c) * inverse);
    }
}

}  // namespace

void pack_attention(const AttentionPack& p) {
    for (std::int64_t j = 0; j < p.n_kv; ++j) {
        const float* key = p.keys + j * p.key_stride;
        float* to = p.packed_keys + j / panel_width * key_panel + j % panel_width;
        for (std::int64_t i = 0; i < head_width; ++i) to[i * panel_width] = key[i];
        const float* value = p.values + j * p.value_stride;
        for (std::int64_t c = 0; c < head_width; c += width)
            store(p.packed_values + (c / panel_width * p.n_kv + j) * panel_width + c % panel_width, load(value + c));
    }
    for (std::int64_t j = p.n_kv; j % panel_width != 0; ++j)
        for (std::int64_t i = 0; i < head_width; ++i)
            p.packed_keys[j / panel_width * key_panel + i * panel_width + j % panel_width] = 0;
}

void attention_rows(const AttentionRows& p) {
    Block block;
    for (std::int64_t row = 0; row < p.rows; row += block_rows) {
        const std::int64_t rows = smaller(block_rows, p.rows - row);
        const std::int64_t tiles = (rows + tile_rows - 1) / tile_rows;
        start_block(block, p, row, rows, tiles);
        attend_block(block, p, rows, tiles);
        finish_block(block, p, row, rows);
    }
}

}  // namespace tilescribe::TILESCRIBE_ISA
