// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/model_io/tensor_table.h"
#include "engine/whisper/whisper_config.h"
#include "engine/whisper/whisper_weights.h"

#include <deque>
#include <vector>

namespace tilescribe {

/// Whose names a file uses for the network's tensors.
enum class TensorNaming {
    openai,        ///< encoder.blocks.0.attn.query.weight: ggml files
    hugging_face,  ///< model.encoder.layers.0.self_attn.q_proj.weight
};

/// Owns the biases and norms, converted to f32. A deque: what lies in it never moves.
using FloatStore = std::deque<std::vector<float>>;

/// The token embedding's name.
[[nodiscard]] std::string token_embedding_name(TensorNaming naming);

/// Takes every tensor of the network that `config` (checked before) describes out of `tensors`. Matrices are views of the
/// tensors' bytes; biases and norms are converted into `floats`. Throws ModelFileError for a tensor that is missing, has another
/// shape, or is left over.
[[nodiscard]] WhisperWeights collect_weights(const WhisperConfig& config, TensorTable& tensors, TensorNaming naming,
                                             FloatStore& floats);

}  // namespace tilescribe
