// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/audio/audio_format.h"

#include <stdexcept>

namespace tilescribe {

class CaptureBuffer;

/// A device that cannot be opened or started; what() is a sentence for the user that names it.
class AudioDeviceError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

struct AudioSourceFormat {
    SampleRate rate = whisper_sample_rate;
    int channels = 1;
};

/// One opened input device. start() and stop() belong to one thread.
///
/// Callback contract: between start() and the return of stop() the source calls CaptureBuffer::receive() from one thread of its own
/// with interleaved f32 frames of format(), in order, each frame once, and does nothing else there. After stop() has returned it
/// never touches the buffer again.
class AudioSource {
public:
    virtual ~AudioSource() = default;
    AudioSource(const AudioSource&) = delete;
    AudioSource& operator=(const AudioSource&) = delete;

    [[nodiscard]] virtual AudioSourceFormat format() const = 0;
    /// Once per source. `into` has the format() and outlives the source or its stop(). Throws AudioDeviceError.
    virtual void start(CaptureBuffer& into) = 0;
    /// Idempotent. May take a second or two while a dead device runs into its time limit.
    virtual void stop() noexcept = 0;
    /// False when the driver has ended the stream by itself (the sound server died, the card is gone). A device may also just fall
    /// silent: no calls to receive() any more.
    [[nodiscard]] virtual bool is_running() const noexcept = 0;

protected:
    AudioSource() = default;
};

}  // namespace tilescribe
