// SPDX-License-Identifier: GPL-3.0-or-later
// LRC lyrics: "[minutes:seconds.hundredths]text". It knows no end times.
#include "engine/transcript/text_repair.h"
#include "engine/transcript/time_stamp.h"
#include "engine/transcript/transcript_formats.h"

#include <array>
#include <cstdio>

namespace tilescribe {
namespace {

std::string lrc_time(std::int64_t time_ms) {
    const std::int64_t hundredths = (time_ms + 5) / 10;
    std::array<char, 48> text{};
    std::snprintf(text.data(), text.size(), "%02lld:%02d.%02d", static_cast<long long>(hundredths / 6000),
                  static_cast<int>(hundredths / 100 % 60), static_cast<int>(hundredths % 100));
    return text.data();
}

/// True where a player would take "[12:" or "<12:" for a time of its own.
bool looks_like_time(std::string_view text) noexcept {
    if (text.empty() || (text[0] != '[' && text[0] != '<')) return false;
    const std::size_t digits = text.find_first_not_of("+- \t", 1);
    if (digits == std::string_view::npos) return false;
    const std::size_t colon = text.find_first_not_of("0123456789", digits);
    return colon != std::string_view::npos && colon > digits && text[colon] == ':';
}

std::string lyric(std::string_view text) {
    std::string result = on_one_line(valid_utf8(text));
    for (std::size_t i = 0; i < result.size(); ++i) {
        if (looks_like_time(std::string_view(result).substr(i))) result[i] = '(';
    }
    return result;
}

std::string tag_value(std::string_view text) {
    return replaced(replaced(on_one_line(valid_utf8(text)), "[", "("), "]", ")");
}

}  // namespace

void write_lrc(std::ostream& out, const Transcript& transcript, const TranscriptContext& context) {
    if (!context.title.empty()) out << "[ti:" << tag_value(context.title) << "]\n";
    if (!transcript.language.empty()) out << "[la:" << tag_value(transcript.language) << "]\n";
    if (context.duration_s > 0) out << "[length:" << time_for_people(context.duration_s) << "]\n";
    out << "[re:Tilescribe]\n";
    const auto times = monotone_times(transcript);
    for (std::size_t i = 0; i < times.size(); ++i) {
        out << '[' << lrc_time(times[i].start_ms) << ']' << lyric(transcript.segments[i].text) << '\n';
    }
}

}  // namespace tilescribe
