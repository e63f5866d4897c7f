// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/local_agreement.h"

#include "engine/pipeline/repetition_guard.h"

#include <algorithm>
#include <span>
#include <sstream>

namespace tilescribe {
namespace {

std::string joined(std::span<const std::string> words) {
    std::string text;
    for (const std::string& word : words) {
        if (!text.empty()) text += ' ';
        text += word;
    }
    return text;
}

}  // namespace

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    std::istringstream stream{std::string(text)};
    for (std::string word; stream >> word;) words.push_back(word);
    return words;
}

LocalAgreement::Caption LocalAgreement::update(std::string_view text) {
    std::vector<std::string> words = words_of(text);
    const auto agreed_end = std::ranges::mismatch(previous_, words).in2;
    const auto agreed = static_cast<std::size_t>(agreed_end - words.begin());
    if (agreed > confirmed_.size() && !has_repetition(text)) confirmed_.assign(words.begin(), agreed_end);
    const std::size_t known = std::min(confirmed_.size(), words.size());
    Caption caption{joined(confirmed_), joined(std::span(words).subspan(known))};
    previous_ = std::move(words);
    return caption;
}

void LocalAgreement::reset() {
    previous_.clear();
    confirmed_.clear();
}

}  // namespace tilescribe
