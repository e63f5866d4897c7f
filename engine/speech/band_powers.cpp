// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/speech/band_powers.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tilescribe {
namespace {

constexpr double bin_hertz = 16000.0 / static_cast<double>(spectrum_window);
constexpr double lowest_hertz = 125;
constexpr double highest_hertz = 7000;

// The mel scale in its usual form (O'Shaughnessy 1987).
double to_mel(double hertz) {
    return 2595 * std::log10(1 + hertz / 700);
}
double to_hertz(double mel) {
    return 700 * (std::pow(10, mel / 2595) - 1);
}

}  // namespace

SpeechBands::SpeechBands()
    : window_(spectrum_window), twiddles_(spectrum_window / 2), reversed_(spectrum_window), spectrum_(spectrum_window) {
    constexpr auto n = static_cast<double>(spectrum_window);
    for (std::size_t i = 0; i < spectrum_window; ++i) {
        window_[i] = static_cast<float>(0.5 - 0.5 * std::cos(2 * std::numbers::pi * static_cast<double>(i) / n));
        reversed_[i] = reversed_[i / 2] / 2 + (i % 2) * spectrum_window / 2;
    }
    for (std::size_t i = 0; i < twiddles_.size(); ++i) {
        twiddles_[i] = std::polar(1.0F, static_cast<float>(-2 * std::numbers::pi * static_cast<double>(i) / n));
    }
    for (std::size_t band = 0; band < edges_.size(); ++band) {
        const double part = static_cast<double>(band) / speech_bands;
        const double mel = to_mel(lowest_hertz) + part * (to_mel(highest_hertz) - to_mel(lowest_hertz));
        edges_[band] = static_cast<std::size_t>(std::lround(to_hertz(mel) / bin_hertz));
        if (band > 0) edges_[band] = std::max(edges_[band], edges_[band - 1] + 1);
    }
}

BandPowers SpeechBands::measure(std::span<const float, spectrum_window> samples) {
    for (std::size_t i = 0; i < spectrum_window; ++i) spectrum_[reversed_[i]] = samples[i] * window_[i];
    transform();
    // Parseval with both halves of the spectrum and the Hann window's mean square of 3/8.
    constexpr float scale = 2.0F / (0.375F * static_cast<float>(spectrum_window) * static_cast<float>(spectrum_window));
    BandPowers powers{};
    for (std::size_t band = 0; band < powers.size(); ++band) {
        for (std::size_t bin = edges_[band]; bin < edges_[band + 1]; ++bin) powers[band] += std::norm(spectrum_[bin]) * scale;
    }
    return powers;
}

/// Cooley and Tukey 1965, in place, input in bit-reversed order.
void SpeechBands::transform() {
    for (std::size_t half = 1; half < spectrum_window; half *= 2) {
        const std::size_t stride = spectrum_window / (2 * half);
        for (std::size_t start = 0; start < spectrum_window; start += 2 * half) {
            for (std::size_t i = 0; i < half; ++i) {
                const std::complex<float> odd = twiddles_[i * stride] * spectrum_[start + i + half];
                const std::complex<float> even = spectrum_[start + i];
                spectrum_[start + i] = even + odd;
                spectrum_[start + i + half] = even - odd;
            }
        }
    }
}

}  // namespace tilescribe
