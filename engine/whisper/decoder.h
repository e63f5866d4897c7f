// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/whisper/cross_key_values.h"
#include "engine/whisper/kv_cache.h"
#include "engine/whisper/tokenizer.h"

#include <memory>
#include <span>
#include <vector>

namespace tilescribe {

/// Whisper's text decoder: causal self-attention over KV caches, cross-attention over one window. Owns packed weights and scratch.
class Decoder {
public:
    /// The backend must outlive the decoder.
    Decoder(const WhisperConfig& config, const WhisperWeights& weights, KernelBackend& backend);

    /// New tokens of one sequence. Several sequences (beams) advance together, so each weight is read once for all.
    struct Input {
        KvCache* cache;
        std::span<const Token> tokens;
    };

    [[nodiscard]] KvCache make_cache() const { return {config_, backend_}; }

    /// Runs the new tokens of every input at positions n_past ... and advances the caches. Returns the final hidden states
    /// [sum of tokens, d], in the inputs' order, valid until the next call. Throws ShapeError where a cache would overflow.
    TensorView forward(std::span<const Input> inputs, const CrossKeyValues& cross);

    /// logits [rows of hidden, n_vocab] of hidden states (views of forward()'s result), on the host, valid until the next call.
    TensorView logits(TensorView hidden);

private:
    struct Layer {
        std::unique_ptr<PreparedNorm> attention_norm, cross_attention_norm, mlp_norm;
        std::unique_ptr<PreparedLinear> query, key, value, out, cross_query, cross_out, mlp_up, mlp_down;
    };
    struct Scratch {                        ///< n rows
        Tensor x, normed, query, attended;  ///< [n, d]
        Tensor hidden;                      ///< [n, 4d]
    };
    void reserve(std::int64_t rows);
    void run_self_attention(std::size_t index, std::span<const Input> inputs, std::int64_t rows);
    void run_cross_attention(std::size_t index, const CrossKeyValues::Layer& cross, std::int64_t rows);
    void run_mlp(std::size_t index, std::int64_t rows);

    WhisperConfig config_;
    KernelBackend& backend_;
    std::unique_ptr<PreparedLinear> token_embedding_;
    Tensor positions_;  ///< [n_text_ctx, d]
    std::vector<Layer> layers_;
    std::unique_ptr<PreparedNorm> norm_;
    Scratch scratch_;
    Tensor logits_;
    std::vector<TokenPosition> token_positions_;
};

}  // namespace tilescribe
