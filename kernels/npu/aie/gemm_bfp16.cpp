// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/aie/core_entries.h"
#include "kernels/npu/aie/matrix_product.h"

namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL {

namespace {

/// One copy of the loops for both kernels.
[[gnu::noinline]] void multiply(const std::uint8_t* a, const std::uint8_t* b, float* c, int m, int k, int n, Before before) {
    round_to_nearest();
    if constexpr (has_npu4) add_matrix_product<Bfp16Mmul, 2, 2>(a, b, c, {m / 8, k / 8, n / 8}, before);
}

}  // namespace

void gemm_bfp16(const std::uint8_t* a, const std::uint8_t* b, float* c, int m, int k, int n) {
    multiply(a, b, c, m, k, n, Before::is_added);
}

void gemm_bfp16_first(const std::uint8_t* a, const std::uint8_t* b, float* c, int m, int k, int n) {
    multiply(a, b, c, m, k, n, Before::is_replaced);
}

void to_bfp16(const Bf16* x, std::uint8_t* y, int m, int k) {
    round_to_nearest();
    if constexpr (has_npu4)
        for (int block = 0; block < m * k / 64; ++block) Bfp16Mmul::convert(x + block * 64, y + block * bfp16_block_bytes);
}

}  // namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL
