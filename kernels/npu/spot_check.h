// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array_job.h"
#include "kernels/npu/designs/gemm_design.h"
#include "kernels/npu/npu_tensor.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace tilescribe::npu {

// What the checks look at: of a product one element in about 64 x 64, so that a core or a stream that spoils its tiles is seen, and
// of every element whether it can be so large at all; of attention and layer norms a few rows; of log-mel some frames, and of every
// element whether it is in range. Each compares with a host computation from the very operands that the array read.

/// Some columns of a product's weights (rows of W) as bf16, kept on the host.
struct ProbeColumns {
    std::int64_t k = 0;
    std::vector<std::int64_t> columns;
    std::vector<std::uint16_t> weights;  ///< [columns][k]
    std::vector<float> bias;             ///< of those columns
    std::vector<float> norms;            ///< of every column: the length of its weights
    std::vector<float> biases;           ///< of every column: the bias's magnitude

    /// One of every 64 columns of weights [n_out][k] (bias may be empty).
    static ProbeColumns of(std::span<const float> weights, std::int64_t n_out, std::int64_t k, std::span<const float> bias);
};

struct ProductUnderCheck {
    NpuTensor* input = nullptr;
    std::int64_t a_stride = 0;
    std::int64_t rows = 0;  ///< real ones
    GemmType type = GemmType::bf16;
    GemmEpilogue epilogue = GemmEpilogue::bias;
    NpuTensor* output = nullptr;
    NpuTensor* residual = nullptr;  ///< null, or the output itself (x += ...), or another tensor
    const ProbeColumns* probes = nullptr;
    std::int64_t salt = 0;  ///< another one for other samples
};

[[nodiscard]] std::unique_ptr<SpotCheck> check_product(const ProductUnderCheck& product);

struct AttentionUnderCheck {
    TensorColumns q, k, v;
    NpuTensor* output = nullptr;
    int n_heads = 0;
};
[[nodiscard]] std::unique_ptr<SpotCheck> check_attention(const AttentionUnderCheck& attention);

struct NormUnderCheck {
    NpuTensor *input = nullptr, *output = nullptr;
    const std::vector<float>*gain = nullptr, *bias = nullptr;
};
[[nodiscard]] std::unique_ptr<SpotCheck> check_norm(const NormUnderCheck& norm);

struct LogMelUnderCheck {
    TensorView samples;         ///< as KernelBackend::log_mel() has them; stay as they are until the check
    std::int64_t n_frames = 0;  ///< those behind must be zeros
    float maximum = 0;
    NpuTensor* output = nullptr;
};
[[nodiscard]] std::unique_ptr<SpotCheck> check_log_mel(const LogMelUnderCheck& log_mel);

}  // namespace tilescribe::npu
