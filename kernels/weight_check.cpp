// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/shape_check.h"
#include "kernels/shape_error.h"
#include "kernels/weight_matrix.h"

#include <string>

namespace tilescribe {
namespace {

std::int64_t size_of(std::span<const float> values) {
    return static_cast<std::int64_t>(values.size());
}

}  // namespace

void check_weights(const WeightMatrix& matrix) {
    const std::string shape = "[" + std::to_string(matrix.rows) + ", " + std::to_string(matrix.cols) + "]";
    if (matrix.rows <= 0 || matrix.cols <= 0) throw ShapeError("a weight matrix expects a positive shape, received " + shape);
    const std::size_t bytes_per_row = row_bytes(matrix.type, matrix.cols);
    // Divided rather than multiplied: a hostile shape's product could wrap around.
    if (matrix.bytes.size() % bytes_per_row != 0 || matrix.bytes.size() / bytes_per_row != static_cast<std::size_t>(matrix.rows))
        throw ShapeError("a weight matrix " + shape + " of " + std::string(name_of(matrix.type)) + " expects rows of " +
                         std::to_string(bytes_per_row) + " bytes, received " + std::to_string(matrix.bytes.size()) +
                         " bytes in all");
}

void check_weights(const LinearWeights& weights) {
    check_weights(weights.weight);
    if (!weights.bias.empty()) ShapeCheck("linear").equal("a bias of size", weights.weight.rows, size_of(weights.bias));
}

void check_weights(const ConvWeights& weights) {
    const ShapeCheck check("conv");
    check_weights(weights.weight);
    check.equal("columns modulo the kernel size 3 to be", 0, weights.weight.cols % 3);
    check.equal("a bias of size", weights.weight.rows, size_of(weights.bias));
    check.in_range("a stride", 1, 2, weights.stride);
}

void check_weights(const NormWeights& weights) {
    const ShapeCheck check("layer_norm");
    if (weights.gain.empty()) throw ShapeError("layer_norm expects a gain of at least one element, received none");
    check.equal("a bias of size", size_of(weights.gain), size_of(weights.bias));
}

}  // namespace tilescribe
