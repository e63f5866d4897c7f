// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/whisper/languages.h"
#include "engine/whisper/token.h"
#include "engine/whisper/utf8.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tilescribe {

/// Ids of the special tokens; they depend on the vocabulary's size alone (51864 English, 51865 multilingual, 51866 v3 and turbo).
struct SpecialTokens {
    Token eot = 0;
    Token sot = 0;
    Token translate = 0;
    Token transcribe = 0;
    Token sot_lm = 0;
    Token sot_prev = 0;
    Token no_speech = 0;
    Token no_timestamps = 0;
    Token timestamp_begin = 0;  ///< <|0.00|>
    Token language_begin = 0;   ///< sot + 1
    int n_languages = 0;        ///< 99 or 100; the English vocabularies have the ids too but never use them

    /// Throws std::invalid_argument for any other size.
    static SpecialTokens for_vocabulary(std::int64_t n_vocab);
};

/// Byte-level BPE: rank-merge over the vocabulary's bytes, with GPT-2's pre-split on real Unicode classes. Immutable, so it may be
/// read from several threads at once.
class Tokenizer {
public:
    /// vocabulary: bytes of every token below eot; the rank is the id; empty slots are normal, entries from eot on are ignored.
    /// n_vocab: the embedding's rows; throws std::invalid_argument where Whisper has no such vocabulary.
    Tokenizer(std::vector<std::string> vocabulary, std::int64_t n_vocab);
    Tokenizer(const Tokenizer&) = delete;  // the ranks' keys are views of the vocabulary
    Tokenizer& operator=(const Tokenizer&) = delete;
    Tokenizer(Tokenizer&&) = default;
    Tokenizer& operator=(Tokenizer&&) = default;
    ~Tokenizer() = default;

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
    [[nodiscard]] Token rank_of(std::string_view bytes) const noexcept;

    std::vector<std::string> vocabulary_;
    std::int64_t n_vocab_;
    SpecialTokens special_;
    std::unordered_map<std::string_view, Token> ranks_;
    std::size_t longest_ = 0;  // bytes of the longest token
};

}  // namespace tilescribe
