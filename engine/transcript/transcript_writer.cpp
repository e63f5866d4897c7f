// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/transcript/transcript_writer.h"

#include "engine/transcript/transcript_formats.h"

#include <algorithm>

namespace tilescribe {

std::string_view name_of(TranscriptFormat format) noexcept {
    switch (format) {
        case TranscriptFormat::txt:
            return "txt";
        case TranscriptFormat::srt:
            return "srt";
        case TranscriptFormat::vtt:
            return "vtt";
        case TranscriptFormat::json:
            return "json";
        case TranscriptFormat::tsv:
            return "tsv";
        case TranscriptFormat::csv:
            return "csv";
        case TranscriptFormat::md:
            return "md";
        case TranscriptFormat::lrc:
            return "lrc";
        case TranscriptFormat::ttml:
            return "ttml";
    }
    return "";
}

const std::vector<TranscriptFormat>& all_transcript_formats() {
    static const std::vector<TranscriptFormat> formats = {TranscriptFormat::txt,  TranscriptFormat::srt, TranscriptFormat::vtt,
                                                          TranscriptFormat::json, TranscriptFormat::tsv, TranscriptFormat::csv,
                                                          TranscriptFormat::md,   TranscriptFormat::lrc, TranscriptFormat::ttml};
    return formats;
}

std::optional<TranscriptFormat> transcript_format_from_name(std::string_view name) noexcept {
    const auto& formats = all_transcript_formats();
    const auto found = std::ranges::find(formats, name, name_of);
    if (found == formats.end()) return std::nullopt;
    return *found;
}

void write_transcript(std::ostream& out, const Transcript& transcript, TranscriptFormat format, const TranscriptContext& context) {
    switch (format) {
        case TranscriptFormat::txt:
            return write_txt(out, transcript);
        case TranscriptFormat::srt:
            return write_srt(out, transcript);
        case TranscriptFormat::vtt:
            return write_vtt(out, transcript);
        case TranscriptFormat::json:
            return write_json(out, transcript, context);
        case TranscriptFormat::tsv:
            return write_tsv(out, transcript);
        case TranscriptFormat::csv:
            return write_csv(out, transcript);
        case TranscriptFormat::md:
            return write_md(out, transcript, context);
        case TranscriptFormat::lrc:
            return write_lrc(out, transcript, context);
        case TranscriptFormat::ttml:
            return write_ttml(out, transcript, context);
    }
}

}  // namespace tilescribe
