// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/transcript/transcript.h"

#include <cstdint>
#include <string>
#include <vector>

namespace tilescribe {

struct TimeSpan {
    std::int64_t start_ms = 0;
    std::int64_t end_ms = 0;
};

/// Each segment's times in milliseconds (rounded half to even, as Python does), put right where they are not: never negative, no
/// start before an earlier start, no end before its own start. Segments may overlap: two people may speak at once.
[[nodiscard]] std::vector<TimeSpan> monotone_times(const Transcript& transcript);

/// "01:02:03.456"; `decimal_mark` is SRT's comma or VTT's dot.
[[nodiscard]] std::string time_with_hours(std::int64_t time_ms, char decimal_mark);
/// As time_with_hours, but the hours only from one hour on: "02:03.456".
[[nodiscard]] std::string time_hours_if_any(std::int64_t time_ms, char decimal_mark);
/// "1:02:03" or "2:03": for people.
[[nodiscard]] std::string time_for_people(double seconds);

}  // namespace tilescribe
