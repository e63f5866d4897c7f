// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/element_type.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace tilescribe {

/// A read-only matrix [rows, cols], row-major, as it lies in a model file. Does not own its bytes; they may be unaligned.
struct WeightMatrix {
    ElementType type = ElementType::f32;
    std::int64_t rows = 0;
    std::int64_t cols = 0;
    std::span<const std::byte> bytes;  ///< exactly rows * row_bytes(type, cols)
};

/// Writes row `row` as f32 into `out` (cols elements). Exact for every type. Throws ShapeError for a row or size out of range.
void dequantise_row(const WeightMatrix& matrix, std::int64_t row, std::span<float> out);

/// The weights of y = W x + b. `bias` is empty (keys of Whisper's attention have none) or has `weight.rows` elements.
struct LinearWeights {
    WeightMatrix weight;  ///< [n_out, n_in]
    std::span<const float> bias;
};

/// A convolution along time with kernel size 3 and padding 1.
struct ConvWeights {
    WeightMatrix weight;  ///< [n_out, n_in * 3]: element (o, i, k) at row o, column i * 3 + k
    std::span<const float> bias;
    int stride = 1;  ///< 1 or 2
};

struct NormWeights {
    std::span<const float> gain;
    std::span<const float> bias;
};

// Every backend's prepare_* begins with these: ShapeError where sizes contradict each other or the bytes are too few or too many.
void check_weights(const WeightMatrix& matrix);
void check_weights(const LinearWeights& weights);
void check_weights(const ConvWeights& weights);
void check_weights(const NormWeights& weights);

}  // namespace tilescribe
