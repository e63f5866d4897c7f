// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/whisper/cross_key_values.h"

namespace tilescribe {

CrossKeyValueProjection::CrossKeyValueProjection(const WhisperConfig& config, const WhisperWeights& weights, KernelBackend& backend)
    : backend_(backend) {
    for (const DecoderLayerWeights& w : weights.decoder_layers) {
        Layer layer{backend.prepare_linear(w.cross_attention.key, LinearUse::many_rows),
                    backend.prepare_linear(w.cross_attention.value, LinearUse::many_rows),
                    backend.allocate(config.n_audio_ctx, config.n_text_state),
                    backend.allocate(config.n_audio_ctx, config.n_text_state)};
        result_.layers.push_back({layer.keys.view, layer.values.view});
        views_.insert(views_.end(), {layer.keys.view, layer.values.view});
        layers_.push_back(std::move(layer));
    }
}

const CrossKeyValues& CrossKeyValueProjection::project(TensorView encoder_output) {
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        const OpTag tag{OpKind::cross_kv, static_cast<int>(i)};
        backend_.linear(tag, *layers_[i].key, encoder_output, Epilogue::none, layers_[i].keys.view);
        backend_.linear(tag, *layers_[i].value, encoder_output, Epilogue::none, layers_[i].values.view);
    }
    backend_.download({OpKind::transfer}, views_);
    return result_;
}

}  // namespace tilescribe
