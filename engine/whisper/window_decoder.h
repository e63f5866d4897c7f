// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/whisper/decoding_options.h"
#include "engine/whisper/logits_rules.h"
#include "engine/whisper/token_search.h"
#include "engine/whisper/whisper_model.h"

#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace tilescribe {

/// What decoding one window gave.
struct WindowText {
    std::vector<Token> tokens;  ///< time stamps included, eot not
    double avg_logprob = 0;     ///< sum of log-probabilities / (tokens + 1)
    double no_speech_prob = 0;  ///< at the SOT position, from unfiltered logits
    double temperature = 0;
    double compression_ratio = 0;
    bool is_cancelled = false;
};

/// Decodes windows with time stamps: prompt, steps, rules, search. Keeps the KV caches between windows. One thread at a time.
class WindowDecoder {
public:
    /// Called after each step with the tokens so far of the first running sequence.
    using StepObserver = std::function<void(std::span<const Token>)>;

    /// The model must outlive the decoder. `language` is a code the vocabulary has (ignored by English-only models).
    WindowDecoder(WhisperModel& model, const DecodingOptions& options, const std::string& language);

    /// previous_text: tokens of the text before, at most the last 223 are used; empty: none.
    [[nodiscard]] WindowText decode(const CrossKeyValues& cross, std::span<const Token> previous_text, const std::stop_token& stop,
                                    const StepObserver& observer = {});

private:
    struct Prompt {
        std::vector<Token> tokens;
        std::size_t sot_index;
    };
    [[nodiscard]] Prompt make_prompt(std::span<const Token> previous_text) const;
    [[nodiscard]] double begin(const Prompt& prompt, const CrossKeyValues& cross);
    void choose_next(TokenSearch& search, std::vector<TokenSequence>& sequences);
    void feed_last_tokens(const std::vector<TokenSequence>& sequences, const CrossKeyValues& cross);

    WhisperModel& model_;
    std::vector<Token> sot_sequence_;
    int max_new_tokens_;
    std::vector<std::unique_ptr<LogitsRule>> rules_;
    std::vector<KvCache> caches_;  ///< one per sequence side by side
    TensorView logits_;            ///< [running sequences, n_vocab], of the last step
};

/// The language of an encoded window and its probability among all languages the vocabulary has.
struct LanguageProbability {
    std::string code;
    double probability = 0;
};

/// All languages, likeliest first. Multilingual models only (empty otherwise).
[[nodiscard]] std::vector<LanguageProbability> detect_language(WhisperModel& model, const CrossKeyValues& cross);

}  // namespace tilescribe
