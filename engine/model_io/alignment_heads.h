// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/whisper/whisper_config.h"

#include <utility>
#include <vector>

namespace tilescribe {

/// The (layer, head) pairs of the decoder's cross-attention that follow the sound, as OpenAI published them for the models that
/// their dimensions alone identify: tiny, base and turbo. Empty for every other network.
[[nodiscard]] std::vector<std::pair<int, int>> known_alignment_heads(const WhisperConfig& config);

}  // namespace tilescribe
