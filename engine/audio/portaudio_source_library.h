// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/audio/audio_format.h"
#include "engine/audio/audio_source.h"

#include <memory>
#include <string>
#include <vector>

namespace tilescribe {

/// One of PortAudio's own devices; its index is valid until the library is started again.
struct PortAudioDevice {
    int index = 0;
    std::string name;
    std::string host_api;
    int input_channels = 0;
    SampleRate rate = whisper_sample_rate;
    bool is_default_input = false;
};

/// PortAudio, started: its device list is frozen from here on. One at a time in a process; not thread-safe. ALSA's and JACK's own
/// chatter on the error output is turned off while it starts.
class PortAudioLibrary {
public:
    /// Throws AudioDeviceError.
    PortAudioLibrary();
    ~PortAudioLibrary();
    PortAudioLibrary(const PortAudioLibrary&) = delete;
    PortAudioLibrary& operator=(const PortAudioLibrary&) = delete;

    /// Those that can record.
    [[nodiscard]] static std::vector<PortAudioDevice> inputs();
};

}  // namespace tilescribe
