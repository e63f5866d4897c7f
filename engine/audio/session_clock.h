// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/audio/audio_format.h"

#include <chrono>

namespace tilescribe {

/// Turns the machine's clock into a place in the recording: sample k was heard k / 16000 s after the start, pauses left out.
class SessionClock {
public:
    using Clock = std::chrono::steady_clock;

    explicit SessionClock(Clock::time_point start) : start_(start) {}

    void pause(Clock::time_point now) { paused_at_ = now; }
    /// How long the pause was.
    Clock::duration resume(Clock::time_point now) {
        start_ += now - paused_at_;
        return now - paused_at_;
    }
    /// Negative for times before the start.
    [[nodiscard]] FrameIndex sample_at(Clock::time_point time) const {
        using Samples = std::chrono::duration<FrameIndex, std::ratio<1, whisper_sample_rate>>;
        return std::chrono::round<Samples>(time - start_).count();
    }

private:
    Clock::time_point start_;
    Clock::time_point paused_at_;
};

}  // namespace tilescribe
