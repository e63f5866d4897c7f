// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/audio/audio_source.h"

#include <memory>
#include <optional>
#include <string>

namespace tilescribe {

/// Captures from one of PortAudio's devices. PortAudio itself is not thread-safe: whoever owns the library serialises the
/// construction, start(), stop() and destruction of all sources (see CaptureDevices).
class PortAudioSource final : public AudioSource {
public:
    struct Request {
        int device_index = 0;                   ///< PortAudio's
        std::string name;                       ///< for messages
        int channels = 1;                       ///< wanted; fewer where the device has fewer
        SampleRate rate = whisper_sample_rate;  ///< wanted; the device's own where it cannot
    };
    /// Opens the device. Throws AudioDeviceError.
    explicit PortAudioSource(Request request);
    ~PortAudioSource() override;

    [[nodiscard]] AudioSourceFormat format() const override { return format_; }
    void start(CaptureBuffer& into) override;
    /// Waits for the callback's thread instead of cancelling it: cancelled inside the sound server's library it could leave a lock
    /// behind. A dead device keeps it for up to about two seconds.
    void stop() noexcept override;
    [[nodiscard]] bool is_running() const noexcept override;

private:
    struct Stream;
    std::string name_;
    AudioSourceFormat format_;
    std::unique_ptr<Stream> stream_;
};

}  // namespace tilescribe
