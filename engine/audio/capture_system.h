// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/audio/audio_devices.h"
#include "engine/audio/audio_source.h"

#include <functional>
#include <memory>

namespace tilescribe {

/// The machine's inputs, as the recorder sees them: CaptureDevices in the program, scripted ones in tests.
class CaptureSystem {
public:
    virtual ~CaptureSystem() = default;
    CaptureSystem(const CaptureSystem&) = delete;
    CaptureSystem& operator=(const CaptureSystem&) = delete;

    /// The inputs as they are now. Any thread, never blocks for long.
    [[nodiscard]] virtual AudioDeviceList devices() const = 0;
    /// Any thread; may take a moment. Throws AudioDeviceError.
    [[nodiscard]] virtual std::unique_ptr<AudioSource> open(const AudioDevice& device) = 0;
    /// Looks for devices where the system would not tell of new ones. May take a second; for when there is nothing to record from.
    virtual void rescan() = 0;

    /// `listener` is called on some thread after devices() has changed, until the returned token is destroyed; then never again,
    /// not even a call under way is left. It must not block, nor destroy a token.
    using Token = std::shared_ptr<void>;
    [[nodiscard]] virtual Token on_change(std::function<void()> listener) = 0;

protected:
    CaptureSystem() = default;
};

}  // namespace tilescribe
