// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/op_timing.h"

#include <array>

namespace tilescribe {
namespace {

struct OpKindText {
    OpKind kind;
    std::string_view name, title;
};

constexpr std::array<OpKindText, op_kind_count> texts{{
    {OpKind::audio_read, "audio_read", "Audio read"},
    {OpKind::log_mel, "log_mel", "Log-mel spectrogram"},
    {OpKind::conv, "conv", "Convolution"},
    {OpKind::layer_norm, "layer_norm", "Encoder layer norm"},
    {OpKind::qkv, "qkv", "Encoder QKV"},
    {OpKind::attention, "attention", "Encoder attention"},
    {OpKind::attention_out, "attention_out", "Encoder attention out"},
    {OpKind::mlp, "mlp", "Encoder MLP"},
    {OpKind::cross_kv, "cross_kv", "Cross KV"},
    {OpKind::token_embedding, "token_embedding", "Token embedding"},
    {OpKind::decoder_layer_norm, "decoder_layer_norm", "Decoder layer norm"},
    {OpKind::decoder_qkv, "decoder_qkv", "Decoder QKV"},
    {OpKind::decoder_attention, "decoder_attention", "Decoder attention"},
    {OpKind::decoder_cross_attention, "decoder_cross_attention", "Decoder cross-attention"},
    {OpKind::decoder_attention_out, "decoder_attention_out", "Decoder attention out"},
    {OpKind::decoder_mlp, "decoder_mlp", "Decoder MLP"},
    {OpKind::vocabulary, "vocabulary", "Vocabulary projection"},
    {OpKind::token_search, "token_search", "Token search"},
    {OpKind::transfer, "transfer", "Transfer"},
}};

constexpr bool texts_are_in_order() {
    for (int i = 0; i < op_kind_count; ++i)
        if (static_cast<int>(texts[i].kind) != i) return false;
    return true;
}
static_assert(texts_are_in_order());

}  // namespace

std::string_view name_of(OpKind kind) noexcept {
    return texts[static_cast<std::size_t>(kind)].name;
}

std::string_view title_of(OpKind kind) noexcept {
    return texts[static_cast<std::size_t>(kind)].title;
}

}  // namespace tilescribe
