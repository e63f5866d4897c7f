// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/speech/energy_voice_activity.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace tilescribe {
namespace {

constexpr float even_odds = 4.5F;    // dB above the background, mean of the bands
constexpr float odds_slope = 1.2F;   // dB
constexpr float most_per_band = 18;  // dB: one loud tone alone is not speech
// A window is centred on its frame.
constexpr std::size_t margin = (spectrum_window - 320) / 2;

float above_floor(const BandPowers& powers, const BandPowers& floor) {
    float sum = 0;
    for (std::size_t band = 0; band < powers.size(); ++band) {
        sum += std::clamp(10 * std::log10(std::max(powers[band], 1e-12F) / floor[band]), 0.F, most_per_band);
    }
    return sum / static_cast<float>(powers.size());
}

}  // namespace

EnergyVoiceActivity::EnergyVoiceActivity() {
    reset();
}

void EnergyVoiceActivity::reset() {
    samples_.assign(margin, 0.F);
    first_.clear();
    begun_ = false;
    pushed_samples_ = 0;
    scored_frames_ = 0;
    scores_.fill(0);  // before the beginning there was silence
    emitted_frames_ = 0;
}

void EnergyVoiceActivity::push(std::span<const float> samples, std::vector<float>& probabilities) {
    pushed_samples_ += static_cast<std::int64_t>(samples.size());
    while (!samples.empty()) {  // in small pieces: the memory stays small however long the block
        const std::span<const float> piece = samples.first(std::min<std::size_t>(samples.size(), 4 * spectrum_window));
        std::ranges::transform(piece, std::back_inserter(samples_),
                               [](float sample) { return std::isfinite(sample) ? sample : 0.F; });
        samples = samples.subspan(piece.size());
        measure_frames(probabilities);
    }
}

void EnergyVoiceActivity::measure_frames(std::vector<float>& probabilities) {
    std::size_t at = 0;
    for (; at + spectrum_window <= samples_.size(); at += frame) {
        const BandPowers powers = bands_.measure(std::span(samples_).subspan(at).first<spectrum_window>());
        if (begun_) {
            score(powers, probabilities);
        } else {
            first_.push_back(powers);
            if (first_.size() == NoiseFloor::steady_frames) follow_first(probabilities);
        }
    }
    samples_.erase(samples_.begin(), samples_.begin() + static_cast<std::ptrdiff_t>(at));
}

void EnergyVoiceActivity::follow_first(std::vector<float>& probabilities) {
    begun_ = true;
    floor_.begin(first_);
    for (const BandPowers& powers : first_) score(powers, probabilities);
    first_.clear();
}

void EnergyVoiceActivity::score(const BandPowers& powers, std::vector<float>& probabilities) {
    const float score = above_floor(powers, floor_.follow(powers));
    std::ranges::rotate(scores_, scores_.begin() + 1);
    scores_.back() = score;
    // The median is the middle frame's: the first two have no right side yet.
    if (++scored_frames_ > static_cast<std::int64_t>(median_width / 2)) emit(probabilities);
}

void EnergyVoiceActivity::emit(std::vector<float>& probabilities) {
    std::array<float, median_width> sorted = scores_;
    std::ranges::nth_element(sorted, sorted.begin() + median_width / 2);
    probabilities.push_back(1 / (1 + std::exp((even_odds - sorted[median_width / 2]) / odds_slope)));
    ++emitted_frames_;
}

void EnergyVoiceActivity::finish(std::vector<float>& probabilities) {
    const std::int64_t frames = (pushed_samples_ + frame - 1) / frame;
    samples_.resize(samples_.size() + spectrum_window + frame, 0.F);
    measure_frames(probabilities);
    if (!begun_) follow_first(probabilities);
    while (emitted_frames_ < frames) {
        std::ranges::rotate(scores_, scores_.begin() + 1);
        scores_.back() = scores_[median_width - 2];
        emit(probabilities);
    }
    // The padding may have completed a frame that begins behind the end.
    probabilities.resize(probabilities.size() - static_cast<std::size_t>(emitted_frames_ - frames));
    reset();
}

}  // namespace tilescribe
