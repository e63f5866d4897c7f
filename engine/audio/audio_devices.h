// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/audio/audio_format.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tilescribe {

/// An input as the user sees it in the device picker.
struct AudioDevice {
    std::string id;           ///< stable across restarts and replugging; what settings store
    std::string name;         ///< for people: "Built-in Audio Analog Stereo"
    std::string host_api;     ///< "PulseAudio", "PipeWire", "ALSA", "JACK Audio Connection Kit"
    bool is_monitor = false;  ///< what a loudspeaker plays, rather than a microphone
    int channels = 1;
    SampleRate rate = whisper_sample_rate;  ///< the device's own
    unsigned incarnation = 0;               ///< changes when the same device was unplugged and plugged again

    bool operator==(const AudioDevice&) const = default;
};

/// The inputs at one moment.
struct AudioDeviceList {
    std::vector<AudioDevice> devices;
    std::string default_input_id;    ///< empty: there is none
    std::string default_monitor_id;  ///< the monitor of the default loudspeaker; empty: the system offers no monitors

    bool operator==(const AudioDeviceList&) const = default;
    [[nodiscard]] const AudioDevice* find(const std::string& id) const noexcept;
};

enum class TrackRole {
    microphone,  ///< "You"
    monitor,     ///< "Others": the sound of the speakers
};

/// Which device the user wants on a track.
struct DeviceChoice {
    TrackRole role = TrackRole::microphone;
    std::string device_id;  ///< empty: follow the system's default
    /// A microphone track moves on to the monitor of a loudspeaker only if it was one to begin with: recording the loudspeakers as
    /// "You" without a word would be worse than silence.
    bool monitor_is_fine = false;

    bool operator==(const DeviceChoice&) const = default;
};

/// The device a track should use now: the chosen one; else the role's default; else any other of that role; never one in `taken`
/// (the ids that other tracks use). nullopt: there is none, wait.
std::optional<AudioDevice> choose_device(const AudioDeviceList& list, const DeviceChoice& choice,
                                         std::span<const std::string> taken);

}  // namespace tilescribe
