// SPDX-License-Identifier: GPL-3.0-or-later
// One JSON object on one line, with openai/whisper's keys and then ours (title, model, duration). Times are as they were decoded.
#include "engine/transcript/text_repair.h"
#include "engine/transcript/transcript_formats.h"

#include <nlohmann/json.hpp>

namespace tilescribe {
namespace {

using Json = nlohmann::ordered_json;

Json words_json(const std::vector<TranscriptWord>& words) {
    Json list = Json::array();
    for (const TranscriptWord& word : words) {
        list.push_back(
            {{"word", valid_utf8(word.text)}, {"start", word.start}, {"end", word.end}, {"probability", word.probability}});
    }
    return list;
}

Json segment_json(const TranscriptSegment& segment) {
    Json json = {{"id", segment.id},
                 {"seek", segment.seek},
                 {"start", segment.start},
                 {"end", segment.end},
                 {"text", valid_utf8(segment.text)},
                 {"tokens", segment.tokens},
                 {"temperature", segment.temperature},
                 {"avg_logprob", segment.avg_logprob},
                 {"compression_ratio", segment.compression_ratio},
                 {"no_speech_prob", segment.no_speech_prob}};
    if (!segment.words.empty()) json["words"] = words_json(segment.words);
    return json;
}

}  // namespace

void write_json(std::ostream& out, const Transcript& transcript, const TranscriptContext& context) {
    Json segments = Json::array();
    for (const TranscriptSegment& segment : transcript.segments) segments.push_back(segment_json(segment));
    Json json = {
        {"text", valid_utf8(transcript.text)}, {"segments", std::move(segments)}, {"language", valid_utf8(transcript.language)}};
    if (!context.title.empty()) json["title"] = valid_utf8(context.title);
    json["model"] = valid_utf8(context.model);
    json["duration"] = context.duration_s;
    out << json.dump() << '\n';
}

}  // namespace tilescribe
