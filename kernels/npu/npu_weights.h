// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/kernel_backend.h"
#include "kernels/npu/packed_weights.h"

#include <memory>
#include <vector>

namespace tilescribe::npu {

/// A linear layer: for many rows packed for the array, for few rows prepared by the CPU backend. The array's weights become the
/// CPU's at the first use there, which is when the CPU has taken over.
class NpuLinear final : public PreparedLinear {
public:
    NpuLinear(const LinearWeights& weights, std::unique_ptr<PackedWeights> packed)
        : PreparedLinear(weights.weight.rows, weights.weight.cols, packed->bytes()), packed_(std::move(packed)) {}
    explicit NpuLinear(std::unique_ptr<PreparedLinear> cpu)
        : PreparedLinear(cpu->n_out(), cpu->n_in(), cpu->weight_bytes()), cpu_(std::move(cpu)) {}

    /// Null where the CPU does this layer.
    [[nodiscard]] PackedWeights* packed() const noexcept { return packed_.get(); }
    [[nodiscard]] const PreparedLinear& on_cpu(KernelBackend& cpu) const;

private:
    std::unique_ptr<PackedWeights> packed_;
    mutable std::unique_ptr<PreparedLinear> cpu_;
};

class NpuConv final : public PreparedConv {
public:
    NpuConv(const ConvWeights& weights, std::unique_ptr<PackedWeights> packed)
        : PreparedConv(weights.weight.rows, weights.weight.cols / 3, weights.stride, packed->bytes()), packed_(std::move(packed)) {}
    explicit NpuConv(std::unique_ptr<PreparedConv> cpu)
        : PreparedConv(cpu->n_out(), cpu->n_in(), cpu->stride(), cpu->weight_bytes()), cpu_(std::move(cpu)) {}

    [[nodiscard]] PackedWeights* packed() const noexcept { return packed_.get(); }
    [[nodiscard]] const PreparedConv& on_cpu(KernelBackend& cpu) const;

private:
    std::unique_ptr<PackedWeights> packed_;
    mutable std::unique_ptr<PreparedConv> cpu_;
};

/// A layer norm's gain and bias: small, so both sides have theirs.
class NpuNorm final : public PreparedNorm {
public:
    NpuNorm(const NormWeights& weights, std::unique_ptr<PreparedNorm> cpu)
        : PreparedNorm(cpu->width()),
          gain_(weights.gain.begin(), weights.gain.end()),
          bias_(weights.bias.begin(), weights.bias.end()),
          cpu_(std::move(cpu)) {}

    [[nodiscard]] const std::vector<float>& gain() const noexcept { return gain_; }
    [[nodiscard]] const std::vector<float>& bias() const noexcept { return bias_; }
    [[nodiscard]] const PreparedNorm& on_cpu() const noexcept { return *cpu_; }
    /// The array's copy, made at the first use there.
    [[nodiscard]] DeviceBuffer& on_array(ArrayDevice& device) const;

private:
    std::vector<float> gain_, bias_;
    std::unique_ptr<PreparedNorm> cpu_;
    mutable std::unique_ptr<DeviceBuffer> buffer_;
};

}  // namespace tilescribe::npu
