// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/mel_filterbank.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace tilescribe {

/// log10 of the smallest mel power that is told from silence (1e-10).
inline constexpr float log_mel_silence = -10.0F;

/// log10(max(mel power, 1e-10)) of Hann-windowed frames by FFTW (planned once). Not yet floored at the maximum or scaled:
/// LogMelStream and normalise_log_mel() do that. One thread at a time per object; objects are independent.
class LogMelExtractor {
public:
    /// n_mels: 80 or 128, otherwise std::invalid_argument.
    explicit LogMelExtractor(int n_mels);
    ~LogMelExtractor();
    LogMelExtractor(const LogMelExtractor&) = delete;
    LogMelExtractor& operator=(const LogMelExtractor&) = delete;

    [[nodiscard]] int n_mels() const noexcept { return n_mels_; }

    /// samples: (n_frames - 1) * mel_hop_length + mel_fft_size of them, the first frame's window starting at samples[0].
    /// frames: [n_frames, n_mels], frame after frame. Returns the largest value written, log_mel_silence for no frame.
    float compute(std::span<const float> samples, std::int64_t n_frames, std::span<float> frames);

    /// The largest value that compute() would write, for less work: one logarithm instead of one per value.
    float maximum(std::span<const float> samples, std::int64_t n_frames);

private:
    struct Plan;
    int n_mels_;
    std::unique_ptr<Plan> plan_;
};

/// Samples under the windows of n_frames frames (at least one).
constexpr std::int64_t samples_under_frames(std::int64_t n_frames) noexcept {
    return (n_frames - 1) * mel_hop_length + mel_fft_size;
}

/// (max(x, maximum - 8) + 4) / 4, Whisper's scaling.
void normalise_log_mel(std::span<float> values, float maximum) noexcept;

}  // namespace tilescribe
