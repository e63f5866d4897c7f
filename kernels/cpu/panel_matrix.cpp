// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/cpu/panel_matrix.h"

#include "kernels/cpu/panel_packing.h"

#include <algorithm>

namespace tilescribe {
namespace {

/// Beyond this many rows each thread takes some rows and all weights, below it all rows and some weights.
constexpr std::int64_t few_rows = 256;
/// Work too small to share: waking and joining threads costs more.
constexpr std::int64_t single_thread_bytes = 32 * 1024;

}  // namespace

PanelMatrix::PanelMatrix(const LinearWeights& weights, const KernelTable& kernels, ThreadPool& pool)
    : kernels_(kernels),
      type_(panel_type_of(weights.weight.type)),
      n_out_(weights.weight.rows),
      n_in_(weights.weight.cols),
      n_panels_((n_out_ + kernels.panel_width - 1) / kernels.panel_width),
      panel_bytes_(panel_bytes(type_, n_in_, kernels.panel_width)),
      panels_(static_cast<std::size_t>(n_panels_ * panel_bytes_)) {
    pool.for_each(n_panels_, [&](std::int64_t panel, int) {
        pack_panel(weights.weight, panel * kernels_.panel_width, kernels_.panel_width, panels_.data() + panel * panel_bytes_);
    });
    if (weights.bias.empty()) return;
    bias_ = AlignedBuffer(static_cast<std::size_t>(n_panels_ * kernels.panel_width) * sizeof(float));
    std::ranges::copy(weights.bias, bias_.floats());
}

PanelProduct PanelMatrix::product(TensorView input, Epilogue epilogue, TensorView output) const noexcept {
    return {.input = input.data,
            .input_stride = input.stride,
            .rows = input.rows,
            .n_in = n_in_,
            .type = type_,
            .panels = panels_.data(),
            .panel_bytes = panel_bytes_,
            .first_panel = 0,
            .n_panels = n_panels_,
            .n_out = n_out_,
            .bias = bias_.size() != 0 ? bias_.floats() : nullptr,
            .epilogue = epilogue,
            .output = output.data,
            .output_stride = output.stride};
}

void PanelMatrix::multiply_rows(TensorView input, Epilogue epilogue, TensorView output, ThreadScratch& /*scratch*/) const {
    kernels_.panel_product(product(input, epilogue, output));
}

void PanelMatrix::multiply(Workspace& workspace, TensorView input, Epilogue epilogue, TensorView output) const {
    if (input.rows > few_rows) return MatrixProduct::multiply(workspace, input, epilogue, output);
    const std::int64_t worthwhile = std::max<std::int64_t>(1, weight_bytes() * input.rows / single_thread_bytes);
    const std::int64_t tasks = std::min({n_panels_, worthwhile, std::int64_t{4} * workspace.pool.threads()});
    workspace.pool.for_each(tasks, [&](std::int64_t task, int) {
        PanelProduct part = product(input, epilogue, output);
        part.first_panel = n_panels_ * task / tasks;
        part.n_panels = n_panels_ * (task + 1) / tasks - part.first_panel;
        kernels_.panel_product(part);
    });
}

void PanelMatrix::read_row(std::int64_t row, const float* addend, float* output) const {
    kernels_.panel_row({.type = type_,
                        .panels = panels_.data(),
                        .panel_bytes = panel_bytes_,
                        .n_in = n_in_,
                        .row = row,
                        .addend = addend,
                        .output = output});
}

}  // namespace tilescribe
