// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace tilescribe {

/// Makes each source of the sound server a device of its own for PortAudio, whose Debian build speaks ALSA and JACK only and
/// freezes its device list when it starts.
///
/// A private ALSA configuration (the user's own, plus a few "slots" of `type pulse`) is what ALSA_CONFIG_PATH names from now on.
/// PortAudio finds the slots when it starts; ALSA reads the configuration again at each opening, so a slot can be pointed at any
/// source right before it is opened, plugged in since or not. PortAudio need not be started again for a new device, which would
/// stop every running stream. Not thread-safe; changes the process environment: construct it before other threads read that.
class PrivateAlsaConfiguration {
public:
    /// Writes to a new folder in XDG_RUNTIME_DIR, or else in the temporary folder. Throws std::filesystem::filesystem_error.
    PrivateAlsaConfiguration();
    /// Puts the environment back and removes the folder.
    ~PrivateAlsaConfiguration();
    PrivateAlsaConfiguration(const PrivateAlsaConfiguration&) = delete;
    PrivateAlsaConfiguration& operator=(const PrivateAlsaConfiguration&) = delete;

    /// The slots' names among PortAudio's devices: two tracks, each with an old and a new device while it changes over.
    [[nodiscard]] static const std::vector<std::string>& slots();
    /// From now on opening this slot opens that source of the sound server.
    void point(const std::string& slot, const std::string& source);

private:
    void write() const;

    std::optional<std::string> inherited_;  ///< ALSA_CONFIG_PATH as it was
    std::filesystem::path folder_;
    std::vector<std::string> sources_;  ///< by slot; empty: the server's default
};

/// As a quoted string of an ALSA configuration.
std::string quote_for_alsa(const std::string& text);

}  // namespace tilescribe
