// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <complex>
#include <cstddef>
#include <span>
#include <vector>

namespace tilescribe {

inline constexpr int speech_bands = 18;
inline constexpr std::size_t spectrum_window = 512;  ///< samples at 16 kHz: 32 ms

using BandPowers = std::array<float, speech_bands>;

/// The power of a 32 ms window of 16 kHz sound in bands of about equal width to the ear, from 125 Hz to 7 kHz (so neither a DC
/// offset nor hum counts): mean square per band, full-scale sine = 0.5. A Hann window and a radix-2 Fourier transform of its own:
/// FFTW belongs to the features, and one small transform per 20 ms costs a thousandth of a core.
class SpeechBands {
public:
    SpeechBands();
    [[nodiscard]] BandPowers measure(std::span<const float, spectrum_window> samples);

private:
    void transform();

    std::vector<float> window_;
    std::vector<std::complex<float>> twiddles_;
    std::vector<std::size_t> reversed_;
    std::vector<std::complex<float>> spectrum_;
    std::array<std::size_t, speech_bands + 1> edges_{};  ///< bins
};

}  // namespace tilescribe
