// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/npu_weights.h"

#include "kernels/npu/designs/row_designs.h"
#include "kernels/npu/device_content.h"

namespace tilescribe::npu {
namespace {

WeightMatrix f32_matrix(const std::vector<float>& values, std::int64_t rows) {
    return {ElementType::f32, rows, static_cast<std::int64_t>(values.size()) / rows, std::as_bytes(std::span(values))};
}

/// [n_out][3][in_cols] -> [n_out][n_in][3].
std::vector<float> in_checkpoint_order(const std::vector<float>& rows, std::int64_t n_out, std::int64_t n_in) {
    const std::int64_t in_cols = static_cast<std::int64_t>(rows.size()) / n_out / 3;
    std::vector<float> values(static_cast<std::size_t>(n_out * n_in * 3));
    for (std::int64_t o = 0; o < n_out; ++o)
        for (std::int64_t i = 0; i < n_in; ++i)
            for (std::int64_t t = 0; t < 3; ++t) values[(o * n_in + i) * 3 + t] = rows[(o * 3 + t) * in_cols + i];
    return values;
}

}  // namespace

const PreparedLinear& NpuLinear::on_cpu(KernelBackend& cpu) const {
    if (!cpu_) {
        const std::vector<float> weights = packed_->restore();
        cpu_ = cpu.prepare_linear({f32_matrix(weights, n_out()), packed_->bias()}, LinearUse::many_rows);
    }
    return *cpu_;
}

const PreparedConv& NpuConv::on_cpu(KernelBackend& cpu) const {
    if (!cpu_) {
        const std::vector<float> weights = in_checkpoint_order(packed_->restore(), n_out(), n_in());
        cpu_ = cpu.prepare_conv({f32_matrix(weights, n_out()), packed_->bias(), stride()});
    }
    return *cpu_;
}

DeviceBuffer& NpuNorm::on_array(ArrayDevice& device) const {
    if (!buffer_) buffer_ = uploaded(device, pack_norm(gain_, bias_));
    return *buffer_;
}

}  // namespace tilescribe::npu
