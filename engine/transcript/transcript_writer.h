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
/// The format's name, which is also its files' ending: "srt".
[[nodiscard]] std::string_view name_of(TranscriptFormat format) noexcept;
[[nodiscard]] const std::vector<TranscriptFormat>& all_transcript_formats();

/// What some formats say about the recording beside its text.
struct TranscriptContext {
    std::string title;  ///< the recording's name: md's heading, lrc's, ttml's and json's title
    std::string model;
    double duration_s = 0;  ///< 0: unknown
};

/// Writes the transcript. txt, srt, vtt and tsv equal openai/whisper's own writers byte for byte, except where those would write a
/// broken file: an empty line or a left-over "-->" within a subtitle, a line break within a tsv row. json is one object on one
/// line. Times are made monotone (start <= end, no start before an earlier start) in every format but json, which carries them as
/// they are. Invalid UTF-8 becomes U+FFFD.
void write_transcript(std::ostream& out, const Transcript& transcript, TranscriptFormat format, const TranscriptContext& context);

/// One segment as txt has it, with its line end: for text that is shown as it comes.
[[nodiscard]] std::string txt_line(const TranscriptSegment& segment);

}  // namespace tilescribe
