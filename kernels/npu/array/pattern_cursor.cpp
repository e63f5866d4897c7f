// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/array/pattern_cursor.h"

#include <limits>
#include <ranges>

namespace tilescribe::npu {
namespace {

constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();

std::uint64_t saturated_product(std::uint64_t a, std::uint64_t b) noexcept {
    return a != 0 && b > most / a ? most : a * b;
}

std::uint64_t saturated_sum(std::uint64_t a, std::uint64_t b) noexcept {
    return b > most - a ? most : a + b;
}

}  // namespace

std::uint64_t pattern_words(const AccessPattern& pattern, std::uint64_t linear_words) noexcept {
    if (pattern.dimensions.empty()) return linear_words;
    std::uint64_t words = 1;
    for (const auto& dimension : pattern.dimensions) words = saturated_product(words, dimension.size);
    return words;
}

std::uint64_t pattern_end(const AccessPattern& pattern, std::uint64_t linear_words) noexcept {
    if (pattern.dimensions.empty()) return saturated_sum(pattern.offset, linear_words);
    std::uint64_t last = pattern.offset;
    for (const auto& dimension : pattern.dimensions) {
        if (dimension.size == 0) return pattern.offset;
        last = saturated_sum(last, (static_cast<std::uint64_t>(dimension.size) - 1) * dimension.stride);
    }
    return saturated_sum(last, 1);
}

PatternCursor::PatternCursor(const AccessPattern& pattern, std::uint64_t linear_words) noexcept : position_(pattern.offset) {
    if (pattern.dimensions.empty()) {
        run_words_ = linear_words;
        return;
    }
    for (const auto& dimension : std::views::reverse(pattern.dimensions)) {
        if (dimension.size == 1) continue;
        if (loop_count_ == 0 && dimension.stride == run_words_) {
            run_words_ *= dimension.size;  // the next stretch follows directly
        } else if (loop_count_ != 0 && dimension.stride == loops_[loop_count_ - 1].size * loops_[loop_count_ - 1].stride) {
            loops_[loop_count_ - 1].size *= dimension.size;
        } else if (loop_count_ < most_dimensions) {
            loops_[loop_count_++] = {.size = dimension.size, .stride = dimension.stride, .index = 0};
        }
    }
}

void PatternCursor::next_run() noexcept {
    taken_ = 0;
    for (std::size_t i = 0; i < loop_count_; ++i) {
        Loop& loop = loops_[i];
        position_ += loop.stride;
        if (++loop.index < loop.size) return;
        loop.index = 0;
        position_ -= loop.size * loop.stride;
    }
}

}  // namespace tilescribe::npu
