// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/reference/reference_weights.h"

#include <span>

namespace tilescribe::reference {

// The ops of KernelBackend as the papers write them: f32 in and out, every sum in double. Shapes are checked by the caller.

/// Whisper's activation: x * Phi(x), exact erf form (Hendrycks and Gimpel, "Gaussian Error Linear Units").
double gelu(double x) noexcept;

/// `positions` may be null.
void conv_gelu(const Conv& conv, TensorView input, bool time_major, const TensorView* positions, TensorView output);
/// (x - mean) / sqrt(variance + 1e-5) * gain + bias, the variance over the whole row (Ba, Kiros and Hinton, "Layer Normalization").
void layer_norm(const Norm& norm, TensorView input, TensorView output);
void linear(const Linear& linear, TensorView input, Epilogue epilogue, TensorView output);
/// softmax(q k^T / sqrt(64)) v in every head (Vaswani et al., "Attention Is All You Need").
void attention(TensorView q, TensorView k, TensorView v, int n_heads, TensorView output);
void cached_attention(TensorView q, TensorView k, TensorView v, int n_heads, std::int64_t n_past, TensorView output,
                      TensorView scores);
void embed(const Linear& table, TensorView positions, std::span<const TokenPosition> tokens, TensorView output);

}  // namespace tilescribe::reference
