// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/whisper/tokenizer.h"

#include <memory>
#include <span>
#include <vector>

namespace tilescribe {

/// Forbids tokens before one is chosen, by setting their logits to minus infinity (openai/whisper's logit filters).
class LogitsRule {
public:
    virtual ~LogitsRule() = default;
    /// logits [n_vocab]; sampled: the tokens chosen so far in this window, without the prompt.
    virtual void apply(std::span<float> logits, std::span<const Token> sampled) const = 0;

protected:
    LogitsRule() = default;
    LogitsRule(const LogitsRule&) = default;
    LogitsRule& operator=(const LogitsRule&) = default;
};

/// The window's text begins with neither a bare space nor its end.
class SuppressBlank final : public LogitsRule {
public:
    explicit SuppressBlank(const Tokenizer& tokenizer);
    void apply(std::span<float> logits, std::span<const Token> sampled) const override;

private:
    std::vector<Token> tokens_;
};

/// Non-speech symbols and the control tokens never appear in text.
class SuppressTokens final : public LogitsRule {
public:
    explicit SuppressTokens(const Tokenizer& tokenizer);
    void apply(std::span<float> logits, std::span<const Token> sampled) const override;

private:
    std::vector<Token> tokens_;
};

/// Time stamps come in pairs, never decrease, begin the window early enough, and win where they are likelier together than any
/// single other token.
class TimestampRules final : public LogitsRule {
public:
    /// max_initial_index: the first time stamp's largest index, in steps of 0.02 s.
    TimestampRules(const Tokenizer& tokenizer, int max_initial_index);
    void apply(std::span<float> logits, std::span<const Token> sampled) const override;

private:
    void forbid_by_order(std::span<float> logits, std::span<const Token> sampled) const;

    SpecialTokens special_;
    int max_initial_index_;
};

/// The rules of decoding with time stamps, in the oracle's order.
[[nodiscard]] std::vector<std::unique_ptr<LogitsRule>> timestamp_decoding_rules(const Tokenizer& tokenizer, int max_initial_index);

}  // namespace tilescribe
