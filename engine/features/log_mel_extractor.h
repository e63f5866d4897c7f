// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/features/mel_filterbank.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace tilescribe {

/// log10(max(mel power, 1e-10)) of Hann-windowed frames by FFTW (planned once). Not yet floored at the maximum or scaled:
/// LogMelStream and normalise_log_mel() do that. One thread at a time per object; objects are independent.
class LogMelExtractor {
public:
    explicit LogMelExtractor(int n_mels);
    ~LogMelExtractor();
    LogMelExtractor(const LogMelExtractor&) = delete;
    LogMelExtractor& operator=(const LogMelExtractor&) = delete;

    [[nodiscard]] int n_mels() const noexcept { return n_mels_; }

    /// samples: (n_frames - 1) * mel_hop_length + mel_fft_size of them, the first frame's window starting at samples[0].
    /// frames: [n_frames, n_mels], frame after frame. Returns the largest value written.
    float compute(std::span<const float> samples, std::int64_t n_frames, std::span<float> frames);

private:
    struct Plan;
    int n_mels_;
    std::unique_ptr<Plan> plan_;
};

/// (max(x, maximum - 8) + 4) / 4, Whisper's scaling.
void normalise_log_mel(std::span<float> values, float maximum) noexcept;

}  // namespace tilescribe
