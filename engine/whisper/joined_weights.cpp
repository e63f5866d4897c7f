// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/whisper/joined_weights.h"

#include "kernels/shape_error.h"

#include <algorithm>
#include <span>

namespace tilescribe {
namespace {

void append_as_f32(std::vector<std::byte>& bytes, const WeightMatrix& matrix) {
    std::vector<float> row(static_cast<std::size_t>(matrix.cols));
    for (std::int64_t r = 0; r < matrix.rows; ++r) {
        dequantise_row(matrix, r, row);
        const auto content = std::as_bytes(std::span(row));
        bytes.insert(bytes.end(), content.begin(), content.end());
    }
}

}  // namespace

JoinedWeights::JoinedWeights(std::initializer_list<const LinearWeights*> layers)
    : type_((*layers.begin())->weight.type), cols_((*layers.begin())->weight.cols) {
    const auto type_of = [](const LinearWeights* layer) { return layer->weight.type; };
    const bool is_one_type = std::ranges::all_of(layers, [this](ElementType type) { return type == type_; }, type_of);
    if (!is_one_type) type_ = ElementType::f32;
    for (const LinearWeights* layer : layers) {
        check_weights(*layer);
        if (layer->weight.cols != cols_) throw ShapeError("layers of one input have weights of different widths");
        if (is_one_type)
            bytes_.insert(bytes_.end(), layer->weight.bytes.begin(), layer->weight.bytes.end());
        else
            append_as_f32(bytes_, layer->weight);
        rows_ += layer->weight.rows;
        bias_.insert(bias_.end(), layer->bias.begin(), layer->bias.end());
        bias_.resize(static_cast<std::size_t>(rows_));
    }
}

}  // namespace tilescribe
