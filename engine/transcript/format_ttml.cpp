// SPDX-License-Identifier: GPL-3.0-or-later
// TTML 1 (W3C): one paragraph per segment, times as clock times.
#include "engine/transcript/text_repair.h"
#include "engine/transcript/time_stamp.h"
#include "engine/transcript/transcript_formats.h"

namespace tilescribe {
namespace {

/// XML 1.0 character data: specials as entities; what XML cannot hold at all (control characters, U+FFFE, U+FFFF) is left out.
std::string xml_text(std::string_view text) {
    std::string result;
    for (const char c : valid_utf8(text)) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte < 0x20 && c != '\t' && c != '\n') || byte == 0x7F) continue;
        switch (c) {
            case '&':
                result += "&amp;";
                break;
            case '<':
                result += "&lt;";
                break;
            case '>':
                result += "&gt;";
                break;
            case '"':
                result += "&quot;";
                break;
            default:
                result += c;
        }
    }
    return replaced(replaced(result, "\xef\xbf\xbe", ""), "\xef\xbf\xbf", "");
}

/// A language tag holds letters, digits and hyphens only; anything else is no language.
std::string language_tag(std::string_view language) {
    constexpr std::string_view allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-";
    return language.find_first_not_of(allowed) == std::string_view::npos ? std::string(language) : std::string();
}

}  // namespace

void write_ttml(std::ostream& out, const Transcript& transcript, const TranscriptContext& context) {
    out << R"(<?xml version="1.0" encoding="UTF-8"?>)"
           "\n"
        << R"(<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata" xml:lang=")"
        << language_tag(transcript.language) << "\">\n"
        << "  <head>\n    <metadata>\n";
    if (!context.title.empty()) out << "      <ttm:title>" << xml_text(on_one_line(valid_utf8(context.title))) << "</ttm:title>\n";
    out << "    </metadata>\n  </head>\n  <body>\n    <div>\n";
    const auto times = monotone_times(transcript);
    for (std::size_t i = 0; i < times.size(); ++i) {
        const std::string text = valid_utf8(transcript.segments[i].text);
        const std::string lines = xml_text(without_empty_lines(stripped(text)));
        out << "      <p begin=\"" << time_with_hours(times[i].start_ms, '.') << "\" end=\""
            << time_with_hours(times[i].end_ms, '.') << "\">" << replaced(lines, "\n", "<br/>") << "</p>\n";
    }
    out << "    </div>\n  </body>\n</tt>\n";
}

}  // namespace tilescribe
