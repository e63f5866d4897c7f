// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/cpu/matrix_product.h"
#include "kernels/weight_matrix.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace tilescribe {

/// The convolution as a product: an output row is the product of three neighbouring input rows, laid side by side, with the
/// weights.
class CpuConv final : public PreparedConv {
public:
    CpuConv(const ConvWeights& weights, std::unique_ptr<MatrixProduct> product)
        : PreparedConv(weights.weight.rows, weights.weight.cols / 3, weights.stride, product->weight_bytes()),
          product_(std::move(product)) {}

    /// As KernelBackend::conv_gelu and conv_gelu_positions.
    void run(Workspace& workspace, TensorView input, bool time_major, const TensorView* positions, TensorView output) const;

private:
    std::unique_ptr<MatrixProduct> product_;
};

/// The weights as f32 [n_out, 3 * n_in] with the three kernel positions one after the other, as CpuConv's product needs them.
std::vector<float> conv_product_weights(const WeightMatrix& weights);

}  // namespace tilescribe
