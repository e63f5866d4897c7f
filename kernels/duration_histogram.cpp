// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/duration_histogram.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace tilescribe {
namespace {

// Every octave [2^e, 2^(e+1)) is cut into 64 bins; below 64 ns each nanosecond has its own.
constexpr int bits_per_octave = 6;
constexpr std::uint64_t bins_per_octave = 1U << bits_per_octave;
constexpr int longest_bits = 42;
constexpr std::uint64_t longest = (std::uint64_t{1} << longest_bits) - 1;

std::size_t bin_of(std::uint64_t nanoseconds) noexcept {
    if (nanoseconds < bins_per_octave) return nanoseconds;
    const int shift = static_cast<int>(std::bit_width(nanoseconds)) - 1 - bits_per_octave;
    return static_cast<std::size_t>(shift) * bins_per_octave + (nanoseconds >> shift);
}

double middle_of(std::size_t bin) noexcept {
    if (bin < 2 * bins_per_octave) return static_cast<double>(bin);
    const auto shift = static_cast<int>(bin / bins_per_octave) - 1;
    const auto first = static_cast<double>(bins_per_octave + bin % bins_per_octave);
    return std::ldexp(first + 0.5, shift);
}

}  // namespace

DurationHistogram::DurationHistogram() : bins_(bin_of(longest) + 1) {}

void DurationHistogram::add(std::chrono::nanoseconds duration) noexcept {
    const auto nanoseconds = static_cast<std::uint64_t>(std::max<std::int64_t>(duration.count(), 0));
    ++bins_[bin_of(std::min(nanoseconds, longest))];
    ++count_;
}

std::chrono::nanoseconds DurationHistogram::percentile(double fraction) const noexcept {
    const auto rank = static_cast<std::int64_t>(std::ceil(fraction * static_cast<double>(count_)));
    std::int64_t seen = 0;
    for (std::size_t bin = 0; bin < bins_.size(); ++bin) {
        seen += bins_[bin];
        if (seen > 0 && seen >= rank) return std::chrono::nanoseconds(std::llround(middle_of(bin)));
    }
    return {};
}

}  // namespace tilescribe
