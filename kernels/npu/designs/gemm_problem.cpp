// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/designs/gemm_design.h"
#include "kernels/npu/designs/padding.h"

#include <stdexcept>

namespace tilescribe::npu {
namespace {

constexpr std::int64_t taps = 3;

}  // namespace

GemmProblem linear_problem(ArrayGeneration generation, GemmType type, GemmEpilogue epilogue, std::int64_t rows, std::int64_t k,
                           std::int64_t n) {
    GemmProblem problem{.generation = generation, .type = type, .epilogue = epilogue};
    problem.rows = padded_rows(rows);
    problem.k = (k + 15) / 16 * 16;
    problem.n = padded_cols(generation, n);
    problem.a_stride = padded_cols(generation, k);
    problem.y_stride = problem.n;
    return problem;
}

GemmProblem conv_problem(ArrayGeneration generation, GemmEpilogue epilogue, std::int64_t n_frames_out, std::int64_t in_cols,
                         std::int64_t n_out, int stride, std::int64_t first_output_row) {
    GemmProblem problem{.generation = generation, .epilogue = epilogue};
    problem.rows = padded_rows(n_frames_out);
    problem.k = taps * in_cols;
    problem.n = padded_cols(generation, n_out);
    problem.a_stride = stride * in_cols;
    problem.y_stride = problem.n;
    problem.y_offset = first_output_row * problem.y_stride;
    return problem;
}

std::int64_t conv_input_elements(std::int64_t n_frames_out, std::int64_t in_cols, int stride) noexcept {
    return (padded_rows(n_frames_out) * stride + taps) * in_cols;
}

std::vector<float> conv_weight_rows(std::span<const float> weights, std::int64_t n_out, std::int64_t n_in, std::int64_t in_cols) {
    if (static_cast<std::int64_t>(weights.size()) != n_out * n_in * taps || in_cols < n_in)
        throw std::invalid_argument("a convolution's weights are not [n_out][n_in][3]");
    std::vector<float> rows(static_cast<std::size_t>(n_out * taps * in_cols));
    for (std::int64_t out = 0; out < n_out; ++out)
        for (std::int64_t in = 0; in < n_in; ++in)
            for (std::int64_t tap = 0; tap < taps; ++tap)
                rows[static_cast<std::size_t>((out * taps + tap) * in_cols + in)] =
                    weights[static_cast<std::size_t>((out * n_in + in) * taps + tap)];
    return rows;
}

}  // namespace tilescribe::npu
