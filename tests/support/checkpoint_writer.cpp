// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/checkpoint_writer.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <fstream>
#include <stdexcept>

namespace tilescribe::testing {
namespace {

template <typename T>
void append(Bytes& out, T value) {
    for (const std::byte byte : std::bit_cast<std::array<std::byte, sizeof(T)>>(value)) out.push_back(byte);
}

void append_text(Bytes& out, std::string_view text) {
    const auto bytes = std::as_bytes(std::span(text));
    out.insert(out.end(), bytes.begin(), bytes.end());
}

/// Of a value that f16 holds exactly as a normal number or zero.
std::uint16_t exact_f16(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    const std::uint32_t sign = bits >> 16 & 0x8000U;
    if (value == 0) return static_cast<std::uint16_t>(sign);
    return static_cast<std::uint16_t>(sign | ((bits >> 23 & 0xFFU) - 112) << 10 | (bits >> 13 & 0x3FFU));
}

std::int32_t ggml_type_number(ElementType type) {
    if (type == ElementType::f32) return 0;
    if (type == ElementType::f16) return 1;
    if (type == ElementType::q8_0) return 8;
    throw std::invalid_argument("no such type here");
}

std::int32_t ggml_file_type_number(ElementType type) {
    return type == ElementType::q8_0 ? 2007 : ggml_type_number(type);
}

class TensorList {
public:
    explicit TensorList(const WhisperConfig& config) : d_(config.n_audio_state) {
        add("encoder.positional_embedding", "model.encoder.embed_positions.weight", {config.n_audio_ctx, d_});
        add("encoder.conv1.weight", "model.encoder.conv1.weight", {d_, config.n_mels, 3});
        add("encoder.conv1.bias", "model.encoder.conv1.bias", {d_});
        add("encoder.conv2.weight", "model.encoder.conv2.weight", {d_, d_, 3});
        add("encoder.conv2.bias", "model.encoder.conv2.bias", {d_});
        for (std::int64_t i = 0; i < config.n_audio_layer; ++i) layer("encoder", i, false);
        norm("encoder.ln_post", "model.encoder.layer_norm");
        add("decoder.positional_embedding", "model.decoder.embed_positions.weight", {config.n_text_ctx, d_});
        add("decoder.token_embedding.weight", "model.decoder.embed_tokens.weight", {config.n_vocab, d_});
        for (std::int64_t i = 0; i < config.n_text_layer; ++i) layer("decoder", i, true);
        norm("decoder.ln", "model.decoder.layer_norm");
    }
    std::vector<NetworkTensor> tensors;

private:
    void add(const std::string& openai, const std::string& hugging_face, std::vector<std::int64_t> shape) {
        tensors.push_back({openai, hugging_face, std::move(shape)});
    }
    void linear(const std::string& openai, const std::string& hugging_face, std::int64_t rows, std::int64_t cols,
                bool has_bias = true) {
        add(openai + ".weight", hugging_face + ".weight", {rows, cols});
        if (has_bias) add(openai + ".bias", hugging_face + ".bias", {rows});
    }
    void norm(const std::string& openai, const std::string& hugging_face) {
        add(openai + ".weight", hugging_face + ".weight", {d_});
        add(openai + ".bias", hugging_face + ".bias", {d_});
    }
    void attention(const std::string& openai, const std::string& hugging_face) {
        linear(openai + ".query", hugging_face + ".q_proj", d_, d_);
        linear(openai + ".key", hugging_face + ".k_proj", d_, d_, false);
        linear(openai + ".value", hugging_face + ".v_proj", d_, d_);
        linear(openai + ".out", hugging_face + ".out_proj", d_, d_);
    }
    void layer(const std::string& coder, std::int64_t index, bool has_cross_attention) {
        const std::string a = coder + ".blocks." + std::to_string(index) + ".";
        const std::string b = "model." + coder + ".layers." + std::to_string(index) + ".";
        norm(a + "attn_ln", b + "self_attn_layer_norm");
        attention(a + "attn", b + "self_attn");
        if (has_cross_attention) {
            norm(a + "cross_attn_ln", b + "encoder_attn_layer_norm");
            attention(a + "cross_attn", b + "encoder_attn");
        }
        norm(a + "mlp_ln", b + "final_layer_norm");
        linear(a + "mlp.0", b + "fc1", 4 * d_, d_);
        linear(a + "mlp.2", b + "fc2", d_, 4 * d_);
    }

