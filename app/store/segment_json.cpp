// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/segment_json.h"

#include <nlohmann/json.hpp>

namespace tilescribe {
namespace {

using nlohmann::json;

double number(const json& object, const char* key) {
    const auto it = object.find(key);
    return it != object.end() && it->is_number() ? it->get<double>() : 0.0;
}

std::string string(const json& object, const char* key) {
    const auto it = object.find(key);
    return it != object.end() && it->is_string() ? it->get<std::string>() : std::string();
}

}  // namespace

std::string details_of(const TranscriptSegment& segment) {
    json words = json::array();
    for (const TranscriptWord& word : segment.words)
        words.push_back({{"start", word.start}, {"end", word.end}, {"text", word.text}, {"probability", word.probability}});
    const json details{{"tokens", segment.tokens},
                       {"avg_logprob", segment.avg_logprob},
                       {"no_speech_prob", segment.no_speech_prob},
                       {"compression_ratio", segment.compression_ratio},
                       {"temperature", segment.temperature},
                       {"seek", segment.seek},
                       {"words", std::move(words)}};
    return details.dump(-1, ' ', false, json::error_handler_t::replace);
}

void read_details(const std::string& text, TranscriptSegment& segment) {
    const json details = json::parse(text, nullptr, false);
    if (!details.is_object()) return;
    segment.avg_logprob = number(details, "avg_logprob");
    segment.no_speech_prob = number(details, "no_speech_prob");
    segment.compression_ratio = number(details, "compression_ratio");
    segment.temperature = number(details, "temperature");
    segment.seek = static_cast<std::int64_t>(number(details, "seek"));
    if (const auto tokens = details.find("tokens"); tokens != details.end() && tokens->is_array())
        for (const json& token : *tokens)
            if (token.is_number_integer()) segment.tokens.push_back(token.get<std::int32_t>());
    if (const auto words = details.find("words"); words != details.end() && words->is_array())
        for (const json& word : *words)
            if (word.is_object())
                segment.words.push_back(
                    {number(word, "start"), number(word, "end"), string(word, "text"), number(word, "probability")});
}

}  // namespace tilescribe
