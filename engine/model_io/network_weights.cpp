// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model_io/network_weights.h"

#include "engine/model_io/model_file_error.h"

#include <algorithm>
#include <initializer_list>
#include <string_view>

namespace tilescribe {
namespace {

/// One part of the network in both vocabularies of names.
struct PartName {
    std::string_view openai;
    std::string_view hugging_face;
};

constexpr PartName encoder = {"encoder.", "model.encoder."};
constexpr PartName decoder = {"decoder.", "model.decoder."};
constexpr PartName layers = {"blocks.", "layers."};
constexpr PartName conv1 = {"conv1", "conv1"};
constexpr PartName conv2 = {"conv2", "conv2"};
constexpr PartName positions = {"positional_embedding", "embed_positions.weight"};
constexpr PartName embedding = {"token_embedding.weight", "embed_tokens.weight"};
constexpr PartName encoder_norm = {"ln_post", "layer_norm"};
constexpr PartName decoder_norm = {"ln", "layer_norm"};
constexpr PartName self_attention_norm = {"attn_ln", "self_attn_layer_norm"};
constexpr PartName self_attention = {"attn.", "self_attn."};
constexpr PartName cross_attention_norm = {"cross_attn_ln", "encoder_attn_layer_norm"};
constexpr PartName cross_attention = {"cross_attn.", "encoder_attn."};
constexpr PartName query = {"query", "q_proj"};
constexpr PartName key = {"key", "k_proj"};
constexpr PartName value = {"value", "v_proj"};
constexpr PartName out = {"out", "out_proj"};
constexpr PartName mlp_norm = {"mlp_ln", "final_layer_norm"};
constexpr PartName mlp_up = {"mlp.0", "fc1"};
constexpr PartName mlp_down = {"mlp.2", "fc2"};

std::string_view name_in(TensorNaming naming, const PartName& part) noexcept {
    return naming == TensorNaming::openai ? part.openai : part.hugging_face;
}

/// A name under construction: at(encoder, layers) / 3 ...
std::string join(TensorNaming naming, std::initializer_list<PartName> parts) {
    std::string name;
    for (const PartName& part : parts) name += name_in(naming, part);
    return name;
}

class WeightsCollector {
public:
    WeightsCollector(const WhisperConfig& config, TensorTable& tensors, TensorNaming naming, FloatStore& floats)
        : config_(config), width_(config.n_audio_state), tensors_(tensors), naming_(naming), floats_(floats) {}

    WhisperWeights collect() {
        WhisperWeights weights;
        weights.conv1 = convolution(join(naming_, {encoder, conv1}), config_.n_mels, 1);
        weights.conv2 = convolution(join(naming_, {encoder, conv2}), width_, 2);
        weights.encoder_positions = matrix(join(naming_, {encoder, positions}), config_.n_audio_ctx, width_);
        for (std::int64_t i = 0; i < config_.n_audio_layer; ++i)
            weights.encoder_layers.push_back(encoder_layer(layer_name(encoder, i)));
        weights.encoder_norm = norm(join(naming_, {encoder, encoder_norm}));
        weights.token_embedding = matrix(token_embedding_name(naming_), config_.n_vocab, width_);
        weights.decoder_positions = matrix(join(naming_, {decoder, positions}), config_.n_text_ctx, width_);
        for (std::int64_t i = 0; i < config_.n_text_layer; ++i)
            weights.decoder_layers.push_back(decoder_layer(layer_name(decoder, i)));
        weights.decoder_norm = norm(join(naming_, {decoder, decoder_norm}));
        return weights;
    }

private:
    std::string layer_name(const PartName& coder, std::int64_t index) const {
        return join(naming_, {coder, layers}) + std::to_string(index) + ".";
    }
    std::string within(const std::string& prefix, const PartName& part) const {
        return prefix + std::string(name_in(naming_, part));
    }

