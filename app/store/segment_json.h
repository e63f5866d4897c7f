// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/transcript/transcript.h"

#include <string>

namespace tilescribe {

/// What a segment holds beside its times and text (tokens, probabilities, words), as JSON.
[[nodiscard]] std::string details_of(const TranscriptSegment& segment);

/// Fills it in again. What is missing or of the wrong type keeps its default: a damaged row costs its details, not the text.
void read_details(const std::string& json, TranscriptSegment& segment);

}  // namespace tilescribe
