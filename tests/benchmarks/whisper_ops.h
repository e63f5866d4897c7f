// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/kernel_backend.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <random>
#include <vector>

namespace tilescribe::bench {

/// Sizes of a published model, from ../shared/reference/whisper.md.
struct ModelShape {
    const char* name;
    std::int64_t width;
    int heads;
    int encoder_layers;
    int decoder_layers;
    std::int64_t mels;
    std::int64_t vocabulary;
};

/// Whisper's ops in Whisper's order with random weights, so that each layer's weights come from memory as in a real run. Built
/// straight on the backend: what it costs is the kernels alone.
class WhisperOps {
public:
    WhisperOps(KernelBackend& backend, const ModelShape& shape, ElementType type);

    void encode();
    void cross_key_values();
    /// One token for each of `rows` beams over one cache of `n_past` tokens.
    void decode_step(std::int64_t rows, std::int64_t n_past);

private:
    struct Layer {
        std::unique_ptr<PreparedNorm> attention_norm, cross_norm, mlp_norm;
        std::unique_ptr<PreparedLinear> query, key, value, out, cross_query, cross_out, cross_key, cross_value, up, down;
        Tensor keys, values, cross_keys, cross_values;
    };

    std::unique_ptr<PreparedLinear> linear(std::int64_t n_out, std::int64_t n_in, LinearUse use, bool has_bias = true);
    std::unique_ptr<PreparedConv> conv(std::int64_t n_in, int stride);
    std::unique_ptr<PreparedNorm> norm();
    Tensor random_tensor(std::int64_t rows, std::int64_t cols);
    std::vector<std::byte> random_weights(ElementType type, std::int64_t rows, std::int64_t cols);
    void make_encoder();
    void make_decoder();

    KernelBackend& backend_;
    ModelShape shape_;
    ElementType type_;
    std::minstd_rand random_{1};
    std::unique_ptr<PreparedConv> conv1_, conv2_;
    std::unique_ptr<PreparedNorm> encoder_norm_, decoder_norm_;
    std::unique_ptr<PreparedLinear> vocabulary_;
    std::vector<Layer> encoder_, decoder_;
    Tensor mel_, frames_, positions_, x_, normed_, q_, k_, v_, attended_, hidden_, text_positions_, logits_;
};

}  // namespace tilescribe::bench
