// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/audio/audio_devices.h"
#include "engine/audio/audio_source.h"
#include "engine/audio/capture_buffer.h"
#include "engine/audio/resampler.h"

#include <memory>
#include <vector>

namespace tilescribe {

/// One opening of one device: its source, its ring, and the way to 16 kHz mono. Recorder thread only.
class CaptureInput {
public:
    using Clock = CaptureBuffer::Clock;

    /// Opened and started. Throws AudioDeviceError.
    CaptureInput(std::unique_ptr<AudioSource> source, AudioDevice device, Clock::time_point now);
    ~CaptureInput();
    CaptureInput(const CaptureInput&) = delete;
    CaptureInput& operator=(const CaptureInput&) = delete;

    [[nodiscard]] const AudioDevice& device() const noexcept { return device_; }
    /// Appends what has been heard since the last call, as 16 kHz mono.
    void drain(std::vector<float>& samples);
    /// Appends what is left after the device has stopped or died; nothing follows.
    void finish(std::vector<float>& samples);
    void stop() noexcept { source_->stop(); }

    [[nodiscard]] bool is_heard() const noexcept { return buffer_.delivered_frames() > 0; }
    /// No callback for this long, counted from the opening before the first one.
    [[nodiscard]] Clock::duration silent_for(Clock::time_point now) const noexcept;
    [[nodiscard]] bool is_running() const noexcept { return source_->is_running(); }
    [[nodiscard]] Clock::time_point first_frame_time() const noexcept { return buffer_.first_frame_time(); }
    [[nodiscard]] Clock::time_point last_arrival() const noexcept { return buffer_.last_arrival(); }
    [[nodiscard]] float take_peak() noexcept { return buffer_.take_peak(); }

    /// Frames of the device: handed over by it, taken out of the ring, lost for lack of room.
    [[nodiscard]] std::int64_t delivered_frames() const noexcept { return buffer_.delivered_frames(); }
    [[nodiscard]] std::int64_t taken_frames() const noexcept { return taken_frames_; }
    [[nodiscard]] std::int64_t lost_frames() const noexcept { return buffer_.lost_frames(); }
    [[nodiscard]] std::int64_t driver_overflows() const noexcept { return buffer_.driver_overflows(); }
    /// The sound lost since the last call, in 16 kHz samples.
    [[nodiscard]] std::int64_t take_lost_samples() noexcept;

private:
    AudioDevice device_;
    Clock::time_point opened_at_;
    std::unique_ptr<AudioSource> source_;
    CaptureBuffer buffer_;
    Resampler resampler_;
    std::vector<float> frames_;
    std::vector<float> mono_;
    std::int64_t taken_frames_ = 0;
    std::int64_t reported_lost_ = 0;
};

}  // namespace tilescribe
