// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/aie/core_entries.h"
#include "kernels/npu/aie/matrix_product.h"

namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL {

namespace {

/// One copy of the loops for both kernels.
[[gnu::noinline]] void multiply(const Bf16* a, const Bf16* b, float* c, int m, int k, int n, int t, Before before) {
    round_to_nearest();
    if constexpr (has_npu1)
        if (t == 4) return add_matrix_product<Bf16Mmul<4>, 4, 4>(a, b, c, {m / 4, k / 8, n / 4}, before);
    if constexpr (has_npu4) add_matrix_product<Bf16Mmul<8>, 4, 2>(a, b, c, {m / 4, k / 8, n / 8}, before);
}

}  // namespace

void gemm_bf16(const Bf16* a, const Bf16* b, float* c, int m, int k, int n, int t) {
    multiply(a, b, c, m, k, n, t, Before::is_added);
}

void gemm_bf16_first(const Bf16* a, const Bf16* b, float* c, int m, int k, int n, int t) {
    multiply(a, b, c, m, k, n, t, Before::is_replaced);
}

}  // namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL
