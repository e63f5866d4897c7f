// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernels/npu/designs/whisper_programs.h"

namespace tilescribe::npu {

std::vector<WhisperSize> whisper_sizes() {
    return {{"pico", {80, 192, 4, 4}},    {"tiny", {80, 384, 4, 4}},      {"base", {80, 512, 6, 6}},
            {"small", {80, 768, 12, 12}}, {"medium", {80, 1024, 24, 24}}, {"large-v3", {128, 1280, 32, 32}},
            {"turbo", {128, 1280, 32, 4}}};
}

std::vector<WindowProgram> window_programs(ArrayGeneration generation, GemmType type, const WhisperSize& size) {
    std::vector<WindowProgram> programs;
    for (const SimulatedKernel& kernel : simulate_window(generation, type, size.shape).kernels)
        programs.push_back({.program = deserialise(kernel.words), .times = kernel.calls});
    return programs;
}

ArrayProgram some_program(ArrayGeneration generation) {
    return window_programs(generation, GemmType::bf16, whisper_sizes().front()).front().program;
}

}  // namespace tilescribe::npu
