// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/whisper_ops.h"

#include <cstring>

namespace tilescribe::bench {
namespace {

constexpr std::int64_t audio_context = 1500;
constexpr std::int64_t text_context = 448;

}  // namespace

/// Small values of either sign in the type's own layout; a quantised block's scale and minimum are its first two or four bytes.
std::vector<std::byte> WhisperOps::random_weights(ElementType type, std::int64_t rows, std::int64_t cols) {
    std::vector<std::byte> bytes(static_cast<std::size_t>(rows) * row_bytes(type, cols));
    for (std::byte& byte : bytes) byte = static_cast<std::byte>(random_() >> 8);
    const bool is_f32 = type == ElementType::f32;
    const std::size_t step = is_quantised(type) ? row_bytes(type, quantised_block_elements) : is_f32 ? 4 : 2;
    const bool has_minimum = type == ElementType::q4_1 || type == ElementType::q5_1;
    const auto keep = std::byte{0x83};
    for (std::size_t at = 0; at < bytes.size(); at += step) {
        // f16: exponents about 2^-7; bf16 and f32: about 2^-4 and below
        std::byte* high = bytes.data() + at + (is_f32 ? 3 : 1);
        *high = (*high & keep) | (is_f32 || type == ElementType::bf16 ? std::byte{0x38} : std::byte{0x20});
        if (has_minimum) bytes[at + 3] = (bytes[at + 3] & keep) | std::byte{0x20};
    }
    return bytes;
}

Tensor WhisperOps::random_tensor(std::int64_t rows, std::int64_t cols) {
    Tensor tensor = backend_.allocate(rows, cols);
    std::uniform_real_distribution<float> values(-1, 1);
    for (std::int64_t r = 0; r < rows; ++r)
        for (std::int64_t c = 0; c < cols; ++c) tensor.view.row(r)[c] = values(random_);
    return tensor;
}

std::unique_ptr<PreparedLinear> WhisperOps::linear(std::int64_t n_out, std::int64_t n_in, LinearUse use, bool has_bias) {
    const std::vector<std::byte> bytes = random_weights(type_, n_out, n_in);
    const std::vector<float> bias(has_bias ? static_cast<std::size_t>(n_out) : 0, 0.01F);
    return backend_.prepare_linear({{type_, n_out, n_in, bytes}, bias}, use);
}

std::unique_ptr<PreparedConv> WhisperOps::conv(std::int64_t n_in, int stride) {
    const std::vector<std::byte> bytes = random_weights(ElementType::f16, shape_.width, 3 * n_in);
    const std::vector<float> bias(static_cast<std::size_t>(shape_.width), 0.01F);
    return backend_.prepare_conv({{ElementType::f16, shape_.width, 3 * n_in, bytes}, bias, stride});
}

std::unique_ptr<PreparedNorm> WhisperOps::norm() {
    const std::vector<float> ones(static_cast<std::size_t>(shape_.width), 1.0F);
    return backend_.prepare_norm({ones, ones});
}

WhisperOps::WhisperOps(KernelBackend& backend, const ModelShape& shape, ElementType type)
    : backend_(backend), shape_(shape), type_(type) {
    make_encoder();
    make_decoder();
}

void WhisperOps::make_encoder() {
    const std::int64_t d = shape_.width;
    conv1_ = conv(shape_.mels, 1);
    conv2_ = conv(d, 2);
    encoder_norm_ = norm();
    for (int i = 0; i < shape_.encoder_layers; ++i) {
        Layer layer;
        layer.attention_norm = norm();
        layer.mlp_norm = norm();
        for (auto* one : {&layer.query, &layer.key, &layer.value, &layer.out}) *one = linear(d, d, LinearUse::many_rows);
        layer.up = linear(4 * d, d, LinearUse::many_rows);
        layer.down = linear(d, 4 * d, LinearUse::many_rows);
        encoder_.push_back(std::move(layer));
    }
    mel_ = random_tensor(shape_.mels, 2 * audio_context);
    frames_ = backend_.allocate(2 * audio_context, d);
    positions_ = random_tensor(audio_context, d);
    for (Tensor* tensor : {&x_, &normed_, &q_, &k_, &v_, &attended_}) *tensor = random_tensor(audio_context, d);
    hidden_ = backend_.allocate(audio_context, 4 * d);
}

void WhisperOps::make_decoder() {
    const std::int64_t d = shape_.width;
    decoder_norm_ = norm();
    vocabulary_ = linear(shape_.vocabulary, d, LinearUse::few_rows, false);
    for (int i = 0; i < shape_.decoder_layers; ++i) {
        Layer layer;
        for (auto* one : {&layer.attention_norm, &layer.cross_norm, &layer.mlp_norm}) *one = norm();
        for (auto* one : {&layer.query, &layer.key, &layer.value, &layer.out, &layer.cross_query, &layer.cross_out})
            *one = linear(d, d, LinearUse::few_rows);
        layer.cross_key = linear(d, d, LinearUse::many_rows, false);
        layer.cross_value = linear(d, d, LinearUse::many_rows);
        layer.up = linear(4 * d, d, LinearUse::few_rows);
        layer.down = linear(d, 4 * d, LinearUse::few_rows);
        for (Tensor* cache : {&layer.keys, &layer.values}) *cache = random_tensor(text_context, d);
        for (Tensor* cache : {&layer.cross_keys, &layer.cross_values}) *cache = random_tensor(audio_context, d);
        decoder_.push_back(std::move(layer));
    }
    text_positions_ = random_tensor(text_context, d);
    logits_ = backend_.allocate(text_context / 2, shape_.vocabulary);
}

void WhisperOps::encode() {
    backend_.conv_gelu({OpKind::conv, 0}, *conv1_, mel_.view, false, frames_.view);
    backend_.conv_gelu_positions({OpKind::conv, 1}, *conv2_, frames_.view, positions_.view, x_.view);
    int i = 0;
    for (const Layer& layer : encoder_) {
        backend_.layer_norm({OpKind::layer_norm, i}, *layer.attention_norm, x_.view, normed_.view);
        backend_.linear({OpKind::qkv, i}, *layer.query, normed_.view, Epilogue::none, q_.view);
        backend_.linear({OpKind::qkv, i}, *layer.key, normed_.view, Epilogue::none, k_.view);
        backend_.linear({OpKind::qkv, i}, *layer.value, normed_.view, Epilogue::none, v_.view);
        backend_.attention({OpKind::attention, i}, q_.view, k_.view, v_.view, shape_.heads, attended_.view);
        backend_.linear({OpKind::attention_out, i}, *layer.out, attended_.view, Epilogue::add_residual, x_.view);
        backend_.layer_norm({OpKind::layer_norm, i}, *layer.mlp_norm, x_.view, normed_.view);
        backend_.linear({OpKind::mlp, i}, *layer.up, normed_.view, Epilogue::gelu, hidden_.view);
        backend_.linear({OpKind::mlp, i}, *layer.down, hidden_.view, Epilogue::add_residual, x_.view);
        ++i;
    }
    backend_.layer_norm({OpKind::layer_norm}, *encoder_norm_, x_.view, normed_.view);
}

void WhisperOps::cross_key_values() {
    int i = 0;
    for (const Layer& layer : decoder_) {
        backend_.linear({OpKind::cross_kv, i}, *layer.cross_key, normed_.view, Epilogue::none, layer.cross_keys.view);
        backend_.linear({OpKind::cross_kv, i}, *layer.cross_value, normed_.view, Epilogue::none, layer.cross_values.view);
        ++i;
    }
}

void WhisperOps::decode_step(std::int64_t rows, std::int64_t n_past) {
    const auto some = [rows](const Tensor& tensor) { return tensor.view.rows_from(0, rows); };
    const TensorView x = some(x_);
    const TensorView normed = some(normed_);
    const std::vector<TokenPosition> tokens(static_cast<std::size_t>(rows), {440, static_cast<std::int32_t>(n_past)});
    backend_.embed({OpKind::token_embedding}, *vocabulary_, text_positions_.view, tokens, x);
    int i = 0;
    for (const Layer& layer : decoder_) {
        backend_.layer_norm({OpKind::decoder_layer_norm, i}, *layer.attention_norm, x, normed);
        backend_.linear({OpKind::decoder_qkv, i}, *layer.query, normed, Epilogue::none, some(q_));
        backend_.linear({OpKind::decoder_qkv, i}, *layer.key, normed, Epilogue::none, layer.keys.view.rows_from(n_past, rows));
        backend_.linear({OpKind::decoder_qkv, i}, *layer.value, normed, Epilogue::none, layer.values.view.rows_from(n_past, rows));
        backend_.cached_attention({OpKind::decoder_attention, i}, some(q_), layer.keys.view.rows_from(0, n_past + rows),
                                  layer.values.view.rows_from(0, n_past + rows), shape_.heads, n_past, some(attended_));
        backend_.linear({OpKind::decoder_attention_out, i}, *layer.out, some(attended_), Epilogue::add_residual, x);
        backend_.layer_norm({OpKind::decoder_layer_norm, i}, *layer.cross_norm, x, normed);
        backend_.linear({OpKind::decoder_qkv, i}, *layer.cross_query, normed, Epilogue::none, some(q_));
        backend_.cached_attention({OpKind::decoder_cross_attention, i}, some(q_), layer.cross_keys.view, layer.cross_values.view,
                                  shape_.heads, -1, some(attended_));
        backend_.linear({OpKind::decoder_attention_out, i}, *layer.cross_out, some(attended_), Epilogue::add_residual, x);
        backend_.layer_norm({OpKind::decoder_layer_norm, i}, *layer.mlp_norm, x, normed);
        backend_.linear({OpKind::decoder_mlp, i}, *layer.up, normed, Epilogue::gelu, some(hidden_));
        backend_.linear({OpKind::decoder_mlp, i}, *layer.down, some(hidden_), Epilogue::add_residual, x);
        ++i;
    }
    backend_.layer_norm({OpKind::decoder_layer_norm}, *decoder_norm_, x, normed);
    backend_.linear({OpKind::vocabulary}, *vocabulary_, normed, Epilogue::none, some(logits_));
}

}  // namespace tilescribe::bench
