// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tilescribe {

using Token = std::int32_t;

/// Ids of the special tokens; they depend on the vocabulary's size alone (51864 English, 51865 multilingual, 51866 v3 and turbo).
struct SpecialTokens {
    Token eot, sot, translate, transcribe, sot_lm, sot_prev, no_speech, no_timestamps, timestamp_begin;
    Token language_begin;  ///< sot + 1
    int n_languages;       ///< 99 or 100; the English vocabularies have the ids too but never use them
    static SpecialTokens for_vocabulary(std::int64_t n_vocab);
};

/// Language codes in Whisper's order: token = language_begin + index.
[[nodiscard]] std::span<const std::string_view> whisper_language_codes() noexcept;
/// "german" and "de" -> "de"; nothing for what Whisper does not know.
[[nodiscard]] std::optional<std::string_view> whisper_language_code(std::string_view name_or_code) noexcept;
/// "de" -> "German".
[[nodiscard]] std::string_view whisper_language_name(std::string_view code) noexcept;

/// Byte-level BPE: rank-merge over the vocabulary's bytes, with GPT-2's pre-split on real Unicode classes. Immutable.
class Tokenizer {
public:
    /// vocabulary: bytes of every token below eot; the rank is the id; empty slots are normal. n_vocab: the embedding's rows.
    Tokenizer(std::vector<std::string> vocabulary, std::int64_t n_vocab);

    [[nodiscard]] const SpecialTokens& special() const noexcept { return special_; }
    [[nodiscard]] std::int64_t n_vocab() const noexcept { return n_vocab_; }
    [[nodiscard]] bool is_multilingual() const noexcept { return n_vocab_ >= 51865; }
    [[nodiscard]] bool is_timestamp(Token token) const noexcept { return token >= special_.timestamp_begin; }

    /// Invalid UTF-8 in `text` is read as U+FFFD. A byte that a pruned vocabulary lacks is left out.
    [[nodiscard]] std::vector<Token> encode(std::string_view text) const;
    /// The bytes of the text tokens (special tokens and time stamps give none). May end within a UTF-8 sequence.
    [[nodiscard]] std::string decode_bytes(std::span<const Token> tokens) const;
    /// As decode_bytes, with every invalid sequence as U+FFFD (as Python's errors="replace").
    [[nodiscard]] std::string decode(std::span<const Token> tokens) const;

    /// Ids that openai/whisper suppresses as non-speech (84 for English, 82 multilingual vocabularies).
    [[nodiscard]] std::span<const Token> non_speech_tokens() const noexcept;
    /// The token of a language code, where the vocabulary has it.
    [[nodiscard]] std::optional<Token> language_token(std::string_view code) const noexcept;

private:
    std::vector<std::string> vocabulary_;
    std::int64_t n_vocab_;
    SpecialTokens special_;
    std::unordered_map<std::string_view, Token> ranks_;
};

/// Joins decoded bytes across calls and gives out only whole UTF-8 sequences; what is incomplete waits for the next call.
class Utf8Joiner {
public:
    /// Complete text so far available; invalid bytes as U+FFFD.
    [[nodiscard]] std::string push(std::string_view bytes);
    /// What is still held, as U+FFFD if incomplete.
    [[nodiscard]] std::string finish();

private:
    std::string held_;
};

}  // namespace tilescribe
