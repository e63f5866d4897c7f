// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/audio/pcm_reader.h"
#include "engine/features/log_mel_extractor.h"
#include "engine/features/log_mel_frames.h"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace tilescribe {

/// The log-mel spectrogram of a whole recording as openai/whisper computes it (480,000 zeros appended, reflect padding of 200 at
/// both ends, last frame dropped, floored at the whole recording's maximum - 8), read in two passes so that memory stays constant.
/// Positions only move forward: the stream keeps the frames of the current window and what the next may need. Where the backend
/// computes the spectrogram, the stream gives the windows' sound instead and the maximum.
class LogMelStream {
public:
    /// Called with the number of samples scanned; returns false to give up (the constructor then throws Cancelled).
    using Progress = std::function<bool(std::int64_t samples)>;

    class Cancelled {};

    /// First pass: reads the whole of `reader`, which stands at its beginning, for the maximum and the exact length, then rewinds
    /// it. The reader must outlive this.
    LogMelStream(PcmReader& reader, int n_mels, const Progress& progress = {});

    [[nodiscard]] int n_mels() const noexcept { return extractor_.n_mels(); }
    [[nodiscard]] std::int64_t n_samples() const noexcept { return n_samples_; }
    /// Frames of real content: n_samples / mel_hop_length. The spectrogram itself has mel_window_frames more, of appended silence.
    [[nodiscard]] std::int64_t content_frames() const noexcept { return n_samples_ / mel_hop_length; }
    /// log10 maximum of the whole recording.
    [[nodiscard]] float maximum() const noexcept { return maximum_; }

    /// Normalised frames [first, first + count) into out [n_mels, mel_window_frames] (band after band); the rest of each band is
    /// literal 0.0. count <= mel_window_frames, first + count <= content_frames() + mel_window_frames; `first` never decreases
    /// (otherwise std::out_of_range, and std::invalid_argument for an `out` of another size).
    void window(std::int64_t first, std::int64_t count, std::span<float> out);

    /// The sound under the same frames, for a backend that computes the spectrogram itself (KernelBackend::log_mel): 200 samples of
    /// context, the frames' own count * 160, and 200 behind them. Reflected before the recording's beginning, silence behind its
    /// end. The same rules for `first` and `count`; std::invalid_argument for an `out` of another size than window_samples(count).
    /// A stream gives spectrograms or sound, as the first call wants it (otherwise std::logic_error).
    void sound(std::int64_t first, std::int64_t count, std::span<float> out);

    static constexpr std::int64_t window_samples(std::int64_t count) noexcept { return count * mel_hop_length + mel_fft_size; }

private:
    enum class Kept : std::uint8_t { nothing, spectrogram, sound };

    void scan(const Progress& progress);
    /// Keeps what belongs to the frames from `first` on, up to first + count and `behind` more.
    void keep(Kept what, std::int64_t first, std::int64_t count, std::int64_t behind);
    void advance_to(std::int64_t frame);
    void extend(std::int64_t frames_end);
    [[nodiscard]] std::int64_t kept_end() const noexcept;
    [[nodiscard]] std::int64_t kept_width() const noexcept { return kept_what_ == Kept::sound ? mel_hop_length : n_mels(); }

    PcmReader& reader_;
    LogMelExtractor extractor_;
    std::int64_t n_samples_ = 0;
    float maximum_ = log_mel_silence;
    FrameSamples samples_;  // second pass
    Kept kept_what_ = Kept::nothing;
    std::int64_t first_ = 0;   // frame that kept_ begins with
    std::vector<float> kept_;  // [frames, n_mels], normalised; or [frames, 160], the samples from 200 before each frame's centre on
};

}  // namespace tilescribe
