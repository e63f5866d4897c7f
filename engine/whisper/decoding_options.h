// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>

namespace tilescribe {

enum class WhisperTask { transcribe, translate };

/// How one window is decoded.
struct DecodingOptions {
    std::string language = "auto";  ///< a Whisper code, or "auto": detected from the first window
    WhisperTask task = WhisperTask::transcribe;
    int max_new_tokens = 0;  ///< 0: half of the text context (224)
    double max_initial_timestamp_s = 1.0;
};

}  // namespace tilescribe
