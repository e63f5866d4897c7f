// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

namespace tilescribe::testing {

/// Where a sound was found in a recording.
struct SoundMatch {
    double correlation = 0;     ///< 1: the same up to its level
    std::ptrdiff_t offset = 0;  ///< sample of the recording at which it begins
};

inline double correlation_at(std::span<const float> recording, std::span<const float> sound, std::ptrdiff_t offset) {
    double both = 0;
    double of_recording = 0;
    double of_sound = 0;
    for (std::size_t i = 0; i < sound.size(); ++i) {
        const std::ptrdiff_t at = offset + static_cast<std::ptrdiff_t>(i);
        if (at < 0 || at >= static_cast<std::ptrdiff_t>(recording.size())) continue;
        const double heard = recording[static_cast<std::size_t>(at)];
        both += heard * sound[i];
        of_recording += heard * heard;
        of_sound += static_cast<double>(sound[i]) * sound[i];
    }
    return of_recording > 0 && of_sound > 0 ? both / std::sqrt(of_recording * of_sound) : 0;
}

/// The loudness every 5 ms.
inline std::vector<float> envelope(std::span<const float> samples) {
    constexpr std::size_t step = 80;
    std::vector<float> result(samples.size() / step);
    for (std::size_t i = 0; i < result.size(); ++i) {
        for (const float sample : samples.subspan(i * step, step)) result[i] += sample * sample;
        result[i] = std::sqrt(result[i]);
    }
    return result;
}

/// The best place of `sound` in `recording`: by the envelopes, then to the sample.
inline SoundMatch find_sound(std::span<const float> recording, std::span<const float> sound) {
    const std::vector<float> rough_recording = envelope(recording);
    const std::vector<float> rough_sound = envelope(sound);
    SoundMatch rough;
    const auto longest = static_cast<std::ptrdiff_t>(rough_recording.size());
    for (std::ptrdiff_t at = -longest / 4; at < longest; ++at) {
        if (const double value = correlation_at(rough_recording, rough_sound, at); value > rough.correlation) rough = {value, at};
    }
    SoundMatch best;
    for (std::ptrdiff_t at = rough.offset * 80 - 160; at <= rough.offset * 80 + 160; ++at) {
        if (const double value = correlation_at(recording, sound, at); value > best.correlation) best = {value, at};
    }
    return best;
}

}  // namespace tilescribe::testing
