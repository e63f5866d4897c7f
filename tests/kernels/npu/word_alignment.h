// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <vector>

namespace tilescribe::testing {

/// Lower-case words without punctuation.
[[nodiscard]] std::vector<std::string> plain_words(const std::string& text);

/// The cheapest way from one text to another.
struct WordDifferences {
    int errors = 0;                  ///< words put in, left out or replaced
    std::vector<std::string> lines;  ///< one each: "-old", "+new", "old -> new"
};
[[nodiscard]] WordDifferences word_differences(const std::vector<std::string>& from, const std::vector<std::string>& to);

}  // namespace tilescribe::testing
