// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/mel_filterbank.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

namespace tilescribe {
namespace {

constexpr double sample_rate = 16000;

// Slaney's scale (Auditory Toolbox): linear up to 1 kHz, then 27 mels for each factor of 6.4.
constexpr double hertz_per_mel = 200.0 / 3.0;
constexpr double knee_hertz = 1000.0;
constexpr double knee_mel = knee_hertz / hertz_per_mel;
constexpr double log_step = 0.06875177742094912;  // ln(6.4) / 27

double hertz_of(double mel) {
    return mel < knee_mel ? mel * hertz_per_mel : knee_hertz * std::exp(log_step * (mel - knee_mel));
}

double mel_of(double hertz) {
    return hertz < knee_hertz ? hertz / hertz_per_mel : knee_mel + std::log(hertz / knee_hertz) / log_step;
}

}  // namespace

MelFilterbank MelFilterbank::slaney(int n_mels) {
    if (n_mels != 80 && n_mels != 128)
        throw std::invalid_argument("mel filterbank: 80 or 128 bands, not " + std::to_string(n_mels));
    MelFilterbank bank;
    bank.n_mels = n_mels;
    bank.weights.resize(static_cast<std::size_t>(n_mels) * mel_fft_bins);
    const double top_mel = mel_of(sample_rate / 2);
    const auto edge = [&](int i) { return hertz_of(top_mel * i / (n_mels + 1)); };
    for (int mel = 0; mel < n_mels; ++mel) {
        const double left = edge(mel);
        const double centre = edge(mel + 1);
        const double right = edge(mel + 2);
        for (int bin = 0; bin < mel_fft_bins; ++bin) {
            const double hertz = sample_rate * bin / mel_fft_size;
            const double height = std::min((hertz - left) / (centre - left), (right - hertz) / (right - centre));
            const double weight = std::max(0.0, height) * 2.0 / (right - left);
            bank.weights[static_cast<std::size_t>(mel) * mel_fft_bins + bin] = static_cast<float>(weight);
        }
    }
    return bank;
}

}  // namespace tilescribe
