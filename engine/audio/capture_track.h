// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/audio/capture_event.h"
#include "engine/audio/capture_input.h"
#include "engine/audio/capture_system.h"
#include "engine/audio/level_meter.h"
#include "engine/audio/session_clock.h"
#include "engine/audio/wav_recorder.h"
#include "engine/speech/voice_activity.h"

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

namespace tilescribe {

struct CaptureTimeouts {
    std::chrono::milliseconds stall{1000};    ///< a device that has been heard and then calls no more is lost
    std::chrono::milliseconds start{4000};    ///< a monitor of an idle loudspeaker takes two seconds to its first frame
    std::chrono::milliseconds retry{1000};    ///< how often a device is tried again
    std::chrono::milliseconds waiting{1000};  ///< how far behind the clock silence is written while no device is heard
};

/// A track at one moment.
struct TrackStatus {
    std::string device;                 ///< heard now; empty: none
    float peak = 0;                     ///< linear, falling slowly
    float rms = 0;                      ///< linear
    bool is_speech = false;             ///< the voice activity now
    std::int64_t delivered_frames = 0;  ///< by the callbacks of all devices so far, at their own rates
    std::int64_t taken_frames = 0;      ///< of those: recorded. Equal to delivered - lost after the end.
    std::int64_t lost_frames = 0;       ///< of those: overruns, they did not fit into the ring
    std::int64_t driver_overflows = 0;  ///< how often the driver itself reported a loss
    std::int64_t captured_samples = 0;  ///< 16 kHz samples in the file that come from a device
    std::int64_t silence_samples = 0;   ///< 16 kHz samples in the file that fill gaps
    std::int64_t overlap_samples = 0;   ///< heard twice while one device took over from another; in the file once
    WavRecorder::State disk = WavRecorder::State::recording;
};

/// One track of a recording: its device, whichever that is at the moment, and its file. The device is followed as the user chose
/// (see choose_device); whenever none is heard, the file goes on in silence, in step with the clock. Recorder thread only, except
/// status() and recording().
class CaptureTrack {
public:
    using Clock = SessionClock::Clock;

    /// Creates the file; throws RecordingError.
    CaptureTrack(int index, DeviceChoice choice, const std::filesystem::path& file, CaptureSystem& system, CaptureTimeouts timeouts,
                 CaptureEventListener listener);

    /// Everything there is to do now; call it about 50 times a second. `taken` are the devices of the other tracks.
    void poll(Clock::time_point now, const SessionClock& clock, const AudioDeviceList& devices, std::span<const std::string> taken);
    /// Stops the devices and writes the sound they have delivered.
    void suspend(const SessionClock& clock);
    /// After suspend(): a gap that is still open ends here.
    void close_gap(FrameIndex position);
    /// After suspend(): brings the file to `length` (all tracks end together) and completes it.
    void finish(FrameIndex length);

    void choose(DeviceChoice choice) { choice_ = std::move(choice); }
    /// The id of the device in use, empty: none.
    [[nodiscard]] std::string device_id() const;
    [[nodiscard]] FrameIndex length() const noexcept { return recording_->length(); }
    /// Where the track was last louder than nothing at all, and how much speech has been heard on it in samples.
    [[nodiscard]] FrameIndex last_sound() const noexcept { return last_sound_; }
    [[nodiscard]] std::int64_t speech_samples() const noexcept { return speech_samples_; }

    [[nodiscard]] TrackStatus status() const;
    [[nodiscard]] std::shared_ptr<const WavRecorder> recording() const noexcept { return recording_; }

private:
    struct Counters {
        std::int64_t delivered = 0, taken = 0, lost = 0, overflows = 0;
    };
    struct Failure {
        int count = 0;
        unsigned incarnation = 0;
        Clock::time_point until;
    };

    void record_current();
    void watch_current(Clock::time_point now, const AudioDeviceList& devices);
    void lose_current(const std::string& reason);
    void end_leaving();
    void follow_choice(Clock::time_point now, const AudioDeviceList& devices, std::span<const std::string> taken);
    void open(const AudioDevice& device, Clock::time_point now);
    void note_no_device();
    void avoid(const AudioDevice& device, Clock::time_point now);
    void hand_over(const SessionClock& clock);
    void tell_gap(std::string next_device);
    void retire(std::unique_ptr<CaptureInput>& input);
    void fill_until(FrameIndex position);
    void append(std::span<const float> samples);
    void watch_disk();
    void publish();
    void tell(CaptureEvent::Kind kind, FrameIndex start, std::int64_t samples, std::string reason, std::string device) const;

    const int index_;
    DeviceChoice choice_;
    CaptureSystem& system_;
    const CaptureTimeouts timeouts_;
    const CaptureEventListener listener_;
    std::shared_ptr<WavRecorder> recording_;

    std::unique_ptr<CaptureInput> current_;    ///< recorded now
    std::unique_ptr<CaptureInput> incoming_;   ///< opened, takes over with its first frame
    std::unique_ptr<CaptureInput> leaving_;    ///< lost; within poll() alone
    std::map<std::string, Failure> failures_;  ///< by device id
    FrameIndex gap_start_ = 0;
    std::string gap_reason_;  ///< empty: no device has been lost
    std::int64_t overlap_left_ = 0;
    bool told_no_device_ = false;
    WavRecorder::State told_disk_ = WavRecorder::State::recording;

    LevelMeter meter_;
    std::unique_ptr<VoiceActivityDetector> voice_;
    FrameIndex last_sound_ = 0;
    std::int64_t speech_samples_ = 0;
    bool is_speech_ = false;
    Counters past_;  ///< of the inputs that are gone
    std::int64_t captured_samples_ = 0;
    std::int64_t silence_samples_ = 0;
    std::int64_t overlap_samples_ = 0;
    std::vector<float> samples_;
    std::vector<float> probabilities_;

    mutable std::mutex status_mutex_;
    TrackStatus status_;
};

}  // namespace tilescribe
