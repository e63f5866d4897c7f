// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/reference/reference_ops.h"

#include <cmath>

namespace tilescribe::reference {

void layer_norm(const Norm& norm, TensorView input, TensorView output) {
    constexpr double epsilon = 1e-5;
    const auto width = static_cast<double>(norm.width());
    for (std::int64_t r = 0; r < input.rows; ++r) {
        const std::span<const float> x(input.row(r), static_cast<std::size_t>(norm.width()));
        double mean = 0;
        for (const float value : x) mean += value / width;
        double variance = 0;
        for (const float value : x) variance += (value - mean) * (value - mean) / width;
        const double scale = 1.0 / std::sqrt(variance + epsilon);
        for (std::size_t i = 0; i < x.size(); ++i)
            output.row(r)[i] = static_cast<float>((x[i] - mean) * scale * norm.gain[i] + norm.bias[i]);
    }
}

}  // namespace tilescribe::reference
