// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/desktop/word_error_rate.h"

#include <algorithm>
#include <cctype>
#include <numeric>
#include <utility>
#include <vector>

namespace tilescribe::testing {
namespace {

std::vector<std::string> words_of(const std::string& text) {
    std::vector<std::string> words(1);
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) != 0 || byte >= 0x80)
            words.back() += static_cast<char>(std::tolower(byte));
        else if (c != '\'' && !words.back().empty())
            words.emplace_back();
    }
    if (words.back().empty()) words.pop_back();
    return words;
}

}  // namespace

double word_error_rate(const std::string& truth, const std::string& heard) {
    const auto wanted = words_of(truth);
    const auto got = words_of(heard);
    std::vector<std::size_t> row(got.size() + 1);
    std::iota(row.begin(), row.end(), 0U);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j < got.size(); ++j) {
            const std::size_t changed = diagonal + (wanted[i] == got[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
        }
    }
    return wanted.empty() ? 0 : static_cast<double>(row.back()) / static_cast<double>(wanted.size());
}

}  // namespace tilescribe::testing
