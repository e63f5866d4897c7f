// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/whisper/token.h"

#include <span>

namespace tilescribe {

/// Ids that openai/whisper suppresses as non-speech, ascending: 84 for the English vocabulary, 82 for the multilingual ones.
[[nodiscard]] std::span<const Token> whisper_non_speech_tokens(bool is_multilingual) noexcept;

}  // namespace tilescribe
