// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <atomic>
#include <cmath>
#include <span>

namespace tilescribe {

/// The level of a track for its meter: linear, 0 to 1. One thread feeds it, any thread reads.
class LevelMeter {
public:
    /// A block of some tens of milliseconds; `peak` is the loudest sample of the device, before mixing down.
    void feed(std::span<const float> block, float peak) noexcept {
        // Falls by 20 dB a second at 50 blocks a second, so that a display drawn more rarely misses no peak.
        peak_.store(std::max(peak, peak_.load(std::memory_order_relaxed) * 0.955F), std::memory_order_relaxed);
        if (block.empty()) return;
        double squares = 0;
        for (const float sample : block) squares += static_cast<double>(sample) * sample;
        rms_.store(static_cast<float>(std::sqrt(squares / static_cast<double>(block.size()))), std::memory_order_relaxed);
    }
    void reset() noexcept {
        peak_.store(0, std::memory_order_relaxed);
        rms_.store(0, std::memory_order_relaxed);
    }

    [[nodiscard]] float peak() const noexcept { return peak_.load(std::memory_order_relaxed); }
    [[nodiscard]] float rms() const noexcept { return rms_.load(std::memory_order_relaxed); }

private:
    std::atomic<float> peak_{0};
    std::atomic<float> rms_{0};
};

}  // namespace tilescribe
