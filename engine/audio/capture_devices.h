// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/audio/capture_system.h"
#include "engine/audio/change_listeners.h"
#include "engine/audio/portaudio_source_library.h"
#include "engine/audio/private_alsa_configuration.h"
#include "engine/audio/pulse_devices.h"

#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace tilescribe {

/// This machine's inputs through PortAudio. With a sound server (PulseAudio, PipeWire): its sources and monitors, named, watched
/// and opened through the slots of a private ALSA configuration, and beside them the cards and JACK ports that PortAudio reaches
/// directly. Without one: PortAudio's own list, looked at again when nothing is being recorded.
///
/// One per process, and it outlives its sources. The constructor sets ALSA_CONFIG_PATH and what JACK and PulseAudio read: construct
/// it before threads that read the environment. Probing the sound cards takes from a few tenths of a second to some seconds: with
/// Start::later that is begin()'s, and until then the list holds the sound server's sources alone. A sound system that does not
/// start leaves the list empty and says why in problem(): the rest of the program works without.
class CaptureDevices final : public CaptureSystem {
public:
    enum class Start { at_once, later };
    explicit CaptureDevices(Start start = Start::at_once);
    ~CaptureDevices() override;

    [[nodiscard]] AudioDeviceList devices() const override;
    [[nodiscard]] std::unique_ptr<AudioSource> open(const AudioDevice& device) override;
    void rescan() override;
    /// What Start::later has left; tells the listeners. Any thread; who opens a device meanwhile waits for it.
    void begin();
    /// The sound cards have been probed, found or not.
    [[nodiscard]] bool has_begun() const;
    [[nodiscard]] Token on_change(std::function<void()> listener) override { return listeners_.add(std::move(listener)); }

    /// Why there is no sound system, for the user; empty: there is one.
    [[nodiscard]] std::string problem() const;

private:
    class Source;

    void start_library();
    std::unique_ptr<AudioSource> open_source_of_server(const AudioDevice& device, const std::string& source_name);
    std::unique_ptr<AudioSource> open_own_device(const AudioDevice& device);
    [[nodiscard]] const PortAudioDevice* find_slot() const;

    ChangeListeners listeners_;
    mutable std::mutex mutex_;  ///< guards PortAudio and what follows; a dead device may hold it for two seconds
    PrivateAlsaConfiguration configuration_;
    std::optional<PortAudioLibrary> library_;
    mutable std::mutex list_mutex_;             ///< taken inside mutex_, held for moments only
    std::vector<PortAudioDevice> own_devices_;  ///< PortAudio's list, slots included; changed under both mutexes
    std::vector<std::string> slots_in_use_;
    int open_sources_ = 0;
    std::string problem_;  ///< under list_mutex_
    bool begun_ = false;   ///< under list_mutex_
    PulseDevices pulse_;   ///< last: its thread calls listeners_
};

}  // namespace tilescribe
