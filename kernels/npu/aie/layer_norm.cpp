// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/aie/core_entries.h"

namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL {
namespace {

struct Statistics {
    float mean;
    float inverse_deviation;
};

/// Two passes: the mean first, so that nothing cancels; the squares from deviations rounded to bf16, whose errors average out.
[[gnu::noinline]] Statistics statistics_of(const Bf16* row, int width) {
    Floats sum = broadcast(0.0F);
    for (int i = 0; i < width; i += lanes) sum = add(sum, widen(load(row + i)));
    const float one_over_width = reciprocal(static_cast<float>(width));
    const float mean = sum_of(sum) * one_over_width;
    const Floats means = broadcast(mean);
    Floats squares = broadcast(0.0F);
    for (int i = 0; i < width; i += lanes) {
        const Bf16s deviation = round_bf16(subtract(widen(load(row + i)), means));
        squares = multiply_add(squares, deviation, deviation);
    }
    return {mean, inverse_root(sum_of(squares) * one_over_width + 1.0e-5F)};
}

}  // namespace

void layer_norm_bf16(const Bf16* x, const float* gamma, const float* beta, Bf16* y, int rows, int width) {
    round_to_nearest();
    for (int r = 0; r < rows; ++r) {
        const Bf16* const row = x + r * width;
        const Statistics s = statistics_of(row, width);
        const Floats mean = broadcast(s.mean);
        const Split inverse_deviation = split(broadcast(s.inverse_deviation));
        for (int i = 0; i < width; i += lanes) {
            const Floats standard = multiply(split(subtract(widen(load(row + i)), mean)), inverse_deviation);
            store(y + r * width + i, round_bf16(add(multiply(standard, load(gamma + i)), load(beta + i))));
        }
    }
}

}  // namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL
