// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/int8_weights.h"

#include "kernels/shape_error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace tilescribe::npu {
namespace {

constexpr float largest_step = 127.0F;
constexpr std::array<float, 4> ranges{1.0F, 0.94F, 0.88F, 0.8F};

/// To nearest, ties to even, by the addition that pushes the fraction out (|x| < 2^22).
float round_to_even(float x) {
    constexpr float shift = 0x1.8p23F;
    return (x + shift) - shift;
}

float clamped_step(float weight, float per_step) {
    return std::clamp(round_to_even(weight * per_step), -largest_step, largest_step);
}

float squared_error(std::span<const float> row, float scale) {
    const float per_step = 1 / scale;
    float sum = 0;
    for (const float weight : row) {
        const float error = weight - scale * clamped_step(weight, per_step);
        sum += error * error;
    }
    return sum;
}

float best_scale(std::span<const float> row, float largest) {
    float best = largest / largest_step;
    float least = squared_error(row, best);
    for (std::size_t i = 1; i < ranges.size(); ++i) {
        const float scale = ranges[i] * largest / largest_step;
        const float error = squared_error(row, scale);
        if (error >= least) break;
        best = scale;
        least = error;
    }
    return best;
}

}  // namespace

Int8Weights quantise_weights(std::span<const float> weights, std::int64_t n_out, std::int64_t k) {
    Int8Weights result{.values = std::vector<std::int8_t>(weights.size()), .scales = std::vector<float>(n_out, 1.0F)};
    for (std::int64_t r = 0; r < n_out; ++r) {
        const std::span<const float> row = weights.subspan(r * k, k);
        float largest = 0;
        for (const float weight : row) {
            if (!std::isfinite(weight))
                throw ShapeError("The weights of output channel " + std::to_string(r) + " are not finite: int8 cannot hold them.");
            largest = std::max(largest, std::abs(weight));
        }
        // Less than that has no reciprocal, and is nothing beside any other channel.
        if (largest < 1e-30F) continue;
        result.scales[r] = best_scale(row, largest);
        const float per_step = 1 / result.scales[r];
        for (std::int64_t i = 0; i < k; ++i) result.values[r * k + i] = static_cast<std::int8_t>(clamped_step(row[i], per_step));
    }
    return result;
}

}  // namespace tilescribe::npu
