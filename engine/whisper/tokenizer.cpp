// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/whisper/tokenizer.h"

#include "engine/whisper/byte_pair_merge.h"
#include "engine/whisper/non_speech_tokens.h"
#include "engine/whisper/pre_split.h"

#include <algorithm>
#include <stdexcept>

namespace tilescribe {

SpecialTokens SpecialTokens::for_vocabulary(std::int64_t n_vocab) {
    if (n_vocab < 51864 || n_vocab > 51866)
        throw std::invalid_argument("Whisper has no vocabulary of " + std::to_string(n_vocab) +
                                    " tokens (51864, 51865 and 51866 are known)");
    SpecialTokens special;
    special.eot = n_vocab == 51864 ? 50256 : 50257;
    special.sot = special.eot + 1;
    special.language_begin = special.sot + 1;
    special.n_languages = n_vocab == 51866 ? 100 : 99;
    special.translate = special.language_begin + special.n_languages;
    special.transcribe = special.translate + 1;
    special.sot_lm = special.translate + 2;
    special.sot_prev = special.translate + 3;
    special.no_speech = special.translate + 4;
    special.no_timestamps = special.translate + 5;
    special.timestamp_begin = special.translate + 6;
    return special;
}

Tokenizer::Tokenizer(std::vector<std::string> vocabulary, std::int64_t n_vocab)
    : vocabulary_(std::move(vocabulary)), n_vocab_(n_vocab), special_(SpecialTokens::for_vocabulary(n_vocab)) {
    if (vocabulary_.size() > static_cast<std::size_t>(special_.eot)) vocabulary_.resize(static_cast<std::size_t>(special_.eot));
    ranks_.reserve(vocabulary_.size());
    for (std::size_t id = 0; id < vocabulary_.size(); ++id) {
        if (vocabulary_[id].empty()) continue;
        ranks_.try_emplace(vocabulary_[id], static_cast<Token>(id));
        longest_ = std::max(longest_, vocabulary_[id].size());
    }
}

Token Tokenizer::rank_of(std::string_view bytes) const noexcept {
    if (bytes.size() > longest_) return -1;
    const auto found = ranks_.find(bytes);
    return found == ranks_.end() ? -1 : found->second;
}

std::vector<Token> Tokenizer::encode(std::string_view text) const {
    std::vector<Token> tokens;
    const auto rank = [this](std::string_view bytes) { return rank_of(bytes); };
    pre_split(replace_invalid_utf8(text), [&](std::string_view piece) {
        if (const Token whole = rank_of(piece); whole >= 0) {
            tokens.push_back(whole);
            return;
        }
        for (const std::string_view part : merge_byte_pairs(piece, rank))
            if (const Token token = rank_of(part); token >= 0) tokens.push_back(token);
    });
    return tokens;
}

std::string Tokenizer::decode_bytes(std::span<const Token> tokens) const {
    std::string bytes;
    for (const Token token : tokens)
        if (token >= 0 && static_cast<std::size_t>(token) < vocabulary_.size())
            bytes += vocabulary_[static_cast<std::size_t>(token)];
    return bytes;
}

std::string Tokenizer::decode(std::span<const Token> tokens) const {
    return replace_invalid_utf8(decode_bytes(tokens));
}

std::span<const Token> Tokenizer::non_speech_tokens() const noexcept {
    return whisper_non_speech_tokens(is_multilingual());
}

std::optional<Token> Tokenizer::language_token(std::string_view code) const noexcept {
    const auto codes = whisper_language_codes().first(static_cast<std::size_t>(special_.n_languages));
    const auto found = std::ranges::find(codes, code);
    if (found == codes.end()) return std::nullopt;
    return special_.language_begin + static_cast<Token>(found - codes.begin());
}

}  // namespace tilescribe
