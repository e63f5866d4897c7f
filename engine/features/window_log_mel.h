// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/features/log_mel_extractor.h"

#include <cstdint>
#include <span>

namespace tilescribe {

/// What lies behind a short window's own frames: literal 0.0 to transcribe, the mel of silence to detect the language.
enum class WindowTail { zeros, silence };

/// The normalised log-mel of a single window of live sound (at most 30 s, otherwise std::invalid_argument), as if it were a whole
/// recording: its maximum is its own. out: [n_mels, mel_window_frames], band after band. Returns its content frames (samples /
/// 160).
std::int64_t window_log_mel(LogMelExtractor& extractor, std::span<const float> samples, std::span<float> out,
                            WindowTail tail = WindowTail::zeros);

}  // namespace tilescribe
