// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array/array_program.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tilescribe::npu {

/// Log-mel spectrogram on the array: the windowed DFT as a GEMM over overlapping rows of sound, powers, filterbank, logarithm and
/// Whisper's scaling, without leaving the core.
struct LogMelProblem {
    ArrayGeneration generation = ArrayGeneration::npu1;
    std::int64_t frames = 0;                  ///< padded_rows()
    std::int64_t n_mels = 0;                  ///< 80 or 128
    std::int64_t y_offset = 0, y_stride = 0;  ///< of the frames in the output buffer, elements: conv_problem's input
    friend bool operator==(const LogMelProblem&, const LogMelProblem&) = default;
};

/// Arguments: 0 sound (pack_sound()), 1 tables (pack_log_mel_tables()), 2 each frame's scaling (pack_log_mel_scaling()), 3 frames
/// bf16, time-major.
[[nodiscard]] ArrayProgram design_log_mel(const LogMelProblem& problem);
[[nodiscard]] std::int64_t log_mel_plane(std::int64_t frames) noexcept;  ///< samples under the frames' windows, every 160 of them

/// transform [1200][400] and filterbank [200][n_mels], bf16: mel_dft_matrix(t), t = 4 on npu1 and 8 on npu4, and
/// mel_filter_matrix() of kernels/npu/aie/log_mel_tables.h.
[[nodiscard]] std::vector<std::byte> pack_log_mel_tables(const LogMelProblem& problem, std::span<const std::uint16_t> transform,
                                                         std::span<const std::uint16_t> filterbank);
/// scaling [frames][2]: {floor, gain} of every frame, see log_mel_finish in kernels/npu/aie/kernel_table.h. Once per window.
[[nodiscard]] std::vector<std::byte> pack_log_mel_scaling(const LogMelProblem& problem, std::span<const float> scaling);
/// Two planes of bf16, hi and lo with x = hi + lo, frame f at sample 160 f of each; `samples` may be shorter than a plane (the rest
/// is silence).
[[nodiscard]] std::vector<std::byte> pack_sound(const LogMelProblem& problem, std::span<const float> samples);

}  // namespace tilescribe::npu
