// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <vector>

namespace tilescribe {

inline constexpr int mel_fft_size = 400;        ///< periodic Hann window, samples
inline constexpr int mel_hop_length = 160;      ///< samples from one frame to the next
inline constexpr int mel_fft_bins = 201;        ///< mel_fft_size / 2 + 1
inline constexpr int mel_window_frames = 3000;  ///< frames of the encoder's 30 s window

/// Triangular filters on the Slaney mel scale, each normalised to unit area (librosa's defaults, as Whisper uses them).
struct MelFilterbank {
    int n_mels = 0;
    std::vector<float> weights;  ///< [n_mels, mel_fft_bins]

    /// 80 or 128 bands for 16 kHz sound. Computed; the filters stored in ggml files equal it to 1e-7.
    static MelFilterbank slaney(int n_mels);
};

}  // namespace tilescribe
