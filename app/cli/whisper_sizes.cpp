// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/whisper_sizes.h"

#include <algorithm>

namespace tilescribe {
namespace {

WhisperConfig config(std::int64_t n_vocab, std::int64_t width, std::int64_t encoder_layers, std::int64_t decoder_layers,
                     std::int64_t n_mels) {
    constexpr std::int64_t head_width = 64;
    return {.n_vocab = n_vocab,
            .n_audio_ctx = 1500,
            .n_audio_state = width,
            .n_audio_head = width / head_width,
            .n_audio_layer = encoder_layers,
            .n_text_ctx = 448,
            .n_text_state = width,
            .n_text_head = width / head_width,
            .n_text_layer = decoder_layers,
            .n_mels = n_mels};
}

}  // namespace

const std::vector<WhisperSize>& whisper_sizes() {
    static const std::vector<WhisperSize> sizes{
        {"tiny", config(51865, 384, 4, 4, 80)},         {"base", config(51865, 512, 6, 6, 80)},
        {"small", config(51865, 768, 12, 12, 80)},      {"medium", config(51865, 1024, 24, 24, 80)},
        {"large-v3", config(51866, 1280, 32, 32, 128)}, {"turbo", config(51866, 1280, 32, 4, 128)},
    };
    return sizes;
}

std::optional<WhisperConfig> config_of_size(const std::string& name) {
    const std::string wanted = name == "large-v3-turbo" ? "turbo" : name == "large" ? "large-v3" : name;
    const auto& sizes = whisper_sizes();
    const auto found = std::ranges::find(sizes, wanted, &WhisperSize::name);
    if (found == sizes.end()) return std::nullopt;
    return found->config;
}

}  // namespace tilescribe
