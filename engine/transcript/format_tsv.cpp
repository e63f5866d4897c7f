// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/transcript/text_repair.h"
#include "engine/transcript/time_stamp.h"
#include "engine/transcript/transcript_formats.h"

namespace tilescribe {

void write_tsv(std::ostream& out, const Transcript& transcript) {
    const auto times = monotone_times(transcript);
    out << "start\tend\ttext\n";
    for (std::size_t i = 0; i < times.size(); ++i) {
        const std::string text = valid_utf8(transcript.segments[i].text);
        const std::string cell = replaced(stripped(text), "\t", " ");
        const bool has_line_break = cell.find_first_of("\n\r\v\f") != std::string::npos;
        out << times[i].start_ms << '\t' << times[i].end_ms << '\t' << (has_line_break ? on_one_line(cell) : cell) << '\n';
    }
}

}  // namespace tilescribe