    std::int64_t d_;
};

std::string safetensors_type(ElementType type) {
    std::string name(name_of(type));
    std::ranges::transform(name, name.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return name;
}

}  // namespace

WhisperConfig small_config() {
    return {51864, 1500, 64, 1, 1, 448, 64, 1, 1, 80};
}

std::int64_t NetworkTensor::elements() const {
    std::int64_t count = 1;
    for (const std::int64_t n : shape) count *= n;
    return count;
}

std::vector<NetworkTensor> network_tensors(const WhisperConfig& config) {
    return TensorList(config).tensors;
}

float test_value(std::string_view openai_name, std::int64_t i) {
    std::uint32_t hash = 2166136261U;  // FNV-1a, continued over the index
    for (const char c : openai_name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    hash = (hash ^ static_cast<std::uint32_t>(i)) * 16777619U;
    hash ^= hash >> 15;
    return static_cast<float>(static_cast<int>(hash % 255U) - 127) / 64.0F;
}

Bytes encode_test_values(const NetworkTensor& tensor, ElementType type) {
    Bytes out;
    const std::int64_t count = tensor.elements();
    out.reserve(static_cast<std::size_t>(count) * sizeof(float));
    for (std::int64_t i = 0; i < count; ++i) {
        const float value = test_value(tensor.openai_name, i);
        if (type == ElementType::f32) append(out, value);
        if (type == ElementType::f16) append(out, exact_f16(value));
        if (type == ElementType::bf16) append(out, static_cast<std::uint16_t>(std::bit_cast<std::uint32_t>(value) >> 16));
        if (type == ElementType::q8_0) {
            if (i % quantised_block_elements == 0) append(out, exact_f16(1.0F / 64.0F));
            append(out, static_cast<std::int8_t>(std::lround(value * 64.0F)));
        }
    }
    return out;
}

GgmlTensor& GgmlFile::tensor(std::string_view name) {
    return *std::ranges::find(tensors, name, &GgmlTensor::name);
}

Bytes GgmlFile::bytes(std::vector<std::size_t>* section_ends) const {
    Bytes out;
    const auto end_section = [&] {
        if (section_ends != nullptr) section_ends->push_back(out.size());
    };
    append(out, magic);
    end_section();
    for (const std::int32_t value : header) append(out, value);
    end_section();
    for (const std::int32_t value : filter_shape) append(out, value);
    end_section();
    out.insert(out.end(), filters.begin(), filters.end());
    end_section();
    append(out, vocabulary_count.value_or(static_cast<std::int32_t>(vocabulary.size())));
    end_section();
    for (const std::string& token : vocabulary) {
        append(out, static_cast<std::int32_t>(token.size()));
        append_text(out, token);
    }
    end_section();
    for (const GgmlTensor& tensor : tensors) {
        append(out, tensor.n_dims.value_or(static_cast<std::int32_t>(tensor.dims.size())));
        append(out, tensor.name_length.value_or(static_cast<std::int32_t>(tensor.name.size())));
        append(out, tensor.type);
        end_section();
        for (const std::int32_t n : tensor.dims) append(out, n);
        end_section();
        append_text(out, tensor.name);
        end_section();
        out.insert(out.end(), tensor.data.begin(), tensor.data.end());
        end_section();
    }
    return out;
}

GgmlFile small_ggml_file(ElementType matrices) {
    const WhisperConfig c = small_config();
    GgmlFile file;
    const std::array<std::int64_t, 10> dimensions = {c.n_vocab,    c.n_audio_ctx,  c.n_audio_state, c.n_audio_head, c.n_audio_layer,
                                                     c.n_text_ctx, c.n_text_state, c.n_text_head,   c.n_text_layer, c.n_mels};
    std::ranges::transform(dimensions, file.header.begin(), [](std::int64_t n) { return static_cast<std::int32_t>(n); });
    file.header.back() = ggml_file_type_number(matrices);
    file.filter_shape = {80, 201};
    file.filters.resize(std::size_t{80} * 201 * sizeof(float));
    file.vocabulary.resize(50257);
    for (std::size_t i = 0; i < 256; ++i) file.vocabulary[i] = std::string(1, static_cast<char>(i));
    file.vocabulary[256] = " the";
    file.vocabulary[50256] = "<|endoftext|>";
    for (const NetworkTensor& tensor : network_tensors(c)) {
        const bool is_table = tensor.openai_name.ends_with("positional_embedding");
        const bool is_bias_of_convolution = tensor.openai_name.starts_with("encoder.conv") && tensor.shape.size() == 1;
        ElementType type = tensor.shape.size() == 1 || is_table ? ElementType::f32 : matrices;
        if (tensor.shape.size() == 3 && is_quantised(matrices)) type = ElementType::f16;
        GgmlTensor stored;
        stored.type = ggml_type_number(type);
        stored.name = tensor.openai_name;
        for (const std::int64_t n : tensor.shape) stored.dims.insert(stored.dims.begin(), static_cast<std::int32_t>(n));
        if (is_bias_of_convolution) stored.dims.insert(stored.dims.begin(), 1);
        stored.data = encode_test_values(tensor, type);
        file.tensors.push_back(std::move(stored));
    }
    return file;
}

void SafetensorsFile::add(const NetworkTensor& tensor, ElementType type) {
    const Bytes values = encode_test_values(tensor, type);
    header[tensor.hugging_face_name] = {
        {"dtype", safetensors_type(type)}, {"shape", tensor.shape}, {"data_offsets", {data.size(), data.size() + values.size()}}};
    data.insert(data.end(), values.begin(), values.end());
}

Bytes SafetensorsFile::bytes() const {
    Bytes out;
    const std::string text = header.dump();
    append(out, static_cast<std::uint64_t>(text.size()));
    append_text(out, text);
    out.insert(out.end(), data.begin(), data.end());
    return out;
}

nlohmann::json huggingface_config(const WhisperConfig& config) {
    return {{"model_type", "whisper"},
            {"d_model", config.n_audio_state},
            {"encoder_layers", config.n_audio_layer},
            {"decoder_layers", config.n_text_layer},
            {"encoder_attention_heads", config.n_audio_head},
            {"decoder_attention_heads", config.n_text_head},
            {"encoder_ffn_dim", 4 * config.n_audio_state},
            {"decoder_ffn_dim", 4 * config.n_text_state},
            {"num_mel_bins", config.n_mels},
            {"max_source_positions", config.n_audio_ctx},
            {"max_target_positions", config.n_text_ctx},
            {"vocab_size", config.n_vocab}};
}

Bytes bytes_of(std::string_view text) {
    const auto bytes = std::as_bytes(std::span(text));
    return {bytes.begin(), bytes.end()};
}

void write_file(const std::filesystem::path& path, std::span<const std::byte> bytes) {
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    out.close();
    if (!out) throw std::runtime_error("cannot write " + path.string());
}

}  // namespace tilescribe::testing
