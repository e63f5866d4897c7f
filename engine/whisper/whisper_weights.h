// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/weight_matrix.h"

#include <vector>

namespace tilescribe {

// Views into a checkpoint's memory, in the network's own structure: one type behind every file format. Shapes beside members, with
// d = n_audio_state = n_text_state.

struct AttentionWeights {
    LinearWeights query;  ///< [d, d], bias [d]
    LinearWeights key;    ///< [d, d], no bias
    LinearWeights value;  ///< [d, d], bias [d]
    LinearWeights out;    ///< [d, d], bias [d]
};

struct EncoderLayerWeights {
    NormWeights attention_norm;  ///< [d]
    AttentionWeights attention;
    NormWeights mlp_norm;    ///< [d]
    LinearWeights mlp_up;    ///< [4d, d], bias [4d]
    LinearWeights mlp_down;  ///< [d, 4d], bias [d]
};

struct DecoderLayerWeights {
    NormWeights attention_norm;
    AttentionWeights attention;
    NormWeights cross_attention_norm;
    AttentionWeights cross_attention;
    NormWeights mlp_norm;
    LinearWeights mlp_up;
    LinearWeights mlp_down;
};

struct WhisperWeights {
    ConvWeights conv1;               ///< [d, n_mels * 3], stride 1
    ConvWeights conv2;               ///< [d, d * 3], stride 2
    WeightMatrix encoder_positions;  ///< [n_audio_ctx, d]
    std::vector<EncoderLayerWeights> encoder_layers;
    NormWeights encoder_norm;        ///< [d]
    WeightMatrix token_embedding;    ///< [n_vocab, d], also the output projection
    WeightMatrix decoder_positions;  ///< [n_text_ctx, d]
    std::vector<DecoderLayerWeights> decoder_layers;
    NormWeights decoder_norm;  ///< [d]
};

}  // namespace tilescribe
