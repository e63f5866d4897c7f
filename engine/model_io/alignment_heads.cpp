// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model_io/alignment_heads.h"

namespace tilescribe {
namespace {

bool has_dimensions(const WhisperConfig& config, std::int64_t n_vocab, std::int64_t width, std::int64_t encoder_layers,
                    std::int64_t decoder_layers) noexcept {
    return config.n_vocab == n_vocab && config.n_audio_state == width && config.n_audio_layer == encoder_layers &&
           config.n_text_layer == decoder_layers;
}

}  // namespace

std::vector<std::pair<int, int>> known_alignment_heads(const WhisperConfig& config) {
    if (has_dimensions(config, 51865, 384, 4, 4)) return {{2, 2}, {3, 0}, {3, 2}, {3, 3}, {3, 4}, {3, 5}};                  // tiny
    if (has_dimensions(config, 51865, 512, 6, 6)) return {{3, 1}, {4, 2}, {4, 3}, {4, 7}, {5, 1}, {5, 2}, {5, 4}, {5, 6}};  // base
    if (has_dimensions(config, 51866, 1280, 32, 4)) return {{2, 4}, {2, 11}, {3, 3}, {3, 6}, {3, 11}, {3, 14}};             // turbo
    return {};
}

}  // namespace tilescribe
