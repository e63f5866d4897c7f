// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/transcript/time_stamp.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace tilescribe {
namespace {

constexpr double longest_s = 1e9;  ///< 30 years; beyond it, or not a number: a fault that must not overflow

std::int64_t milliseconds(double seconds) noexcept {
    if (!(seconds > 0)) return 0;  // also NaN
    return std::llrint(std::min(seconds, longest_s) * 1000.0);
}

std::string formatted(std::int64_t time_ms, char decimal_mark, bool with_hours) {
    std::array<char, 64> text{};
    const long long hours = time_ms / 3'600'000;
    const auto minutes = static_cast<int>(time_ms / 60'000 % 60);
    const auto seconds = static_cast<int>(time_ms / 1000 % 60);
    const auto rest = static_cast<int>(time_ms % 1000);
    if (with_hours) {
        std::snprintf(text.data(), text.size(), "%02lld:%02d:%02d%c%03d", hours, minutes, seconds, decimal_mark, rest);
    } else {
        std::snprintf(text.data(), text.size(), "%02d:%02d%c%03d", minutes, seconds, decimal_mark, rest);
    }
    return text.data();
}

}  // namespace

std::vector<TimeSpan> monotone_times(const Transcript& transcript) {
    std::vector<TimeSpan> times;
    times.reserve(transcript.segments.size());
    std::int64_t latest_start = 0;
    for (const TranscriptSegment& segment : transcript.segments) {
        latest_start = std::max(latest_start, milliseconds(segment.start));
        times.push_back({latest_start, std::max(latest_start, milliseconds(segment.end))});
    }
    return times;
}

std::string time_with_hours(std::int64_t time_ms, char decimal_mark) {
    return formatted(time_ms, decimal_mark, true);
}

std::string time_hours_if_any(std::int64_t time_ms, char decimal_mark) {
    return formatted(time_ms, decimal_mark, time_ms >= 3'600'000);
}

std::string time_for_people(double seconds) {
    const std::int64_t whole = milliseconds(std::floor(seconds)) / 1000;
    std::array<char, 64> text{};
    if (whole >= 3600) {
        std::snprintf(text.data(), text.size(), "%lld:%02d:%02d", static_cast<long long>(whole / 3600),
                      static_cast<int>(whole / 60 % 60), static_cast<int>(whole % 60));
    } else {
        std::snprintf(text.data(), text.size(), "%d:%02d", static_cast<int>(whole / 60), static_cast<int>(whole % 60));
    }
    return text.data();
}

}  // namespace tilescribe
