// SPDX-License-Identifier: GPL-3.0-or-later
// Markdown (CommonMark): a heading, what was heard with what, and a paragraph with its time for each segment.
#include "engine/transcript/text_repair.h"
#include "engine/transcript/time_stamp.h"
#include "engine/transcript/transcript_formats.h"

namespace tilescribe {
namespace {

/// Text that Markdown shows as it is. Line breaks go, so only inline marks need a backslash.
std::string escaped(std::string_view text) {
    std::string result;
    for (const char c : on_one_line(valid_utf8(text))) {
        if (std::string_view("\\`*_[]<>&~|#$").find(c) != std::string_view::npos) result += '\\';
        result += c;
    }
    return result;
}

}  // namespace

void write_md(std::ostream& out, const Transcript& transcript, const TranscriptContext& context) {
    out << "# " << (context.title.empty() ? "Transcript" : escaped(context.title)) << "\n\n";
    if (!transcript.language.empty()) out << "- Language: " << escaped(transcript.language) << '\n';
    if (!context.model.empty()) out << "- Model: " << escaped(context.model) << '\n';
    if (context.duration_s > 0) out << "- Duration: " << time_for_people(context.duration_s) << '\n';
    const auto times = monotone_times(transcript);
    for (std::size_t i = 0; i < times.size(); ++i) {
        const std::string text = escaped(transcript.segments[i].text);
        if (text.empty()) continue;
        out << "\n**" << time_for_people(static_cast<double>(times[i].start_ms) / 1000.0) << "** " << text << '\n';
    }
}

}  // namespace tilescribe
