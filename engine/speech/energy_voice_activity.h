// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/speech/band_powers.h"
#include "engine/speech/noise_floor.h"
#include "engine/speech/voice_activity.h"

#include <array>
#include <cstdint>

namespace tilescribe {

/// Voice activity without a model: how far the ear's bands stand above their background, over 20 ms frames. Finds speech from about
/// 6 dB above a steady noise of any colour; rides over clicks; cannot tell speech from music. Decides 40 ms late, and half a second
/// late at the beginning, until the background is known.
class EnergyVoiceActivity final : public VoiceActivityDetector {
public:
    EnergyVoiceActivity();

    [[nodiscard]] int frame_samples() const noexcept override { return frame; }
    void push(std::span<const float> samples, std::vector<float>& probabilities) override;
    void finish(std::vector<float>& probabilities) override;
    void reset() override;

private:
    static constexpr int frame = 320;
    static constexpr std::size_t median_width = 5;  // frames: longer than a click, shorter than a syllable

    void measure_frames(std::vector<float>& probabilities);
    void follow_first(std::vector<float>& probabilities);
    void score(const BandPowers& powers, std::vector<float>& probabilities);
    void emit(std::vector<float>& probabilities);

    SpeechBands bands_;
    NoiseFloor floor_;
    std::vector<float> samples_;     ///< not measured yet, less than a window
    std::vector<BandPowers> first_;  ///< until the background is known
    bool begun_ = false;
    std::int64_t pushed_samples_ = 0;
    std::int64_t scored_frames_ = 0;
    std::int64_t emitted_frames_ = 0;
    std::array<float, median_width> scores_{};  ///< the last ones, dB
};

}  // namespace tilescribe
