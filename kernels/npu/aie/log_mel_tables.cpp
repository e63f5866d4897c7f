// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/aie/log_mel_tables.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace tilescribe::npu {
namespace {

constexpr int window_samples = 400;
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

/// Windowed cosine (is_sine: minus sine) of sample and bin.
float dft_weight(int sample, int bin, bool is_sine) {
    const double turn = 2 * std::numbers::pi / window_samples;
    const double window = 0.5 - 0.5 * std::cos(turn * sample);
    const double angle = turn * (sample * bin % window_samples);
    return static_cast<float>(window * (is_sine ? -std::sin(angle) : std::cos(angle)));
}

}  // namespace

std::vector<Bf16> mel_dft_matrix(int t) {
    std::vector<Bf16> matrix(static_cast<std::size_t>(mel_dft_rows) * mel_dft_columns);
    const auto at = [&](int row, int column) -> Bf16& { return matrix[static_cast<std::size_t>(row) * mel_dft_columns + column]; };
    for (int sample = 0; sample < window_samples; ++sample)
        for (int column = 0; column < mel_dft_columns; ++column) {
            const int bin = 1 + column / (2 * t) * t + column % t;
            const Bf16Pair weight = split_f32(dft_weight(sample, bin, column / t % 2 == 1));
            at(sample, column) = weight.hi;
            at(window_samples + sample, column) = weight.lo;
            at(2 * window_samples + sample, column) = weight.hi;
        }
    return matrix;
}

std::vector<Bf16> mel_filter_matrix(int n_mels) {
    std::vector<Bf16> matrix(static_cast<std::size_t>(mel_bins) * n_mels);
    const double top_mel = mel_of(sample_rate / 2);
    const auto edge = [&](int i) { return hertz_of(top_mel * i / (n_mels + 1)); };
    for (int mel = 0; mel < n_mels; ++mel) {
        const double left = edge(mel);
        const double centre = edge(mel + 1);
        const double right = edge(mel + 2);
        for (int bin = 0; bin < mel_bins; ++bin) {
            const double hertz = sample_rate * (bin + 1) / window_samples;
            const double height = std::min((hertz - left) / (centre - left), (right - hertz) / (right - centre));
            matrix[static_cast<std::size_t>(bin) * n_mels + mel] =
                to_bf16(static_cast<float>(std::max(0.0, height) * 2.0 / (right - left)));
        }
    }
    return matrix;
}

}  // namespace tilescribe::npu
