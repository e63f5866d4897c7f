// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/aie/log_mel_tables.h"

#include "kernels/mel_filterbank.h"

#include <cmath>
#include <cstddef>
#include <numbers>

namespace tilescribe::npu {
namespace {

constexpr int window_samples = 400;

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
    const MelFilterbank bank = MelFilterbank::slaney(n_mels);
    std::vector<Bf16> matrix(static_cast<std::size_t>(mel_bins) * n_mels);
    for (int mel = 0; mel < n_mels; ++mel)
        for (int bin = 0; bin < mel_bins; ++bin)
            matrix[static_cast<std::size_t>(bin) * n_mels + mel] =
                to_bf16(bank.weights[static_cast<std::size_t>(mel) * mel_fft_bins + 1 + bin]);
    return matrix;
}

}  // namespace tilescribe::npu
