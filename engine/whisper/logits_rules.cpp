// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/whisper/logits_rules.h"

#include "engine/whisper/softmax.h"

#include <algorithm>
#include <limits>

namespace tilescribe {
namespace {

constexpr float forbidden = -std::numeric_limits<float>::infinity();
constexpr Token lone_space = 220;  // " " in every Whisper vocabulary, pruned ones included

void forbid(std::span<float> logits, std::span<const Token> tokens) {
    for (const Token token : tokens)
        if (token >= 0 && static_cast<std::size_t>(token) < logits.size()) logits[static_cast<std::size_t>(token)] = forbidden;
}

void forbid_range(std::span<float> logits, Token first, Token end) {
    const auto begin = std::min<std::size_t>(static_cast<std::size_t>(std::max(first, 0)), logits.size());
    const auto stop = std::clamp<std::size_t>(static_cast<std::size_t>(std::max(end, 0)), begin, logits.size());
    std::fill(logits.begin() + static_cast<std::ptrdiff_t>(begin), logits.begin() + static_cast<std::ptrdiff_t>(stop), forbidden);
}

}  // namespace

SuppressBlank::SuppressBlank(const Tokenizer& tokenizer) : tokens_{lone_space, tokenizer.special().eot} {}

void SuppressBlank::apply(std::span<float> logits, std::span<const Token> sampled) const {
    if (sampled.empty()) forbid(logits, tokens_);
}

SuppressTokens::SuppressTokens(const Tokenizer& tokenizer) {
    const std::span<const Token> non_speech = tokenizer.non_speech_tokens();
    tokens_.assign(non_speech.begin(), non_speech.end());
    const SpecialTokens& s = tokenizer.special();
    tokens_.insert(tokens_.end(), {s.transcribe, s.translate, s.sot, s.sot_prev, s.sot_lm, s.no_speech});
}

void SuppressTokens::apply(std::span<float> logits, std::span<const Token> /*sampled*/) const {
    forbid(logits, tokens_);
}

TimestampRules::TimestampRules(const Tokenizer& tokenizer, int max_initial_index)
    : special_(tokenizer.special()), max_initial_index_(max_initial_index) {}

void TimestampRules::forbid_by_order(std::span<float> logits, std::span<const Token> sampled) const {
    const auto is_timestamp = [this](Token token) { return token >= special_.timestamp_begin; };
    const bool last = !sampled.empty() && is_timestamp(sampled.back());
    const bool penultimate = sampled.size() < 2 || is_timestamp(sampled[sampled.size() - 2]);
    const auto n_vocab = static_cast<Token>(logits.size());
    if (last && penultimate) forbid_range(logits, special_.timestamp_begin, n_vocab);
    if (last && !penultimate) forbid_range(logits, 0, special_.eot);

    const auto latest = std::find_if(sampled.rbegin(), sampled.rend(), is_timestamp);
    if (latest == sampled.rend()) return;
    // The one that closes a segment may be repeated to open the next; otherwise time moves on.
    const bool may_repeat = last && !penultimate;
    forbid_range(logits, special_.timestamp_begin, may_repeat ? *latest : *latest + 1);
}

void TimestampRules::apply(std::span<float> logits, std::span<const Token> sampled) const {
    forbid(logits, std::span(&special_.no_timestamps, 1));
    forbid_by_order(logits, sampled);
    if (sampled.empty()) {
        forbid_range(logits, 0, special_.timestamp_begin);
        forbid_range(logits, special_.timestamp_begin + max_initial_index_ + 1, static_cast<Token>(logits.size()));
    }
    const auto boundary = static_cast<std::size_t>(special_.timestamp_begin);
    const std::span<const float> text = std::span<const float>(logits).first(boundary);
    const double timestamps = log_sum_exp(std::span<const float>(logits).subspan(boundary));
    if (timestamps > static_cast<double>(largest_of(text))) forbid_range(logits, 0, special_.timestamp_begin);
}

std::vector<std::unique_ptr<LogitsRule>> timestamp_decoding_rules(const Tokenizer& tokenizer, int max_initial_index) {
    std::vector<std::unique_ptr<LogitsRule>> rules;
    rules.push_back(std::make_unique<SuppressBlank>(tokenizer));
    rules.push_back(std::make_unique<SuppressTokens>(tokenizer));
    rules.push_back(std::make_unique<TimestampRules>(tokenizer, max_initial_index));
    return rules;
}

}  // namespace tilescribe
