// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <span>
#include <vector>

namespace tilescribe {

/// Says, frame by frame, how likely 16 kHz mono sound is speech. Streaming: the same probabilities come out however the sound is
/// cut into blocks, in constant memory. One thread at a time.
class VoiceActivityDetector {
public:
    virtual ~VoiceActivityDetector() = default;
    VoiceActivityDetector(const VoiceActivityDetector&) = delete;
    VoiceActivityDetector& operator=(const VoiceActivityDetector&) = delete;

    /// Samples that one probability stands for: probability k covers samples [k, k + 1) * frame_samples().
    [[nodiscard]] virtual int frame_samples() const noexcept = 0;
    /// Appends the probabilities (0 to 1) of the frames that are decided now; may lag behind the sound by half a second.
    virtual void push(std::span<const float> samples, std::vector<float>& probabilities) = 0;
    /// The sound has ended: appends the rest, so that every sample is covered by a frame.
    virtual void finish(std::vector<float>& probabilities) = 0;
    /// Another recording begins.
    virtual void reset() = 0;

protected:
    VoiceActivityDetector() = default;
};

/// At or above this a frame starts speech; below speech_ends_below it may end.
inline constexpr float speech_starts_at = 0.5F;
inline constexpr float speech_ends_below = 0.35F;

}  // namespace tilescribe
