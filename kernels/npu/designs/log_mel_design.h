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

/// Arguments: 0 sound, 1 tables (pack_log_mel_tables()), 2 rows f32 [frames][2] {floor, gain}, log_mel_row_elements() (see
/// log_mel_finish in kernels/npu/aie/kernel_table.h), 3 frames bf16, time-major. Sound: two planes of bf16, [2][log_mel_plane()]:
/// hi and lo with x = hi + lo; frame f starts at sample 160 f of a plane.
[[nodiscard]] ArrayProgram design_log_mel(const LogMelProblem& problem);
[[nodiscard]] std::int64_t log_mel_plane(std::int64_t frames) noexcept;         ///< samples in a plane
[[nodiscard]] std::int64_t log_mel_row_elements(std::int64_t frames) noexcept;  ///< with slack

/// transform: [1200][400] and filterbank [200][n_mels], f32 values that are rounded to bf16 here
/// (kernels/npu/aie/log_mel_tables.h).
[[nodiscard]] std::vector<std::byte> pack_log_mel_tables(const LogMelProblem& problem, std::span<const std::uint16_t> transform,
                                                         std::span<const std::uint16_t> filterbank);
/// The sound as the program reads it; `samples` may be shorter than a plane (the rest is silence).
[[nodiscard]] std::vector<std::byte> pack_sound(const LogMelProblem& problem, std::span<const float> samples);

}  // namespace tilescribe::npu
