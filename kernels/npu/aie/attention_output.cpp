// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/aie/attention_state.h"
#include "kernels/npu/aie/core_entries.h"

namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL {
namespace {

template <int T>
TILESCRIBE_INLINE void normalise(const float* o, const float* sums, Bf16* y, int m) {
    for (int row = 0; row < m; row += 4) {
        float inverse[4];
#pragma GCC unroll 4
        for (int r = 0; r < 4; ++r) {
            const float sum = sums[(row + r) * T];
            inverse[r] = sum == 0.0F ? 0.0F : reciprocal(sum);
        }
        const Split factor = split(spread_rows<T>(inverse));
        for (int i = row * 64; i < row * 64 + 256; i += lanes) store(y + i, round_bf16(multiply(split(load(o + i)), factor)));
    }
}

}  // namespace

void attention_begin(float* stats, float* o, int m, int t) {
    auto* references = reinterpret_cast<std::int32_t*>(stats);
    for (int i = 0; i < m * lanes / t; i += lanes) store(references + i, broadcast_int(no_reference));
    float* const sums = attention_sums(stats, m, t);
    for (int i = 0; i < m * t; i += lanes) store(sums + i, broadcast(0.0F));
    zero_f32(o, m * 64);
}

void attention_end(const float* o, const float* stats, Bf16* y, int m, int t) {
    round_to_nearest();
    const float* const sums = attention_sums(stats, m, t);
    if constexpr (has_npu1)
        if (t == 4) return normalise<4>(o, sums, y, m);
    if constexpr (has_npu4) normalise<8>(o, sums, y, m);
}

}  // namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL
