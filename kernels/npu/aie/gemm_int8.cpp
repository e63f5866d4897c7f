// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/aie/core_entries.h"
#include "kernels/npu/aie/matrix_product.h"

namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL {

namespace {

/// One copy of the loops for both kernels.
[[gnu::noinline]] void multiply(const std::int8_t* a, const std::int8_t* b, std::int32_t* c, int m, int k, int n, int r,
                                Before before) {
    if constexpr (has_npu1)
        if (r == 4) return add_matrix_product<Int8Mmul<4>, 4, 2>(a, b, c, {m / 4, k / 8, n / 8}, before);
    if constexpr (has_npu4) add_matrix_product<Int8Mmul<8>, 2, 2>(a, b, c, {m / 8, k / 8, n / 8}, before);
}

}  // namespace

void gemm_int8(const std::int8_t* a, const std::int8_t* b, std::int32_t* c, int m, int k, int n, int r, int /*t*/) {
    multiply(a, b, c, m, k, n, r, Before::is_added);
}

void gemm_int8_first(const std::int8_t* a, const std::int8_t* b, std::int32_t* c, int m, int k, int n, int r, int /*t*/) {
    multiply(a, b, c, m, k, n, r, Before::is_replaced);
}

}  // namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL
