// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/transcript/transcript.h"

#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace tilescribe {

enum class TranscriptFormat { txt, srt, vtt, json, tsv, csv, md, lrc, ttml };

[[nodiscard]] std::optional<TranscriptFormat> transcript_format_from_name(std::string_view name) noexcept;
[[nodiscard]] std::string_view name_of(TranscriptFormat format) noexcept;
[[nodiscard]] const std::vector<TranscriptFormat>& all_transcript_formats();

/// What some formats say about the recording beside its text.
struct TranscriptContext {
    std::string title;       ///< the recording's name, as md's heading and lrc's / ttml's title
    std::string model;
    double duration_s = 0;   ///< 0: unknown
};

/// Writes the transcript. txt, srt, vtt and tsv equal openai/whisper's own writers byte for byte; json is one object on one line.
/// Times are made monotone (start <= end, never backwards) in every format but json, which carries them as they are.
void write_transcript(std::ostream& out, const Transcript& transcript, TranscriptFormat format, const TranscriptContext& context);

}  // namespace tilescribe
