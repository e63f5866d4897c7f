// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/whisper/tokenizer.h"

#include <memory>
#include <span>
#include <vector>

namespace tilescribe {

/// One candidate text of a window.
struct TokenSequence {
    std::vector<Token> tokens;  ///< without the prompt; without the closing eot
    double sum_logprob = 0;     ///< eot included
    bool is_finished = false;   ///< eot was chosen
};

/// Chooses how a window's sequences go on; apart from the network, so that greedy, sampled and beam search are the same to it.
class TokenSearch {
public:
    virtual ~TokenSearch() = default;

    /// How many sequences run side by side at most.
    [[nodiscard]] virtual int width() const noexcept = 0;

    /// One step. logits[i] [n_vocab] are the filtered logits that continue sequences[i]. Replaces `sequences` by those that go on
    /// and returns, for each, the index of the one it continues: the caller carries the KV caches over. Finished sequences are
    /// kept by the search; an empty result ends the window.
    [[nodiscard]] virtual std::vector<int> advance(std::vector<TokenSequence>& sequences,
                                                   std::span<const std::span<const float>> logits) = 0;

    /// The best sequence of all; `running` are those that had not finished when the window's length was reached.
    [[nodiscard]] virtual TokenSequence best(std::vector<TokenSequence> running) = 0;

protected:
    TokenSearch() = default;
    TokenSearch(const TokenSearch&) = default;
    TokenSearch& operator=(const TokenSearch&) = default;
};

/// Temperature 0: always the likeliest token (the first of equals).
class GreedySearch final : public TokenSearch {
public:
    explicit GreedySearch(Token eot) : eot_(eot) {}
    [[nodiscard]] int width() const noexcept override { return 1; }
    [[nodiscard]] std::vector<int> advance(std::vector<TokenSequence>& sequences,
                                           std::span<const std::span<const float>> logits) override;
    [[nodiscard]] TokenSequence best(std::vector<TokenSequence> running) override;

private:
    Token eot_;
    std::vector<TokenSequence> finished_;
};

}  // namespace tilescribe
