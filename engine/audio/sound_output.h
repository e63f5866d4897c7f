// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <memory>
#include <span>
#include <stdexcept>

namespace tilescribe {

/// The loudspeaker cannot be reached; what() is PulseAudio's reason.
class SoundOutputError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Plays mono sound at whisper_sample_rate through PulseAudio or PipeWire. Blocking; one thread at a time.
class SoundOutput {
public:
    /// Throws SoundOutputError: there is no sound server.
    SoundOutput();
    ~SoundOutput();
    SoundOutput(const SoundOutput&) = delete;
    SoundOutput& operator=(const SoundOutput&) = delete;

    /// Returns when there is room for the next block, about 0.2 s ahead of what is heard. Throws SoundOutputError.
    void write(std::span<const float> samples);
    /// Seconds that are written but not heard yet.
    [[nodiscard]] double latency();
    /// Waits until everything is heard, or forgets it.
    void drain();
    void flush();

private:
    struct Stream;
    std::unique_ptr<Stream> stream_;
};

}  // namespace tilescribe
