// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/audio/capture_event.h"
#include "engine/audio/capture_system.h"
#include "engine/audio/capture_track.h"
#include "engine/audio/session_clock.h"
#include "engine/audio/silence_alarm.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace tilescribe {

struct CaptureTrackRequest {
    DeviceChoice device;
    std::filesystem::path file;  ///< must not exist yet
};

struct CaptureSessionOptions {
    std::vector<CaptureTrackRequest> tracks;  ///< one, or two: microphone ("You") and monitor ("Others")
    CaptureTimeouts timeouts = {};
    std::chrono::milliseconds tail{300};  ///< Stop goes on for this long: what was said just before is still under way
    double silence_alarm_s = 10;
};

/// Records one session: the recorder's thread takes the sound of one or two devices to disk, follows their coming and going, and
/// keeps all tracks in step with the clock. Recognition is no business of its: it reads recording(track) behind it.
///
/// Every public function may be called from any thread and returns at once, except stop(). Events come on the recorder's thread;
/// the listener must not block for long, nor destroy or stop() the session.
class CaptureSession {
public:
    /// Starts to record. Throws RecordingError when a file cannot be created. `system` outlives the session. No device yet is no
    /// error: the track is silent, says so (no_device), and begins when one is plugged.
    CaptureSession(CaptureSystem& system, CaptureSessionOptions options, CaptureEventListener listener);
    /// stop().
    ~CaptureSession();
    CaptureSession(const CaptureSession&) = delete;
    CaptureSession& operator=(const CaptureSession&) = delete;

    /// Lets go of the devices; the time until resume() is not in the recording.
    void pause();
    void resume();
    /// Changes a track's device while it runs.
    void choose_device(int track, DeviceChoice choice);
    /// Records the tail, completes the files, and says `stopped`.
    void request_stop();
    /// request_stop(), and waits for it.
    void stop();
    [[nodiscard]] bool is_stopped() const noexcept { return stopped_; }

    [[nodiscard]] int track_count() const noexcept { return static_cast<int>(tracks_.size()); }
    [[nodiscard]] TrackStatus status(int track) const { return tracks_.at(static_cast<std::size_t>(track))->status(); }
    [[nodiscard]] std::shared_ptr<const WavRecorder> recording(int track) const {
        return tracks_.at(static_cast<std::size_t>(track))->recording();
    }

private:
    using Clock = SessionClock::Clock;
    struct Orders {
        bool pause = false;
        bool resume = false;
        bool stop = false;
        bool devices_changed = true;
        std::vector<std::pair<int, DeviceChoice>> choices;
    };

    void give(const std::function<void(Orders&)>& order);
    Orders await_orders();
    void run() noexcept;
    void record();
    void carry_out(const Orders& orders);
    void poll_tracks();
    void look_for_devices(Clock::time_point now);
    void watch_silence();
    void pause_now();
    void finish_all();
    void tell(const CaptureEvent& event) const;
    /// An event at the end of the recording so far.
    [[nodiscard]] CaptureEvent event_now(CaptureEvent::Kind kind) const;

    CaptureSystem& system_;
    const CaptureSessionOptions options_;
    const CaptureEventListener listener_;
    std::vector<std::unique_ptr<CaptureTrack>> tracks_;

    // The recorder's thread alone:
    AudioDeviceList devices_;
    SessionClock clock_;
    bool paused_ = false;
    std::optional<Clock::time_point> stop_at_;
    Clock::time_point next_rescan_;
    SilenceAlarm alarm_;

    std::mutex mutex_;
    std::condition_variable ordered_;
    Orders orders_;
    std::atomic<bool> stopped_{false};
    CaptureSystem::Token devices_token_;
    std::jthread recorder_;
};

}  // namespace tilescribe
