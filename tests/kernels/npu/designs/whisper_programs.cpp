// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernels/npu/designs/whisper_programs.h"

#include "kernels/npu/designs/designs.h"

namespace tilescribe::npu {

std::vector<WhisperSize> whisper_sizes() {
    return {{"pico", 192, 3, 4, 4, 80},     {"tiny", 384, 6, 4, 4, 80},       {"base", 512, 8, 6, 6, 80},
            {"small", 768, 12, 12, 12, 80}, {"medium", 1024, 16, 24, 24, 80}, {"large-v3", 1280, 20, 32, 32, 128},
            {"turbo", 1280, 20, 32, 4, 128}};
}

std::vector<WindowProgram> window_programs(ArrayGeneration generation, const WhisperSize& size) {
    constexpr std::int64_t positions = 1500;
    const std::int64_t d = size.width;
    const std::int64_t cols = padded_cols(generation, d);
    const auto gemm = [](const GemmProblem& problem) { return design_gemm(problem, choose_tiles(problem)); };
    const auto linear = [&](GemmEpilogue epilogue, std::int64_t k, std::int64_t n) {
        return gemm(linear_problem(generation, GemmType::bf16, epilogue, positions, k, n));
    };
    const RowProblem rows{.generation = generation, .rows = padded_rows(positions), .width = d, .stride = cols};
    const AttentionProblem attention{.generation = generation,
                                     .q_rows = padded_rows(positions),
                                     .kv_rows = padded_rows(positions),
                                     .kv_valid = positions,
                                     .n_heads = size.heads,
                                     .q_stride = cols,
                                     .k_stride = cols,
                                     .v_stride = cols,
                                     .y_stride = cols};
    const LogMelProblem mel{.generation = generation,
                            .frames = padded_rows(2 * positions),
                            .n_mels = size.n_mels,
                            .y_offset = size.n_mels,
                            .y_stride = size.n_mels};
    return {
        {"log-mel", design_log_mel(mel), 1},
        {"conv 1", gemm(conv_problem(generation, GemmEpilogue::bias_gelu, 2 * positions, size.n_mels, d, 1, 1)), 1},
        {"conv 2", gemm(conv_problem(generation, GemmEpilogue::bias_gelu_residual, positions, cols, d, 2, 0)), 1},
        {"layer norm", design_layer_norm(rows), 2 * size.encoder_layers + 1},
        {"q, k, v", linear(GemmEpilogue::bias, d, d), 3 * size.encoder_layers},
        {"attention", design_attention(attention), size.encoder_layers},
        {"attention out", linear(GemmEpilogue::bias_residual, d, d), size.encoder_layers},
        {"mlp up", linear(GemmEpilogue::bias_gelu, d, 4 * d), size.encoder_layers},
        {"mlp down", linear(GemmEpilogue::bias_residual, 4 * d, d), size.encoder_layers},
        {"cross k, v", linear(GemmEpilogue::bias, d, d), 2 * size.decoder_layers},
    };
}

}  // namespace tilescribe::npu
