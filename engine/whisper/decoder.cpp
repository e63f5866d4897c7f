// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/whisper/decoder.h"

#include "engine/whisper/weight_tables.h"
#include "kernels/shape_error.h"

#include <algorithm>
#include <string>

namespace tilescribe {

Decoder::Decoder(const WhisperConfig& config, const WhisperWeights& weights, KernelBackend& backend)
    : config_(config),
      backend_(backend),
      token_embedding_(backend.prepare_linear({weights.token_embedding, {}}, LinearUse::few_rows)),
      positions_(table_on_backend(backend, weights.decoder_positions)),
      norm_(backend.prepare_norm(weights.decoder_norm)) {
    for (const DecoderLayerWeights& w : weights.decoder_layers) {
        Layer layer;
        layer.attention_norm = backend.prepare_norm(w.attention_norm);
        layer.query = backend.prepare_linear(w.attention.query, LinearUse::few_rows);
        layer.key = backend.prepare_linear(w.attention.key, LinearUse::few_rows);
        layer.value = backend.prepare_linear(w.attention.value, LinearUse::few_rows);
        layer.out = backend.prepare_linear(w.attention.out, LinearUse::few_rows);
        layer.cross_attention_norm = backend.prepare_norm(w.cross_attention_norm);
        layer.cross_query = backend.prepare_linear(w.cross_attention.query, LinearUse::few_rows);
        layer.cross_out = backend.prepare_linear(w.cross_attention.out, LinearUse::few_rows);
        layer.mlp_norm = backend.prepare_norm(w.mlp_norm);
        layer.mlp_up = backend.prepare_linear(w.mlp_up, LinearUse::few_rows);
        layer.mlp_down = backend.prepare_linear(w.mlp_down, LinearUse::few_rows);
        layers_.push_back(std::move(layer));
    }
    reserve(1);
}

void Decoder::reserve(std::int64_t rows) {
    if (scratch_.x.view.rows >= rows) return;
    const std::int64_t width = config_.n_text_state;
    for (Tensor* tensor : {&scratch_.x, &scratch_.normed, &scratch_.query, &scratch_.attended})
        *tensor = backend_.allocate(rows, width);
    scratch_.hidden = backend_.allocate(rows, 4 * width);
}

TensorView Decoder::forward(std::span<const Input> inputs, const CrossKeyValues& cross) {
    token_positions_.clear();
    for (const Input& input : inputs) {
        const std::int64_t end = input.cache->n_past() + static_cast<std::int64_t>(input.tokens.size());
        if (end > input.cache->capacity())
            throw ShapeError("decoder: " + std::to_string(end) + " tokens do not fit a context of " +
                             std::to_string(input.cache->capacity()));
        auto position = static_cast<std::int32_t>(input.cache->n_past());
        for (const Token token : input.tokens) token_positions_.push_back({token, position++});
    }
    const auto rows = static_cast<std::int64_t>(token_positions_.size());
    reserve(rows);
    backend_.embed({OpKind::token_embedding}, *token_embedding_, positions_.view, token_positions_,
                   scratch_.x.view.rows_from(0, rows));
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        run_self_attention(i, inputs, rows);
        run_cross_attention(i, cross.layers.at(i), rows);
        run_mlp(i, rows);
    }
    for (const Input& input : inputs) input.cache->advance(static_cast<std::int64_t>(input.tokens.size()));
    const TensorView normed = scratch_.normed.view.rows_from(0, rows);
    backend_.layer_norm({OpKind::decoder_layer_norm}, *norm_, scratch_.x.view.rows_from(0, rows), normed);
    return normed;
}

void Decoder::run_self_attention(std::size_t index, std::span<const Input> inputs, std::int64_t rows) {
    const Layer& layer = layers_[index];
    const int i = static_cast<int>(index);
    const TensorView x = scratch_.x.view.rows_from(0, rows);
    const TensorView normed = scratch_.normed.view.rows_from(0, rows);
    const TensorView query = scratch_.query.view.rows_from(0, rows);
    const TensorView attended = scratch_.attended.view.rows_from(0, rows);
    backend_.layer_norm({OpKind::decoder_layer_norm, i}, *layer.attention_norm, x, normed);
    backend_.linear({OpKind::decoder_qkv, i}, *layer.query, normed, Epilogue::none, query);
    std::int64_t first = 0;
    for (const Input& input : inputs) {
        const auto n_new = static_cast<std::int64_t>(input.tokens.size());
        const std::int64_t n_past = input.cache->n_past();
        const TensorView keys = input.cache->keys(index);
        const TensorView values = input.cache->values(index);
        const TensorView own = normed.rows_from(first, n_new);
        backend_.linear({OpKind::decoder_qkv, i}, *layer.key, own, Epilogue::none, keys.rows_from(n_past, n_new));
        backend_.linear({OpKind::decoder_qkv, i}, *layer.value, own, Epilogue::none, values.rows_from(n_past, n_new));
        backend_.cached_attention({OpKind::decoder_attention, i}, query.rows_from(first, n_new), keys.rows_from(0, n_past + n_new),
                                  values.rows_from(0, n_past + n_new), static_cast<int>(config_.n_text_head), n_past,
                                  attended.rows_from(first, n_new));
        first += n_new;
    }
    backend_.linear({OpKind::decoder_attention_out, i}, *layer.out, attended, Epilogue::add_residual, x);
}

void Decoder::run_cross_attention(std::size_t index, const CrossKeyValues::Layer& cross, std::int64_t rows) {
    const Layer& layer = layers_[index];
    const int i = static_cast<int>(index);
    const TensorView x = scratch_.x.view.rows_from(0, rows);
    const TensorView normed = scratch_.normed.view.rows_from(0, rows);
    const TensorView query = scratch_.query.view.rows_from(0, rows);
    const TensorView attended = scratch_.attended.view.rows_from(0, rows);
    backend_.layer_norm({OpKind::decoder_layer_norm, i}, *layer.cross_attention_norm, x, normed);
    backend_.linear({OpKind::decoder_qkv, i}, *layer.cross_query, normed, Epilogue::none, query);
    backend_.cached_attention({OpKind::decoder_cross_attention, i}, query, cross.keys, cross.values,
                              static_cast<int>(config_.n_text_head), -1, attended);
    backend_.linear({OpKind::decoder_attention_out, i}, *layer.cross_out, attended, Epilogue::add_residual, x);
}

void Decoder::run_mlp(std::size_t index, std::int64_t rows) {
    const Layer& layer = layers_[index];
    const int i = static_cast<int>(index);
    const TensorView x = scratch_.x.view.rows_from(0, rows);
    const TensorView normed = scratch_.normed.view.rows_from(0, rows);
    const TensorView hidden = scratch_.hidden.view.rows_from(0, rows);
    backend_.layer_norm({OpKind::decoder_layer_norm, i}, *layer.mlp_norm, x, normed);
    backend_.linear({OpKind::decoder_mlp, i}, *layer.mlp_up, normed, Epilogue::gelu, hidden);
    backend_.linear({OpKind::decoder_mlp, i}, *layer.mlp_down, hidden, Epilogue::add_residual, x);
}

TensorView Decoder::logits(TensorView hidden) {
    if (logits_.view.rows < hidden.rows) logits_ = backend_.allocate(hidden.rows, config_.n_vocab);
    const TensorView out = logits_.view.rows_from(0, hidden.rows);
    backend_.linear({OpKind::vocabulary}, *token_embedding_, hidden, Epilogue::none, out);
    backend_.download({OpKind::transfer}, out);
    return out;
}

}  // namespace tilescribe
