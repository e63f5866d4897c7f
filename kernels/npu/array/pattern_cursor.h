// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array/array_program.h"

#include <array>
#include <cstdint>

namespace tilescribe::npu {

/// Words that a pattern visits; an empty pattern visits `linear_words`. Saturates instead of overflowing.
[[nodiscard]] std::uint64_t pattern_words(const AccessPattern& pattern, std::uint64_t linear_words) noexcept;
/// One more than the last word that a pattern touches, its offset counted. Saturates.
[[nodiscard]] std::uint64_t pattern_end(const AccessPattern& pattern, std::uint64_t linear_words) noexcept;

/// Walks a pattern run by run: a run is a stretch of words that follow each other in memory. Starts again at the end.
class PatternCursor {
public:
    static constexpr std::size_t most_dimensions = 4;

    /// At most four dimensions, each of size >= 1.
    PatternCursor(const AccessPattern& pattern, std::uint64_t linear_words) noexcept;

    [[nodiscard]] std::uint64_t run_words() const noexcept { return run_words_; }  ///< of an undivided run
    [[nodiscard]] std::uint64_t position() const noexcept { return position_ + taken_; }
    [[nodiscard]] std::uint64_t left_in_run() const noexcept { return run_words_ - taken_; }
    /// words <= left_in_run()
    void advance(std::uint64_t words) noexcept {
        taken_ += words;
        if (taken_ == run_words_) next_run();
    }

private:
    struct Loop {
        std::uint64_t size = 1;
        std::uint64_t stride = 0;
        std::uint64_t index = 0;
    };
    void next_run() noexcept;

    std::uint64_t position_ = 0;
    std::uint64_t taken_ = 0;
    std::uint64_t run_words_ = 1;
    std::array<Loop, most_dimensions> loops_{};  ///< innermost first
    std::size_t loop_count_ = 0;
};

}  // namespace tilescribe::npu
