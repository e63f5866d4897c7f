// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernels/npu/word_alignment.h"

#include <algorithm>
#include <cctype>
#include <cstddef>

namespace tilescribe::testing {

std::vector<std::string> plain_words(const std::string& text) {
    std::vector<std::string> words(1);
    for (const char letter : text) {
        const auto byte = static_cast<unsigned char>(letter);
        if (std::isalnum(byte) != 0 || letter == '\'')
            words.back().push_back(static_cast<char>(std::tolower(byte)));
        else if (!words.back().empty())
            words.emplace_back();
    }
    if (words.back().empty()) words.pop_back();
    return words;
}

WordDifferences word_differences(const std::vector<std::string>& from, const std::vector<std::string>& to) {
    const std::size_t rows = from.size() + 1;
    const std::size_t cols = to.size() + 1;
    std::vector<int> costs(rows * cols);
    const auto cost = [&](std::size_t i, std::size_t j) -> int& { return costs[i * cols + j]; };
    for (std::size_t i = 0; i < rows; ++i)
        for (std::size_t j = 0; j < cols; ++j) {
            if (i == 0 || j == 0) {
                cost(i, j) = static_cast<int>(i + j);
                continue;
            }
            const int replaced = cost(i - 1, j - 1) + (from[i - 1] == to[j - 1] ? 0 : 1);
            cost(i, j) = std::min({replaced, cost(i - 1, j) + 1, cost(i, j - 1) + 1});
        }
    WordDifferences result{.errors = cost(from.size(), to.size()), .lines = {}};
    for (std::size_t i = from.size(), j = to.size(); i > 0 || j > 0;) {
        const bool is_same = i > 0 && j > 0 && from[i - 1] == to[j - 1] && cost(i, j) == cost(i - 1, j - 1);
        if (is_same || (i > 0 && j > 0 && cost(i, j) == cost(i - 1, j - 1) + 1)) {
            if (!is_same) result.lines.push_back(from[i - 1] + " -> " + to[j - 1]);
            --i;
            --j;
        } else if (i > 0 && cost(i, j) == cost(i - 1, j) + 1) {
            result.lines.push_back("-" + from[--i]);
        } else {
            result.lines.push_back("+" + to[--j]);
        }
    }
    std::ranges::reverse(result.lines);
    return result;
}

}  // namespace tilescribe::testing
