// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>
#include <string>

namespace tilescribe {

/// Something the user should see, or the timeline should keep. Times are in seconds of the recording.
struct CaptureEvent {
    enum class Kind {
        device_changed,  ///< `device` is heard from start_s on (also at the beginning)
        device_lost,     ///< `device` is gone: `reason`
        no_device,       ///< there is nothing to record from: the track is silence until there is
        gap,             ///< closed: [start_s, start_s + duration_s) is silence because of `reason`; `device` goes on (empty: none)
        sound_lost,      ///< the machine was too slow for the device: `duration_s` of sound was replaced by silence
        silent_track,    ///< nothing on this track for a while although the other one speaks; `device` is the silent one
        track_heard,     ///< the silent track is heard again
        disk_full,       ///< `reason`; recording goes on in memory for some minutes
        disk_written,    ///< everything is on disk again; duration_s of sound could not be kept (0: none)
        paused,          ///< at start_s
        resumed,         ///< at start_s, after duration_s of pause, which are not in the recording
        stopped,         ///< the files are complete; the last event
        failed,          ///< recording has ended early: `reason`; the files are valid as far as they go
    };
    Kind kind = Kind::stopped;
    int track = 0;
    double start_s = 0;
    double duration_s = 0;
    std::string reason;
    std::string device;
};

using CaptureEventListener = std::function<void(const CaptureEvent&)>;

}  // namespace tilescribe
