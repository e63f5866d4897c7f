// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/aie/core_entries.h"

namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL {
namespace {

/// Four rows of O: their 256 elements lie side by side. Mostly nothing is to do: a row's maximum, rounded up to an integer, changes
/// a few times in a window.
template <int T>
TILESCRIBE_INLINE void rescale(float* o, const float* rescaling) {
    if (rescaling[0] == 1.0F && rescaling[1] == 1.0F && rescaling[2] == 1.0F && rescaling[3] == 1.0F) return;
    const Split factor = split(spread_rows<T>(rescaling));
    for (int i = 0; i < 256; i += lanes) store(o + i, multiply(split(load(o + i)), factor));
}

template <int T>
TILESCRIBE_INLINE void rescale_all(float* o, const float* rescaling, int m) {
    for (int row = 0; row < m; row += 4) rescale<T>(o + row * 64, rescaling + row);
}

template <int T>
TILESCRIBE_INLINE void normalise(const float* o, const float* sums, Bf16* y, int m) {
    for (int row = 0; row < m; row += 4) {
        float inverse[4];
#pragma GCC unroll 4
        for (int r = 0; r < 4; ++r) inverse[r] = sums[row + r] == 0.0F ? 0.0F : reciprocal(sums[row + r]);
        const Split factor = split(spread_rows<T>(inverse));
        for (int i = row * 64; i < row * 64 + 256; i += lanes) store(y + i, round_bf16(multiply(split(load(o + i)), factor)));
    }
}

}  // namespace

void attention_values(const Bf16* p, const Bf16* v, const float* stats, float* o, int m, int n, int t) {
    round_to_nearest();
    if (t == 4)
        rescale_all<4>(o, stats + 2 * m, m);
    else
        rescale_all<8>(o, stats + 2 * m, m);
    gemm_bf16(p, v, o, m, n, 64, t);  // its loops are in the program memory already
}

void attention_end(const float* o, const float* stats, Bf16* y, int m, int t) {
    round_to_nearest();
    if constexpr (has_npu1)
        if (t == 4) return normalise<4>(o, stats + m, y, m);
    if constexpr (has_npu4) normalise<8>(o, stats + m, y, m);
}

}  // namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL
