// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/host_log_mel.h"

#include "kernels/npu/aie/log_mel_tables.h"

#include <algorithm>
#include <cmath>

namespace tilescribe::npu {
namespace {

constexpr std::int64_t hop = 160;
constexpr std::int64_t window = 400;
constexpr int pair_width = 4;  // columns of the table: this many real parts, then as many imaginary ones

WeightMatrix matrix(const std::vector<float>& values, std::int64_t rows) {
    return {ElementType::f32, rows, static_cast<std::int64_t>(values.size()) / rows, std::as_bytes(std::span(values))};
}

/// [columns][window] of the windowed transform: the two parts of every table value together again.
std::vector<float> transform_rows() {
    const std::vector<Bf16> table = mel_dft_matrix(pair_width);
    std::vector<float> rows(static_cast<std::size_t>(mel_dft_columns * window));
    for (std::int64_t sample = 0; sample < window; ++sample)
        for (std::int64_t column = 0; column < mel_dft_columns; ++column)
            rows[column * window + sample] = from_bf16(table[sample * mel_dft_columns + column]) +
                                             from_bf16(table[(window + sample) * mel_dft_columns + column]);
    return rows;
}

std::vector<float> filter_rows(std::int64_t n_mels) {
    const std::vector<Bf16> table = mel_filter_matrix(static_cast<int>(n_mels));
    std::vector<float> rows(table.size());
    for (std::int64_t bin = 0; bin < mel_bins; ++bin)
        for (std::int64_t mel = 0; mel < n_mels; ++mel) rows[mel * mel_bins + bin] = from_bf16(table[bin * n_mels + mel]);
    return rows;
}

}  // namespace

HostLogMel::HostLogMel(KernelBackend& cpu, std::int64_t n_mels) : cpu_(cpu), n_mels_(n_mels) {
    const std::vector<float> transform = transform_rows();
    const std::vector<float> filters = filter_rows(n_mels);
    transform_ = cpu.prepare_linear({matrix(transform, mel_dft_columns), {}}, LinearUse::many_rows);
    filters_ = cpu.prepare_linear({matrix(filters, n_mels), {}}, LinearUse::many_rows);
}

void HostLogMel::run(TensorView samples, float maximum, TensorView output) {
    const std::int64_t n_frames = output.cols;
    constexpr OpTag tag{OpKind::log_mel};
    std::vector<float> spectrum(static_cast<std::size_t>(n_frames * mel_dft_columns));
    std::vector<float> powers(static_cast<std::size_t>(n_frames * mel_bins));
    std::vector<float> bands(static_cast<std::size_t>(n_frames * n_mels_));
    std::vector<float> gathered(static_cast<std::size_t>(n_frames * window));
    for (std::int64_t f = 0; f < n_frames; ++f) std::copy_n(samples.data + f * hop, window, gathered.data() + f * window);
    cpu_.linear(tag, *transform_, host_view(gathered.data(), n_frames, window), Epilogue::none,
                host_view(spectrum.data(), n_frames, mel_dft_columns));
    for (std::int64_t f = 0; f < n_frames; ++f)
        for (std::int64_t bin = 0; bin < mel_bins; ++bin) {
            const float* pair = spectrum.data() + f * mel_dft_columns + bin / pair_width * 2 * pair_width + bin % pair_width;
            powers[f * mel_bins + bin] = pair[0] * pair[0] + pair[pair_width] * pair[pair_width];
        }
    cpu_.linear(tag, *filters_, host_view(powers.data(), n_frames, mel_bins), Epilogue::none,
                host_view(bands.data(), n_frames, n_mels_));
    for (std::int64_t mel = 0; mel < n_mels_; ++mel) {
        float* row = output.row(mel);
        for (std::int64_t f = 0; f < n_frames; ++f)
            row[f] = (std::max(std::log10(std::max(bands[f * n_mels_ + mel], 1e-10F)), maximum - 8) + 4) / 4;
        std::fill(row + n_frames, row + output.stride, 0.0F);
    }
}

}  // namespace tilescribe::npu
