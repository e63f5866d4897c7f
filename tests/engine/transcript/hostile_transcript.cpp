// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/transcript/hostile_transcript.h"

#include <limits>
#include <sstream>

namespace tilescribe::testing {

Transcript transcript_of(std::initializer_list<std::string> texts) {
    Transcript transcript;
    transcript.language = "en";
    for (const std::string& text : texts) {
        TranscriptSegment segment;
        segment.id = static_cast<int>(transcript.segments.size());
        segment.start = segment.id;
        segment.end = segment.id + 1;
        segment.text = text;
        transcript.text += text;
        transcript.segments.push_back(segment);
    }
    return transcript;
}

Transcript hostile_transcript() {
    Transcript transcript = transcript_of({
        " She said \"yes\", 'no' & <b>maybe</b> ]]> \\ done",
        " first\n\n\nsecond\r\nthird\rfourth",
        " 00:00:01.000 --> 00:00:02.000 ---> and -----> more",
        std::string(" broken \xff\xfe \xc3 \xed\xa0\x80 \xf4\x90\x80\x80 utf-8 \xe2\x82"),
        std::string(" control \x01\x1b[31m\x7f \0 end", 22) + "\xef\xbf\xbf\xef\xbf\xbe",
        " [00:12.00]not a time <00:13.00>[-1:2]",
        " a\tb\vc\fd",
        " # *bold* _em_ `code` [link](http://x) | ~~",
        "",
        " \u00e4\u00f6\u00fc \U0001f600 \u4f60\u597d",
    });
    transcript.segments[2].start = 0.5;
    transcript.segments[2].end = 0.25;
    transcript.segments[3].start = -7;
    transcript.segments[4].start = std::numeric_limits<double>::quiet_NaN();
    transcript.segments[9].end = std::numeric_limits<double>::infinity();
    return transcript;
}

std::string written(const Transcript& transcript, TranscriptFormat format, const TranscriptContext& context) {
    std::ostringstream out;
    write_transcript(out, transcript, format, context);
    return out.str();
}

}  // namespace tilescribe::testing
