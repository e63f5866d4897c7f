// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/audio/audio_format.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace tilescribe {

/// One input of the sound server.
struct PulseSource {
    std::string name;         ///< "alsa_input.pci-0000_00_1f.3.analog-stereo"
    std::string description;  ///< for people
    std::uint32_t index = 0;  ///< never used twice while the server lives: a replugged device has a new one
    bool is_monitor = false;
    int channels = 1;
    SampleRate rate = whisper_sample_rate;

    bool operator==(const PulseSource&) const = default;
};

/// What the server offered when it was last asked.
struct PulseSnapshot {
    bool connected = false;
    std::string server_name;  ///< "pulseaudio", "PulseAudio (on PipeWire 1.0.5)"
    std::vector<PulseSource> sources;
    std::string default_source;
    std::string default_monitor;  ///< the monitor source of the default sink

    bool operator==(const PulseSnapshot&) const = default;
};

/// Watches the PulseAudio or PipeWire server's inputs through libpulse on a thread of its own: PortAudio's list is frozen at its
/// start and knows no monitors. A server that is not there, or goes away, is looked for again every second and never started.
///
/// It also keeps this process's own recording streams where they were opened: when the default source changes, PulseAudio moves
/// even streams that asked for a certain source, and the recording would go on from another device without a word. Marks the
/// process's streams through the environment (PULSE_PROP_...): construct it before threads that read that.
class PulseDevices {
public:
    using Listener = std::function<void(const PulseSnapshot&)>;

    /// Returns when the first snapshot is there, or no server answers within a second. `on_change` is called on the watching
    /// thread (never before the constructor returned), with each snapshot that differs from the last; it must not block.
    explicit PulseDevices(Listener on_change = {});
    ~PulseDevices();
    PulseDevices(const PulseDevices&) = delete;
    PulseDevices& operator=(const PulseDevices&) = delete;

    /// Any thread.
    [[nodiscard]] PulseSnapshot snapshot() const;

private:
    class Watch;
    std::unique_ptr<Watch> watch_;
};

}  // namespace tilescribe
