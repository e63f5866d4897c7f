// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/whisper/token_search.h"

#include "engine/whisper/softmax.h"

#include <algorithm>

namespace tilescribe {

std::vector<int> GreedySearch::advance(std::vector<TokenSequence>& sequences, std::span<const std::span<const float>> logits) {
    TokenSequence& sequence = sequences.front();
    const std::span<const float> values = logits.front();
    const auto best = std::ranges::find(values, largest_of(values));
    // A damaged model may give no number at all: then the text ends.
    const Token token = best == values.end() ? eot_ : static_cast<Token>(best - values.begin());
    if (best != values.end()) sequence.sum_logprob += static_cast<double>(*best) - log_sum_exp(values);
    if (token != eot_) {
        sequence.tokens.push_back(token);
        return {0};
    }
    sequence.is_finished = true;
    finished_.push_back(std::move(sequence));
    sequences.clear();
    return {};
}

TokenSequence GreedySearch::best(std::vector<TokenSequence> running) {
    if (finished_.empty()) return std::move(running.front());
    TokenSequence result = std::move(finished_.front());
    finished_.clear();
    return result;
}

}  // namespace tilescribe
