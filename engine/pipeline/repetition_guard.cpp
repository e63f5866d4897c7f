// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/repetition_guard.h"

#include "engine/pipeline/local_agreement.h"

#include <algorithm>
#include <span>
#include <vector>

namespace tilescribe {
namespace {

constexpr std::size_t longest_phrase = 12;
constexpr std::size_t runs_of_a_loop = 4;

/// How often the `length` words at the front follow each other.
std::size_t runs_at_front(std::span<const std::string> words, std::size_t length) {
    std::size_t runs = 1;
    while ((runs + 1) * length <= words.size() && std::ranges::equal(words.subspan(runs * length, length), words.first(length)))
        ++runs;
    return runs;
}

struct Loop {
    std::size_t phrase = 0;  ///< words
    std::size_t total = 0;   ///< words of all its runs
};

Loop loop_at_front(std::span<const std::string> words) {
    for (std::size_t length = 1; length <= longest_phrase && length * runs_of_a_loop <= words.size(); ++length) {
        const std::size_t runs = runs_at_front(words, length);
        if (runs >= runs_of_a_loop) return {length, runs * length};
    }
    return {};
}

}  // namespace

bool has_repetition(std::string_view text) {
    const std::vector<std::string> words = words_of(text);
    for (std::size_t i = 0; i < words.size(); ++i)
        if (loop_at_front(std::span(words).subspan(i)).phrase > 0) return true;
    return false;
}

std::string without_repetition(std::string_view text) {
    if (!has_repetition(text)) return std::string(text);
    const std::vector<std::string> words = words_of(text);
    std::string kept;
    for (std::size_t i = 0; i < words.size();) {
        const Loop loop = loop_at_front(std::span(words).subspan(i));
        const std::size_t take = std::max<std::size_t>(loop.phrase, 1);
        for (std::size_t j = 0; j < take; ++j) kept += " " + words[i + j];
        i += std::max(loop.total, take);
    }
    return kept;
}

}  // namespace tilescribe
