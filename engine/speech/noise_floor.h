// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/speech/band_powers.h"

#include <array>
#include <cstddef>
#include <span>

namespace tilescribe {

/// Follows the power of the background in each band: the minimum of the smoothed power over the last seconds (speech leaves every
/// band for moments, a steady background does not; after R. Martin, "Noise power spectral density estimation based on optimal
/// smoothing and minimum statistics", 2001, with a fixed bias). A background that suddenly gets louder is recognised within about
/// half a second by its even level, which speech never keeps that long.
class NoiseFloor {
public:
    static constexpr std::size_t steady_frames = 30;

    /// The first frames of a recording (steady_frames, or all if there are fewer): no past to compare them with.
    void begin(std::span<const BandPowers> first);
    /// The next frame, 20 ms after the last; returns the floor that holds for it.
    const BandPowers& follow(const BandPowers& powers);

private:
    static constexpr int frames_per_part = 25;
    static constexpr std::size_t parts = 6;  // with frames_per_part: 3 s of memory

    void restart_at(const BandPowers& minimum);
    void note_level(const BandPowers& powers);
    [[nodiscard]] bool is_steady() const;

    BandPowers smoothed_{};
    BandPowers part_minimum_{};
    int frames_in_part_ = 0;
    std::array<BandPowers, parts> minima_{};
    std::size_t oldest_part_ = 0;
    BandPowers floor_{};

    std::array<float, steady_frames> levels_{};  ///< of the last frames, dB
    std::size_t level_count_ = 0;
};

/// The mean of the bands' levels in dB: an even measure of noise of any colour.
float mean_level(const BandPowers& powers);

}  // namespace tilescribe
