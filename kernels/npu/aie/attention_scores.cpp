// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/aie/attention_state.h"
#include "kernels/npu/aie/core_entries.h"
#include "kernels/npu/aie/matrix_product.h"

namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL {
namespace {

/// Blocks of 8 x T, as the product's second operand, from blocks of T x 8.
template <int T>
TILESCRIBE_INLINE void turn_queries(const Bf16* x, Bf16* q, int m, float scale) {
    constexpr int vectors = 8 * T / lanes;
    const Split factor = split(broadcast(scale));
    for (int i = 0; i < m * 64; i += 8 * T) {
        Bf16s block[vectors];
        for (int v = 0; v < vectors; ++v) {
            const Bf16s value = load(x + i + v * lanes);
            block[v] = round_bf16(multiply_add(multiply(value, factor.lo), value, factor.hi));
        }
        transpose<8>(block);
        for (int v = 0; v < vectors; ++v) store(q + i + v * lanes, block[v]);
    }
}

/// S^T = K Q^T over heads of width 64. Neither a DMA (it moves whole words) nor the product transposes bf16. This way round the
/// queries are turned, once per head, and not the keys that stream past.
template <int T, int N>
TILESCRIBE_INLINE void scores(const Bf16* k, const Bf16* q, float* s, int m, int n, int valid) {
    using Mmul = Bf16Mmul<T>;
    multiply_blocks<Mmul, 4, N, BlockOrder::by_columns>(
        k, s, {n / 4, 8, m / T}, Before::is_replaced,
        [=](int l, int j) __attribute__((always_inline)) { return Mmul::load_b(q + (j * 8 + l) * Mmul::stored_b); });
    // Rows of blocks are keys.
    for (int key = valid > 0 ? valid : 0; key < n; ++key)
        for (int row = 0; row < m; row += T) store_same<T>(s + row * n + key * T, no_score);
}

}  // namespace

void attention_queries(const Bf16* x, Bf16* q, int m, int t, float scale) {
    round_to_nearest();
    if constexpr (has_npu1)
        if (t == 4) return turn_queries<4>(x, q, m, scale);
    if constexpr (has_npu4) turn_queries<8>(x, q, m, scale);
}

void attention_scores(const Bf16* k, const Bf16* q, float* s, int m, int n, int t, int valid) {
    round_to_nearest();
    if constexpr (has_npu1)
        if (t == 4) return scores<4, 4>(k, q, s, m, n, valid);
    if constexpr (has_npu4) scores<8, 2>(k, q, s, m, n, valid);
}

}  // namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL
