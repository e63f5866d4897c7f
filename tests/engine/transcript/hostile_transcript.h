// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/transcript/transcript_writer.h"

#include <initializer_list>
#include <string>

namespace tilescribe::testing {

/// Segments with what breaks careless writers: quotes, tabs, line breaks, arrows, mark-up, invalid UTF-8, control characters, and
/// times that run backwards, are negative or no numbers.
Transcript hostile_transcript();

/// One segment of a second per text.
Transcript transcript_of(std::initializer_list<std::string> texts);

std::string written(const Transcript& transcript, TranscriptFormat format, const TranscriptContext& context = {});

}  // namespace tilescribe::testing
