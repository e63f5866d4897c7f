// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/int8_weights.h"

#include "kernels/shape_error.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace tilescribe::npu {
namespace {

constexpr float largest_step = 127.0F;

/// To nearest, ties to even, by the addition that pushes the fraction out (|x| < 2^22).
float round_to_even(float x) {
    constexpr float shift = 0x1.8p23F;
    return (x + shift) - shift;
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
        result.scales[r] = largest / largest_step;
        const float per_step = largest_step / largest;
        for (std::int64_t i = 0; i < k; ++i)
            result.values[r * k + i] =
                static_cast<std::int8_t>(std::clamp(round_to_even(row[i] * per_step), -largest_step, largest_step));
    }
    return result;
}

}  // namespace tilescribe::npu
