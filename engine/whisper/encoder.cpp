// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/whisper/encoder.h"

#include "engine/whisper/joined_weights.h"
#include "engine/whisper/weight_tables.h"
#include "kernels/mel_filterbank.h"

namespace tilescribe {
namespace {

/// Samples that KernelBackend::log_mel() takes for n_frames.
constexpr std::int64_t samples_for(std::int64_t n_frames) noexcept {
    return n_frames * mel_hop_length + mel_fft_size;
}

}  // namespace

Encoder::Encoder(const WhisperConfig& config, const WhisperWeights& weights, KernelBackend& backend)
    : backend_(backend),
      n_head_(static_cast<int>(config.n_audio_head)),
      conv1_(backend.prepare_conv(weights.conv1)),
      conv2_(backend.prepare_conv(weights.conv2)),
      norm_(backend.prepare_norm(weights.encoder_norm)) {
    const std::int64_t positions = config.n_audio_ctx;
    const std::int64_t width = config.n_audio_state;
    for (const EncoderLayerWeights& w : weights.encoder_layers) {
        Layer layer;
        layer.attention_norm = backend.prepare_norm(w.attention_norm);
        const JoinedWeights qkv({&w.attention.query, &w.attention.key, &w.attention.value});
        layer.qkv = backend.prepare_linear(qkv.weights(), LinearUse::many_rows);
        layer.out = backend.prepare_linear(w.attention.out, LinearUse::many_rows_added);
        layer.mlp_norm = backend.prepare_norm(w.mlp_norm);
        layer.mlp_up = backend.prepare_linear(w.mlp_up, LinearUse::many_rows_gelu);
        layer.mlp_down = backend.prepare_linear(w.mlp_down, LinearUse::many_rows_added);
        layers_.push_back(std::move(layer));
    }
    if (backend.has_log_mel()) sound_ = backend.allocate(1, samples_for(2 * positions));
    mel_ = backend.allocate(config.n_mels, 2 * positions);
    conv_out_ = backend.allocate(2 * positions, width);
    positions_ = table_on_backend(backend, weights.encoder_positions);
    for (Tensor* tensor : {&x_, &normed_, &attended_}) *tensor = backend.allocate(positions, width);
    qkv_ = backend.allocate(positions, 3 * width);
    hidden_ = backend.allocate(positions, 4 * width);
}

std::span<float> Encoder::mel_input() noexcept {
    return {mel_.view.data, static_cast<std::size_t>(mel_.view.rows * mel_.view.cols)};
}

std::span<float> Encoder::sound_input(std::int64_t n_frames) noexcept {
    return {sound_.view.data, static_cast<std::size_t>(samples_for(n_frames))};
}

TensorView Encoder::encode() {
    backend_.upload({OpKind::transfer}, mel_.view);
    return encode_mel();
}

TensorView Encoder::encode_sound(std::int64_t n_frames, float maximum) {
    backend_.upload({OpKind::transfer}, sound_.view);
    backend_.log_mel({OpKind::log_mel}, sound_.view.cols_from(0, samples_for(n_frames)), maximum, mel_.view.cols_from(0, n_frames));
    return encode_mel();
}

TensorView Encoder::encode_mel() {
    backend_.conv_gelu({OpKind::conv, 0}, *conv1_, mel_.view, false, conv_out_.view);
    backend_.conv_gelu_positions({OpKind::conv, 1}, *conv2_, conv_out_.view, positions_.view, x_.view);
    for (std::size_t i = 0; i < layers_.size(); ++i) run_layer(static_cast<int>(i), layers_[i]);
    backend_.layer_norm({OpKind::layer_norm}, *norm_, x_.view, normed_.view);
    return normed_.view;
}

void Encoder::run_layer(int index, const Layer& layer) {
    backend_.layer_norm({OpKind::layer_norm, index}, *layer.attention_norm, x_.view, normed_.view);
    backend_.linear({OpKind::qkv, index}, *layer.qkv, normed_.view, Epilogue::none, qkv_.view);
    const std::int64_t width = x_.view.cols;
    const auto part = [this, width](std::int64_t number) { return qkv_.view.cols_from(number * width, width); };
    backend_.attention({OpKind::attention, index}, part(0), part(1), part(2), n_head_, attended_.view);
    backend_.linear({OpKind::attention_out, index}, *layer.out, attended_.view, Epilogue::add_residual, x_.view);

    backend_.layer_norm({OpKind::layer_norm, index}, *layer.mlp_norm, x_.view, normed_.view);
    backend_.linear({OpKind::mlp, index}, *layer.mlp_up, normed_.view, Epilogue::gelu, hidden_.view);
    backend_.linear({OpKind::mlp, index}, *layer.mlp_down, hidden_.view, Epilogue::add_residual, x_.view);
}

}  // namespace tilescribe
