// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace tilescribe {

/// Counts durations from 0 ns to 2^42 ns (73 minutes; longer ones count as that) in bins at most 1/64 = 1.6% wide, so that
/// percentiles cost constant memory (18 KB) and adding costs no logarithm. One thread at a time.
class DurationHistogram {
public:
    DurationHistogram();
    void add(std::chrono::nanoseconds duration) noexcept;
    /// The nearest-rank percentile, `fraction` in (0, 1]: the middle of the bin that holds the ceil(fraction * count)-th smallest
    /// duration. Zero where nothing was added.
    [[nodiscard]] std::chrono::nanoseconds percentile(double fraction) const noexcept;
    [[nodiscard]] std::int64_t count() const noexcept { return count_; }

private:
    std::vector<std::int64_t> bins_;
    std::int64_t count_ = 0;
};

}  // namespace tilescribe
