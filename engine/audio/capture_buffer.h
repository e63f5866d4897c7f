// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/audio/audio_format.h"
#include "engine/audio/audio_ring_buffer.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>

namespace tilescribe {

/// What a capture callback shares with the recorder: the ring and a few counters. The callback's thread calls receive() only, the
/// recorder's thread the rest; any thread may read the counters. One CaptureBuffer serves one start of one device.
class CaptureBuffer {
public:
    using Clock = std::chrono::steady_clock;

    /// Room for about `seconds` of sound: how long the disk may stall before sound is lost.
    CaptureBuffer(SampleRate rate, int channels, double seconds = 20)
        : rate_(rate), ring_(static_cast<std::size_t>(seconds * rate), channels) {}

    /// The whole body of a capture callback: copy, count, set the level. No lock, allocation or system call (steady_clock is read
    /// from the vDSO). `arrived` is the time at which the last of these frames was handed over; `driver_overflow` says that the
    /// driver itself lost frames before these.
    void receive(std::span<const float> interleaved, bool driver_overflow, Clock::time_point arrived) noexcept {
        const std::size_t frames = interleaved.size() / static_cast<std::size_t>(ring_.channels());
        const std::size_t taken = ring_.write(interleaved);
        if (delivered_.load(std::memory_order_relaxed) == 0) {
            const auto length = static_cast<std::int64_t>(frames) * 1'000'000'000 / rate_;
            first_frame_.store(nanoseconds(arrived) - length, std::memory_order_relaxed);
        }
        last_arrival_.store(nanoseconds(arrived), std::memory_order_relaxed);
        if (taken < frames) lost_.fetch_add(static_cast<std::int64_t>(frames - taken), std::memory_order_relaxed);
        if (driver_overflow) driver_overflows_.fetch_add(1, std::memory_order_relaxed);
        float peak = 0;
        for (const float sample : interleaved) peak = std::max(peak, std::abs(sample));
        if (peak > peak_.load(std::memory_order_relaxed)) peak_.store(peak, std::memory_order_relaxed);
        // Last and released: who sees the count sees the times too.
        delivered_.fetch_add(static_cast<std::int64_t>(frames), std::memory_order_release);
    }

    [[nodiscard]] SampleRate rate() const noexcept { return rate_; }
    [[nodiscard]] AudioRingBuffer& ring() noexcept { return ring_; }
    /// Frames handed over by the device, those that were lost for lack of room, and how often the driver lost some of its own.
    [[nodiscard]] std::int64_t delivered_frames() const noexcept { return delivered_.load(std::memory_order_acquire); }
    [[nodiscard]] std::int64_t lost_frames() const noexcept { return lost_.load(std::memory_order_relaxed); }
    [[nodiscard]] std::int64_t driver_overflows() const noexcept { return driver_overflows_.load(std::memory_order_relaxed); }
    /// The loudest sample since the last call. (A callback at the same instant may bring the old value back once: harmless.)
    [[nodiscard]] float take_peak() noexcept { return peak_.exchange(0, std::memory_order_relaxed); }
    /// When the first frame was heard and when the last one arrived; meaningful once delivered_frames() > 0.
    [[nodiscard]] Clock::time_point first_frame_time() const noexcept {
        return Clock::time_point(std::chrono::nanoseconds(first_frame_.load(std::memory_order_relaxed)));
    }
    [[nodiscard]] Clock::time_point last_arrival() const noexcept {
        return Clock::time_point(std::chrono::nanoseconds(last_arrival_.load(std::memory_order_relaxed)));
    }

private:
    static std::int64_t nanoseconds(Clock::time_point time) noexcept {
        return std::chrono::duration_cast<std::chrono::nanoseconds>(time.time_since_epoch()).count();
    }

    const SampleRate rate_;
    AudioRingBuffer ring_;
    std::atomic<std::int64_t> delivered_{0};
    std::atomic<std::int64_t> lost_{0};
    std::atomic<std::int64_t> driver_overflows_{0};
    std::atomic<float> peak_{0};
    std::atomic<std::int64_t> first_frame_{0};
    std::atomic<std::int64_t> last_arrival_{0};
};

static_assert(std::atomic<float>::is_always_lock_free && std::atomic<std::int64_t>::is_always_lock_free);

}  // namespace tilescribe
