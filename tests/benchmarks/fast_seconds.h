// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <utility>
#include <vector>

namespace tilescribe::bench {

/// The value that a tenth of the times lie below: other programs on the machine only ever add time, and floors and ops are
/// measured alike.
inline double lowest_decile(std::vector<double> times) {
    const auto at = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 10);
    std::ranges::nth_element(times, at);
    return *at;
}

/// Seconds per call, the lowest decile of as many calls as fill `seconds`, at least ten, after one to warm up.
template <typename Call>
double fast_seconds(double seconds, Call call) {
    using Clock = std::chrono::steady_clock;
    call();
    std::vector<double> times;
    const auto begin = Clock::now();
    while (times.size() < 10 || Clock::now() - begin < std::chrono::duration<double>(seconds)) {
        const auto start = Clock::now();
        call();
        times.push_back(std::chrono::duration<double>(Clock::now() - start).count());
    }
    return lowest_decile(std::move(times));
}

}  // namespace tilescribe::bench
