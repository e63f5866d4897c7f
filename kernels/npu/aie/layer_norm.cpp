// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/aie/core_entries.h"
#include "kernels/npu/aie/quantise.h"

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

/// The normalised row, 32 elements at a time.
struct NormalisedRow {
    const Bf16* x;
    const float* gamma;
    const float* beta;
    Floats mean;
    Split inverse_deviation;

    TILESCRIBE_INLINE Floats at(int i) const {
        const Floats standard = multiply(split(subtract(widen(load(x + i)), mean)), inverse_deviation);
        return add(multiply(standard, load(gamma + i)), load(beta + i));
    }
};

TILESCRIBE_INLINE NormalisedRow normalised(const Bf16* row, const float* gamma, const float* beta, int width) {
    const Statistics s = statistics_of(row, width);
    return {row, gamma, beta, broadcast(s.mean), split(broadcast(s.inverse_deviation))};
}

}  // namespace

void layer_norm_bf16(const Bf16* x, const float* gamma, const float* beta, Bf16* y, int rows, int width) {
    round_to_nearest();
    for (int r = 0; r < rows; ++r) {
        const NormalisedRow row = normalised(x + r * width, gamma, beta, width);
        for (int i = 0; i < width; i += lanes) store(y + r * width + i, round_bf16(row.at(i)));
    }
}

/// Normalises twice rather than keep a row of f32: what is quantised is the bf16 that layer_norm_bf16 would write.
void layer_norm_int8(const Bf16* x, const float* gamma, const float* beta, std::int8_t* y, float* scales, int rows, int width) {
    round_to_nearest();
    for (int r = 0; r < rows; ++r) {
        const NormalisedRow row = normalised(x + r * width, gamma, beta, width);
        scales[r] =
            quantise_row([row](int i) __attribute__((always_inline)) { return round_bf16(row.at(i)); }, y + r * width, width);
    }
}

}  // namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL
