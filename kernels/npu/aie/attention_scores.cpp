// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/aie/core_entries.h"
#include "kernels/npu/aie/matrix_product.h"

namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL {
namespace {

/// S = Q K^T over heads of width 64. A DMA moves whole words and cannot transpose bf16, so the blocks of K are turned in registers.
template <int T, int N>
TILESCRIBE_INLINE void scores(const Bf16* q, const Bf16* k, float* s, int m, int n) {
    using Mmul = Bf16Mmul<T>;
    multiply_blocks<Mmul, 4, N, false>(q, s, {m / 4, 8, n / T}, [=](int l, int j) __attribute__((always_inline)) {
        return Mmul::load_b_transposed(k + (j * 8 + l) * Mmul::stored_b);
    });
}

}  // namespace

void attention_scores(const Bf16* q, const Bf16* k, float* s, int m, int n, int t) {
    round_to_nearest();
    if constexpr (has_npu1)
        if (t == 4) return scores<4, 4>(q, k, s, m, n);
    if constexpr (has_npu4) scores<8, 2>(q, k, s, m, n);
}

}  // namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL
