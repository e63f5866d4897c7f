// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/cpu/cpu_conv.h"

#include <algorithm>
#include <cstring>

namespace tilescribe {
namespace {

/// One frame of the input, zeros outside of it (the padding).
void copy_frame(TensorView input, bool time_major, std::int64_t frame, std::int64_t n_in, float* to) {
    const std::int64_t n_frames = time_major ? input.rows : input.cols;
    if (frame < 0 || frame >= n_frames) {
        std::fill_n(to, n_in, 0.0F);
    } else if (time_major) {
        std::memcpy(to, input.row(frame), static_cast<std::size_t>(n_in) * sizeof(float));
    } else {
        for (std::int64_t i = 0; i < n_in; ++i) to[i] = input.row(i)[frame];
    }
}

void add(TensorView output, TensorView addend) {
    for (std::int64_t r = 0; r < output.rows; ++r) {
        float* to = output.row(r);
        const float* from = addend.row(r);
        for (std::int64_t c = 0; c < output.cols; ++c) to[c] += from[c];
    }
}

}  // namespace

std::vector<float> conv_product_weights(const WeightMatrix& weights) {
    const std::int64_t n_in = weights.cols / 3;
    std::vector<float> row(static_cast<std::size_t>(weights.cols));
    std::vector<float> result(static_cast<std::size_t>(weights.rows * weights.cols));
    for (std::int64_t o = 0; o < weights.rows; ++o) {
        dequantise_row(weights, o, row);
        float* to = result.data() + o * weights.cols;
        for (std::int64_t i = 0; i < n_in; ++i)
            for (std::int64_t k = 0; k < 3; ++k) to[k * n_in + i] = row[i * 3 + k];
    }
    return result;
}

void CpuConv::run(Workspace& workspace, TensorView input, bool time_major, const TensorView* positions, TensorView output) const {
    const std::int64_t width = 3 * n_in();
    constexpr std::int64_t most_rows = 128;  // gathered rows stay in the second cache until they are multiplied
    const std::int64_t size = std::min(most_rows, rows_per_task(output.rows, workspace.pool.threads()));
    workspace.pool.for_each((output.rows + size - 1) / size, [&](std::int64_t task, int slot) {
        const std::int64_t first = task * size;
        const std::int64_t count = std::min(size, output.rows - first);
        ThreadScratch& scratch = workspace.scratch[slot];
        scratch.rows.reserve(static_cast<std::size_t>(size * width) * sizeof(float));
        const TensorView gathered = host_view(scratch.rows.floats(), count, width);
        for (std::int64_t r = 0; r < count; ++r)
            for (std::int64_t k = 0; k < 3; ++k)
                copy_frame(input, time_major, (first + r) * stride() + k - 1, n_in(), gathered.row(r) + k * n_in());
        const TensorView rows = output.rows_from(first, count);
        product_->multiply_rows(gathered, Epilogue::gelu, rows, scratch);
        if (positions != nullptr) add(rows, positions->rows_from(first, count));
    });
}

}  // namespace tilescribe
