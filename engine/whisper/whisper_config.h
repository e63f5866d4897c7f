// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>

namespace tilescribe {

/// A Whisper network's dimensions, in openai/whisper's names.
struct WhisperConfig {
    std::int64_t n_vocab = 0;
    std::int64_t n_audio_ctx = 0;    ///< encoder positions, 1500
    std::int64_t n_audio_state = 0;  ///< encoder width
    std::int64_t n_audio_head = 0;
    std::int64_t n_audio_layer = 0;
    std::int64_t n_text_ctx = 0;    ///< decoder positions, 448
    std::int64_t n_text_state = 0;  ///< decoder width, equals n_audio_state
    std::int64_t n_text_head = 0;
    std::int64_t n_text_layer = 0;
    std::int64_t n_mels = 0;  ///< 80 or 128

    [[nodiscard]] bool is_multilingual() const noexcept { return n_vocab >= 51865; }
    [[nodiscard]] int n_languages() const noexcept { return static_cast<int>(n_vocab) - 51765 - (is_multilingual() ? 1 : 0); }
    friend bool operator==(const WhisperConfig&, const WhisperConfig&) = default;
};

}  // namespace tilescribe
