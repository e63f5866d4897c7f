// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array/array_program.h"
#include "kernels/npu/window_simulation.h"

#include <cstdint>
#include <string>
#include <vector>

namespace tilescribe::npu {

struct WhisperSize {
    std::string name;
    EncoderShape shape;
};

[[nodiscard]] std::vector<WhisperSize> whisper_sizes();  ///< the built-in model and tiny ... turbo

/// A program and how often a window runs it.
struct WindowProgram {
    ArrayProgram program;
    std::int64_t times = 1;
};

/// Log-mel, encoder and cross keys and values as the backend queues them.
[[nodiscard]] std::vector<WindowProgram> window_programs(ArrayGeneration generation, GemmType type, const WhisperSize& size);

/// The built-in model's first program in bf16.
[[nodiscard]] ArrayProgram some_program(ArrayGeneration generation);

}  // namespace tilescribe::npu
