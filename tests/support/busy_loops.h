// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <atomic>
#include <thread>
#include <vector>

namespace tilescribe::testing {

/// Takes the processor's time away, at normal priority, as long as it lives.
class BusyLoops {
public:
    explicit BusyLoops(int count) {
        for (int i = 0; i < count; ++i) {
            loops_.emplace_back([this](const std::stop_token& stop) {
                while (!stop.stop_requested()) work_.fetch_add(1, std::memory_order_relaxed);
            });
        }
    }

private:
    std::atomic<unsigned> work_{0};
    std::vector<std::jthread> loops_;
};

}  // namespace tilescribe::testing
