// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array/array_program.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace tilescribe::npu {

/// What the multiplications are done in. Sums are f32, or i32 for int8; the output is bf16 always.
enum class GemmType : std::uint8_t { bf16, int8, bfp16 };

/// What happens to the sums before they leave the core: always + bias, then perhaps GELU (erf form), then perhaps + residual.
enum class GemmEpilogue : std::uint8_t { bias, bias_gelu, bias_residual, bias_gelu_residual };

/// Y[rows, n] = epilogue(A[rows, k] W^T + bias), W [n, k]. Strides and offsets in elements, see padding.h.
struct GemmProblem {
    ArrayGeneration generation = ArrayGeneration::npu1;
    GemmType type = GemmType::bf16;
    GemmEpilogue epilogue = GemmEpilogue::bias;
    std::int64_t rows = 0;      ///< padded_rows()
    std::int64_t k = 0;         ///< a multiple of 16
    std::int64_t n = 0;         ///< padded_cols()
    std::int64_t a_stride = 0;  ///< from row to row of A; less than k where rows overlap (convolutions)
    std::int64_t y_offset = 0;  ///< of Y's first row in its buffer
    std::int64_t y_stride = 0;  ///< from row to row of Y and of the residual
    std::int64_t r_offset = 0;  ///< of the residual's first row in its buffer
    friend bool operator==(const GemmProblem&, const GemmProblem&) = default;
};

/// A linear layer's problem: A [padded_rows, padded_cols(k)], Y [padded_rows, padded_cols(n)].
[[nodiscard]] GemmProblem linear_problem(ArrayGeneration generation, GemmType type, GemmEpilogue epilogue, std::int64_t rows,
                                         std::int64_t k, std::int64_t n);

/// A convolution of width 3 with padding 1 over a time-major input: a row of A is three neighbouring rows of the input, so no
/// im2col takes place, the DMA's row stride does it. Input buffer: one row of zeros, then the frames, in_cols wide (a multiple of
/// 16; its columns beyond n_in are zero), then at least 3 * in_cols * stride of slack: conv_input_elements() in all. n_frames_out:
/// of the output. Output: y_offset rows (of y_stride) into its buffer, so that it can be the next convolution's input.
[[nodiscard]] GemmProblem conv_problem(ArrayGeneration generation, GemmEpilogue epilogue, std::int64_t n_frames_out,
                                       std::int64_t in_cols, std::int64_t n_out, int stride, std::int64_t first_output_row);
[[nodiscard]] std::int64_t conv_input_elements(std::int64_t n_frames_out, std::int64_t in_cols, int stride) noexcept;

/// How a problem is cut up. Every core makes tiles of m x n, k at a time.
struct GemmTiles {
    /// What stays in the memory tiles while the other operand streams past.
    enum class Keep : std::uint8_t { rows_of_a, columns_of_b, nothing };
    std::int32_t m = 0, k = 0, n = 0;
    std::int32_t chunk = 0;  ///< rows of a tile that leave at once
    Keep keep = Keep::nothing;
    std::uint32_t a_depth = 2, b_depth = 2, y_depth = 2;  ///< buffers in the core
    friend bool operator==(const GemmTiles&, const GemmTiles&) = default;
};

/// Of the legal tiles with the least estimated time (vector units, streams, shim channels, DRAM) the one with the least simulated
/// time. Throws std::invalid_argument where the problem is not padded as it must be. Tens of milliseconds: keep the result.
[[nodiscard]] GemmTiles choose_tiles(const GemmProblem& problem);
/// Empty, or why these tiles do not fit the problem or the core's memory.
[[nodiscard]] std::string tiles_fault(const GemmProblem& problem, const GemmTiles& tiles);
/// The estimate that choose_tiles() makes its short list by, in core cycles.
[[nodiscard]] double estimated_cycles(const GemmProblem& problem, const GemmTiles& tiles);

/// Arguments: 0 A, 1 packed weights, 2 Y, then the residual (only with a residual; may be the buffer of Y: x += ...), then the row
/// scales S (only int8; f32, row_scale_elements() of padding.h).
///   bf16   A as in padding.h
///   int8   A int8 [rows][a_stride], as quantise_rows and layer_norm write it
///   bfp16  A in blocks of 8 x 8, [rows / 8][a_stride / 8][72 bytes], as to_bfp16 writes it; npu4 only
[[nodiscard]] ArrayProgram design_gemm(const GemmProblem& problem, const GemmTiles& tiles);

/// Weights in the order in which the DMA streams them, for exactly this problem and these tiles. Once, at load.
/// weights: [n_out][n_in] row-major, n_out <= problem.n, n_in <= problem.k, the rest becomes zero; bias [n_out] or empty. bf16 and
/// bfp16: weights are rounded to nearest even.
[[nodiscard]] std::vector<std::byte> pack_weights(const GemmProblem& problem, const GemmTiles& tiles,
                                                  std::span<const float> weights, std::int64_t n_out, std::int64_t n_in,
                                                  std::span<const float> bias);
/// The same for int8: w = scale[row] * weights. scales [n_out].
[[nodiscard]] std::vector<std::byte> pack_int8_weights(const GemmProblem& problem, const GemmTiles& tiles,
                                                       std::span<const std::int8_t> weights, std::span<const float> scales,
                                                       std::int64_t n_out, std::int64_t n_in, std::span<const float> bias);
[[nodiscard]] std::size_t packed_weight_bytes(const GemmProblem& problem, const GemmTiles& tiles);

/// A convolution's weights [n_out][n_in][3] (as the checkpoint has them) as pack_weights() wants them: [n_out][3][in_cols].
[[nodiscard]] std::vector<float> conv_weight_rows(std::span<const float> weights, std::int64_t n_out, std::int64_t n_in,
                                                  std::int64_t in_cols);

}  // namespace tilescribe::npu
