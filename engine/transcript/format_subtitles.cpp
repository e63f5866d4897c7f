// SPDX-License-Identifier: GPL-3.0-or-later
// SRT and WebVTT as openai/whisper writes them: "-->" within the text becomes "->"; `<` and `&` stay as they are.
#include "engine/transcript/text_repair.h"
#include "engine/transcript/time_stamp.h"
#include "engine/transcript/transcript_formats.h"

namespace tilescribe {
namespace {

std::string subtitle_text(const TranscriptSegment& segment) {
    const std::string text = valid_utf8(segment.text);
    std::string result(stripped(text));
    // openai/whisper replaces once, which turns "--->" into another "-->".
    while (result.find("-->") != std::string::npos) result = replaced(result, "-->", "->");
    return without_empty_lines(result);
}

}  // namespace

void write_srt(std::ostream& out, const Transcript& transcript) {
    const auto times = monotone_times(transcript);
    for (std::size_t i = 0; i < times.size(); ++i) {
        out << i + 1 << '\n'
            << time_with_hours(times[i].start_ms, ',') << " --> " << time_with_hours(times[i].end_ms, ',') << '\n'
            << subtitle_text(transcript.segments[i]) << "\n\n";
    }
}

void write_vtt(std::ostream& out, const Transcript& transcript) {
    const auto times = monotone_times(transcript);
    out << "WEBVTT\n\n";
    for (std::size_t i = 0; i < times.size(); ++i) {
        out << time_hours_if_any(times[i].start_ms, '.') << " --> " << time_hours_if_any(times[i].end_ms, '.') << '\n'
            << subtitle_text(transcript.segments[i]) << "\n\n";
    }
}

}  // namespace tilescribe
