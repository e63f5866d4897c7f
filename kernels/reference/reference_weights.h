// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/kernel_backend.h"

#include <span>
#include <vector>

namespace tilescribe::reference {

/// A weight matrix as f32, row-major, its rows packed.
struct DenseMatrix {
    explicit DenseMatrix(const WeightMatrix& matrix);
    [[nodiscard]] const float* row(std::int64_t r) const noexcept { return values.data() + r * cols; }

    std::int64_t cols;
    std::vector<float> values;
};

struct Linear final : PreparedLinear {
    explicit Linear(const LinearWeights& weights);
    DenseMatrix weight;       ///< [n_out, n_in]
    std::vector<float> bias;  ///< [n_out], zeros where the layer has none
};

struct Conv final : PreparedConv {
    explicit Conv(const ConvWeights& weights);
    DenseMatrix weight;  ///< [n_out, n_in * 3]
    std::vector<float> bias;
};

struct Norm final : PreparedNorm {
    explicit Norm(const NormWeights& weights);
    std::vector<float> gain, bias;  ///< [width]
};

}  // namespace tilescribe::reference
