// SPDX-License-Identifier: GPL-3.0-or-later
// RFC 4180 with \n as the line end; times in seconds. The text is always quoted, so quotes, commas and line breaks survive.
#include "engine/transcript/text_repair.h"
#include "engine/transcript/time_stamp.h"
#include "engine/transcript/transcript_formats.h"

#include <array>
#include <cstdio>

namespace tilescribe {
namespace {

std::string seconds(std::int64_t time_ms) {
    std::array<char, 48> text{};
    std::snprintf(text.data(), text.size(), "%lld.%03d", static_cast<long long>(time_ms / 1000), static_cast<int>(time_ms % 1000));
    return text.data();
}

}  // namespace

void write_csv(std::ostream& out, const Transcript& transcript) {
    const auto times = monotone_times(transcript);
    out << "start,end,text\n";
    for (std::size_t i = 0; i < times.size(); ++i) {
        const std::string text = valid_utf8(transcript.segments[i].text);
        out << seconds(times[i].start_ms) << ',' << seconds(times[i].end_ms) << ",\"" << replaced(stripped(text), "\"", "\"\"")
            << "\"\n";
    }
}

}  // namespace tilescribe
