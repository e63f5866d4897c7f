// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/speech/noise_floor.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace tilescribe {
namespace {

constexpr float smoothing = 0.75F;
constexpr float minimum_bias = 1.7F;          // the mean of smoothed noise over its minimum in 3 s
constexpr float lowest_floor = 3e-9F;         // -85 dB: below it everything counts as silence
constexpr float loudest_first_floor = 1e-5F;  // -50 dB in a band: a recording that begins in the middle of a word
constexpr float steady_range = 4;             // dB

BandPowers minimum(const BandPowers& a, const BandPowers& b) {
    BandPowers result{};
    std::ranges::transform(a, b, result.begin(), [](float x, float y) { return std::min(x, y); });
    return result;
}

}  // namespace

float mean_level(const BandPowers& powers) {
    float sum = 0;
    for (const float power : powers) sum += 10 * std::log10(std::max(power, lowest_floor));
    return sum / static_cast<float>(powers.size());
}

void NoiseFloor::begin(std::span<const BandPowers> first) {
    level_count_ = 0;
    if (first.empty()) return;
    BandPowers mean{};
    BandPowers least = first.front();
    for (const BandPowers& powers : first) {
        note_level(powers);
        least = minimum(least, powers);
        std::ranges::transform(mean, powers, mean.begin(), std::plus());
    }
    for (float& power : mean) power /= static_cast<float>(first.size());
    smoothed_ = mean;
    if (is_steady()) {
        for (float& power : mean) power /= minimum_bias;
        restart_at(mean);
    } else {
        for (float& power : least) power = std::min(power, loudest_first_floor);
        restart_at(least);
        smoothed_ = least;
    }
    level_count_ = 0;  // these frames come again, one by one
}

const BandPowers& NoiseFloor::follow(const BandPowers& powers) {
    note_level(powers);
    for (std::size_t band = 0; band < powers.size(); ++band) {
        smoothed_[band] = smoothing * smoothed_[band] + (1 - smoothing) * powers[band];
    }
    part_minimum_ = frames_in_part_ == 0 ? smoothed_ : minimum(part_minimum_, smoothed_);
    if (++frames_in_part_ == frames_per_part) {
        frames_in_part_ = 0;
        minima_[oldest_part_] = part_minimum_;
        oldest_part_ = (oldest_part_ + 1) % parts;
    }
    BandPowers least = part_minimum_;
    for (const BandPowers& part : minima_) least = minimum(least, part);
    if (is_steady() && mean_level(smoothed_) > mean_level(least) + steady_range) {
        least = smoothed_;
        for (float& power : least) power /= minimum_bias;
        restart_at(least);
    }
    std::ranges::transform(least, floor_.begin(), [](float power) { return std::max(power * minimum_bias, lowest_floor); });
    return floor_;
}

void NoiseFloor::restart_at(const BandPowers& minimum) {
    minima_.fill(minimum);
    part_minimum_ = minimum;
    frames_in_part_ = 0;
}

void NoiseFloor::note_level(const BandPowers& powers) {
    levels_[level_count_++ % steady_frames] = mean_level(powers);
}

bool NoiseFloor::is_steady() const {
    if (level_count_ < steady_frames) return false;
    const auto [lowest, highest] = std::ranges::minmax(levels_);
    return highest - lowest < steady_range;
}

}  // namespace tilescribe
