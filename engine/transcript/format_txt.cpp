// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/transcript/text_repair.h"
#include "engine/transcript/transcript_formats.h"

namespace tilescribe {

std::string txt_line(const TranscriptSegment& segment) {
    return std::string(stripped(valid_utf8(segment.text))) + '\n';
}

void write_txt(std::ostream& out, const Transcript& transcript) {
    for (const TranscriptSegment& segment : transcript.segments) out << txt_line(segment);
}

}  // namespace tilescribe
