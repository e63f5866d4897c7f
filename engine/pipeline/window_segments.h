// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/transcript/transcript.h"
#include "engine/whisper/window_decoder.h"

#include <cstdint>
#include <vector>

namespace tilescribe {

/// A decoded window cut at its time stamps. The segments' texts and ids are still to be filled in; those without content (start
/// equals end, or blank text) have no tokens.
struct WindowSegments {
    std::vector<TranscriptSegment> segments;
    std::int64_t advance_frames = 0;  ///< from the window's first frame to the next window's
};

/// seek: the window's first frame; count: its frames of real content. The rules are openai/whisper's: a segment per pair of
/// consecutive time stamps; what follows the last pair is left for the next window.
[[nodiscard]] WindowSegments split_window(const WindowText& window, const Tokenizer& tokenizer, std::int64_t seek,
                                          std::int64_t count);

}  // namespace tilescribe
