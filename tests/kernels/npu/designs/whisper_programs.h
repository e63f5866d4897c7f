// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array/array_program.h"

#include <cstdint>
#include <string>
#include <vector>

namespace tilescribe::npu {

/// What the programs of a window depend on.
struct WhisperSize {
    std::string name;
    std::int64_t width = 0;
    std::int64_t heads = 0;
    std::int64_t encoder_layers = 0;
    std::int64_t decoder_layers = 0;
    std::int64_t n_mels = 80;
};

[[nodiscard]] std::vector<WhisperSize> whisper_sizes();  ///< the built-in model and tiny ... turbo

/// A program and how often a window runs it.
struct WindowProgram {
    std::string op;
    ArrayProgram program;
    std::int64_t times = 1;
};

/// Log-mel, encoder and cross keys and values in bf16. The queries, keys and values of a layer are three GEMMs.
[[nodiscard]] std::vector<WindowProgram> window_programs(ArrayGeneration generation, const WhisperSize& size);

}  // namespace tilescribe::npu