    EncoderLayerWeights encoder_layer(const std::string& layer) {
        EncoderLayerWeights weights;
        weights.attention_norm = norm(within(layer, self_attention_norm));
        weights.attention = attention(within(layer, self_attention));
        weights.mlp_norm = norm(within(layer, mlp_norm));
        weights.mlp_up = linear(within(layer, mlp_up), 4 * width_, width_);
        weights.mlp_down = linear(within(layer, mlp_down), width_, 4 * width_);
        return weights;
    }

    DecoderLayerWeights decoder_layer(const std::string& layer) {
        DecoderLayerWeights weights;
        weights.attention_norm = norm(within(layer, self_attention_norm));
        weights.attention = attention(within(layer, self_attention));
        weights.cross_attention_norm = norm(within(layer, cross_attention_norm));
        weights.cross_attention = attention(within(layer, cross_attention));
        weights.mlp_norm = norm(within(layer, mlp_norm));
        weights.mlp_up = linear(within(layer, mlp_up), 4 * width_, width_);
        weights.mlp_down = linear(within(layer, mlp_down), width_, 4 * width_);
        return weights;
    }

    AttentionWeights attention(const std::string& prefix) {
        AttentionWeights weights;
        weights.query = linear(within(prefix, query), width_, width_);
        weights.key = {matrix(within(prefix, key) + ".weight", width_, width_), {}};
        weights.value = linear(within(prefix, value), width_, width_);
        weights.out = linear(within(prefix, out), width_, width_);
        return weights;
    }

    LinearWeights linear(const std::string& prefix, std::int64_t n_out, std::int64_t n_in) {
        return {matrix(prefix + ".weight", n_out, n_in), vector(prefix + ".bias", n_out)};
    }

    NormWeights norm(const std::string& prefix) { return {vector(prefix + ".weight", width_), vector(prefix + ".bias", width_)}; }

    ConvWeights convolution(const std::string& prefix, std::int64_t n_in, int stride) {
        const StoredTensor tensor = take(prefix + ".weight", {width_, n_in, 3});
        return {{tensor.type, width_, n_in * 3, tensor.bytes}, vector(prefix + ".bias", width_), stride};
    }

    WeightMatrix matrix(const std::string& name, std::int64_t rows, std::int64_t cols) {
        const StoredTensor tensor = take(name, {rows, cols});
        return {tensor.type, rows, cols, tensor.bytes};
    }

    /// Always a copy: the bytes in the file may be unaligned.
    std::span<const float> vector(const std::string& name, std::int64_t size) {
        const StoredTensor tensor = take(name, {size});
        auto& values = floats_.emplace_back(static_cast<std::size_t>(size));
        dequantise_row({tensor.type, 1, size, tensor.bytes}, 0, values);
        return values;
    }

    StoredTensor take(const std::string& name, std::initializer_list<std::int64_t> shape) {
        StoredTensor tensor = tensors_.take(name);
        // ggml files keep the convolutions' biases as [n, 1].
        if (shape.size() == 1 && tensor.shape.size() == 2 && tensor.shape[1] == 1) tensor.shape.pop_back();
        if (!std::ranges::equal(tensor.shape, shape))
            throw ModelFileError(tensor.file, "the tensor '" + name + "' has the shape " + shape_text(tensor.shape) +
                                                  " instead of " + shape_text(std::vector<std::int64_t>(shape)));
        return tensor;
    }

    const WhisperConfig& config_;
    std::int64_t width_;
    TensorTable& tensors_;
    TensorNaming naming_;
    FloatStore& floats_;
};

}  // namespace

std::string token_embedding_name(TensorNaming naming) {
    return join(naming, {decoder, embedding});
}

WhisperWeights collect_weights(const WhisperConfig& config, TensorTable& tensors, TensorNaming naming, FloatStore& floats) {
    WhisperWeights weights = WeightsCollector(config, tensors, naming, floats).collect();
    tensors.require_empty();
    return weights;
}

}  // namespace tilescribe
