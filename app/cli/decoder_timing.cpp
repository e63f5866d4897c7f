// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/decoder_timing.h"

#include "engine/whisper/decoder.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace tilescribe {
namespace {

/// Small random f16 numbers, enough for the largest matrix; every matrix is a view of its beginning.
class RandomWeights {
public:
    explicit RandomWeights(std::int64_t count) : bytes_(static_cast<std::size_t>(2 * count)) {
        std::uint32_t state = 1;
        for (std::size_t i = 0; i < bytes_.size(); i += 2) {
            state = state * 1664525U + 1013904223U;
            // sign and mantissa at random, exponents of 1/64 to 1/32: no speed depends on the values, as long as they are ordinary
            const std::uint32_t half = (state >> 16 & 0x83ffU) | 0x2400U;
            bytes_[i] = static_cast<std::byte>(half & 0xffU);
            bytes_[i + 1] = static_cast<std::byte>(half >> 8);
        }
    }
    [[nodiscard]] WeightMatrix matrix(std::int64_t rows, std::int64_t cols) const {
        return {ElementType::f16, rows, cols, std::span(bytes_).first(static_cast<std::size_t>(2 * rows * cols))};
    }

private:
    std::vector<std::byte> bytes_;
};

WhisperWeights decoder_weights(const WhisperConfig& config, const RandomWeights& random, std::span<const float> zeros) {
    const std::int64_t d = config.n_text_state;
    const auto vector = [&](std::int64_t count) { return zeros.first(static_cast<std::size_t>(count)); };
    const LinearWeights square{random.matrix(d, d), vector(d)};
    const AttentionWeights attention{square, {random.matrix(d, d), {}}, square, square};
    const NormWeights norm{vector(d), vector(d)};
    WhisperWeights weights;
    weights.token_embedding = random.matrix(config.n_vocab, d);
    weights.decoder_positions = random.matrix(config.n_text_ctx, d);
    weights.decoder_norm = norm;
    for (std::int64_t i = 0; i < config.n_text_layer; ++i)
        weights.decoder_layers.push_back({norm,
                                          attention,
                                          norm,
                                          attention,
                                          norm,
                                          {random.matrix(4 * d, d), vector(4 * d)},
                                          {random.matrix(d, 4 * d), vector(d)}});
    return weights;
}

/// Of one step, from the middle of a window's tokens.
std::chrono::nanoseconds step_time(WhisperConfig config, std::int64_t layers, const RandomWeights& random, KernelBackend& backend) {
    config.n_text_layer = layers;
    const std::vector<float> zeros(static_cast<std::size_t>(4 * config.n_text_state));
    Decoder decoder(config, decoder_weights(config, random, zeros), backend);
    std::vector<Tensor> cross_tensors;
    CrossKeyValues cross;
    for (std::int64_t i = 0; i < layers; ++i) {
        for (int side = 0; side < 2; ++side) cross_tensors.push_back(backend.allocate(config.n_audio_ctx, config.n_text_state));
        cross.layers.push_back({cross_tensors[cross_tensors.size() - 2].view, cross_tensors.back().view});
    }
    KvCache cache = decoder.make_cache();
    const std::vector<Token> prompt(48, 1);
    const auto run = [&](std::span<const Token> tokens) {
        const Decoder::Input input{&cache, tokens};
        const TensorView hidden = decoder.forward({&input, 1}, cross);
        static_cast<void>(decoder.logits(hidden.rows_from(hidden.rows - 1, 1)));
    };
    run(prompt);
    std::array<std::chrono::nanoseconds, 15> times{};
    for (auto& time : times) {
        const auto begin = std::chrono::steady_clock::now();
        run(std::span(prompt).first(1));
        time = std::chrono::steady_clock::now() - begin;
    }
    std::ranges::sort(times);
    return times[times.size() / 2];
}

}  // namespace

std::chrono::nanoseconds decoder_time(const WhisperConfig& config, KernelBackend& backend, int n_tokens) {
    const RandomWeights random(std::max(config.n_vocab, 4 * config.n_text_state) * config.n_text_state);
    const std::chrono::nanoseconds with_one = step_time(config, 1, random, backend);
    const std::chrono::nanoseconds with_two = step_time(config, 2, random, backend);
    const std::chrono::nanoseconds layer = std::max(std::chrono::nanoseconds(0), with_two - with_one);
    return n_tokens * (with_one + (config.n_text_layer - 1) * layer);
}

}  // namespace tilescribe
