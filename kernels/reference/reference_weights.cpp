// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/reference/reference_weights.h"

namespace tilescribe::reference {
namespace {

std::vector<float> copy_of(std::span<const float> values) {
    return {values.begin(), values.end()};
}

std::vector<float> bias_or_zeros(const LinearWeights& weights) {
    if (weights.bias.empty()) return std::vector<float>(static_cast<std::size_t>(weights.weight.rows));
    return copy_of(weights.bias);
}

std::int64_t float_bytes(const WeightMatrix& matrix) {
    return matrix.rows * matrix.cols * static_cast<std::int64_t>(sizeof(float));
}

}  // namespace

DenseMatrix::DenseMatrix(const WeightMatrix& matrix)
    : cols(matrix.cols), values(static_cast<std::size_t>(matrix.rows) * static_cast<std::size_t>(matrix.cols)) {
    const auto width = static_cast<std::size_t>(cols);
    for (std::int64_t r = 0; r < matrix.rows; ++r)
        dequantise_row(matrix, r, std::span(values).subspan(static_cast<std::size_t>(r) * width, width));
}

Linear::Linear(const LinearWeights& weights)
    : PreparedLinear(weights.weight.rows, weights.weight.cols, float_bytes(weights.weight)),
      weight(weights.weight),
      bias(bias_or_zeros(weights)) {}

Conv::Conv(const ConvWeights& weights)
    : PreparedConv(weights.weight.rows, weights.weight.cols / 3, weights.stride),
      weight(weights.weight),
      bias(copy_of(weights.bias)) {}

Norm::Norm(const NormWeights& weights)
    : PreparedNorm(static_cast<std::int64_t>(weights.gain.size())), gain(copy_of(weights.gain)), bias(copy_of(weights.bias)) {}

}  // namespace tilescribe::reference
