// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/core_kernel.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

// The core kernels: names, buffers in order (-> before the outputs), integer parameters in order. Designs, emulator and the
// dispatcher in the cores' ELF rely on exactly this list.
//
// Blocked layouts. A matrix [rows][cols] "in blocks of r x c" lies as [rows / r][cols / c][r][c]; row-major matrices in DRAM get
// there and back by DMA patterns alone, because a block's row is always a whole number of 32-bit words:
//
//   generation  type   A blocks  B blocks  C blocks      (r, 8, t)      MACs per issue
//   npu1        bf16   4 x 8     8 x 4     4 x 4 f32     r = 4, t = 4   128
//   npu4        bf16   4 x 8     8 x 8     4 x 8 f32     r = 4, t = 8   256
//   npu1        int8   4 x 8     8 x 8     4 x 8 i32     r = 4, t = 8   256
//   npu4        int8   8 x 8     8 x 8     8 x 8 i32     r = 8, t = 8   512
//   npu4        bfp16  8 x 8     8 x 8     8 x 8 f32     r = 8, t = 8   512
//
// bfp16 blocks are 72 bytes: eight groups of one exponent byte and eight mantissas along k (bfp16.h). A: the groups are the block's
// rows; B: its columns (the block is transposed). A blocks lie as [m / 8][k / 8], B blocks as [k / 8][n / 8].
//
// Legal sizes everywhere: m and n multiples of 16, k a multiple of 8, n of zero_f32, add_bf16, gelu_bf16 and split_f32 a multiple
// of 32, widths of rows multiples of 32. Buffers are aligned to 64 bytes. Nothing is checked in the kernels; tile_use() does.
//
// GEMM (C is read and added to, and replaced by the _first kernels gemm_bf16_first, gemm_int8_first, gemm_bfp16_first of the same
// buffers and parameters; both generations unless stated)
//   gemm_bf16   (A bf16, B bf16 -> C f32; m, k, n, t)                  C += A B
//   gemm_int8   (A int8, B int8 -> C i32; m, k, n, r, t)               exact; wraps only beyond k = 133,144 (no Whisper matrix)
//   gemm_bfp16  (A bfp16, B bfp16 -> C f32; m, k, n)                   npu4 only
//   zero_f32    (-> C f32 or i32; n)                                   n elements
//   copy_runs   (X -> Y; runs, words, x_step, y_step)                  any bits: runs of `words` 32-bit words (a multiple of 16),
//   x_step
//               and y_step words apart (multiples of 16): keeps a bias when its FIFO object goes on, turns blocks of blocks
//
// Into the A operand's form
//   to_bfp16       (X bf16 in blocks of 8 x 8 -> Y bfp16 blocks; m, k)                      npu4 only
//   quantise_rows  (X bf16 [rows][width] -> Y int8 [rows][width], S f32 [rows]; rows, width) row-major; x = S[row] * y, |y| <= 127
//
// Finish (C as the GEMM left it, in blocks of r x t; Y and R bf16 in the same blocks; bias f32 [n]).
//   finish_bias               (C f32, bias -> Y; m, n, r, t)           Y = C + bias
//   finish_bias_gelu          (C f32, bias -> Y; m, n, r, t)           Y = gelu(C + bias), erf form
//   finish_bias_residual      (C f32, bias, R -> Y; m, n, r, t)        Y = C + bias + R
//   finish_bias_gelu_residual (C f32, bias, R -> Y; m, n, r, t)        Y = gelu(C + bias) + R (second convolution + positions)
//   finish_int8_bias, finish_int8_bias_gelu
//                             (C i32, S f32 [m], W f32 [n], bias -> Y; m, n, r, t)     with S[row] * W[column] * C instead of C
//   finish_int8_bias_residual, finish_int8_bias_gelu_residual
//                             (C i32, S f32 [m], W f32 [n], bias, R -> Y; m, n, r, t)
//   No bias: a buffer of zeros.
//
// Attention of one head of width 64; m queries, n keys per tile; t = 4 (npu1) or 8 (npu4). STATS: 48 bytes a query, references and
// sums (attention_state.h). Per query tile: begin, queries, then per key tile scores, softmax and gemm_bf16 (O += P V), then end.
//   attention_begin    (-> STATS, O f32 [m][64] in blocks of 4 x t; m, t)
//   attention_queries  (X bf16 [m][64] in blocks of t x 8 -> Q, its blocks turned to 8 x t; m, t, scale)    Q = X * scale. scale:
//   the
//                      bits of a f32, 64^-0.5 * log2(e). Parts of [m] may come one after the other.
//   attention_scores   (K bf16 [n][64] in blocks of 4 x 8, Q -> S f32: blocks of 4 keys x t queries as [m / t][n / 4]; m, n, t,
//                      valid)    Keys >= valid of this tile are padding (valid <= 0: all of them; valid >= n: none).
//   attention_softmax  (S -> STATS, O, P bf16 [m][n] in blocks of 4 x 8; m, n, t, valid)
//                      P = 2^(S - reference), the reference at most 33 below the largest score; where it is raised, O and
//                      the sum are rescaled. Padding gets 0.
//                      P may lie where S does if it begins 16 n bytes before it.
//   attention_end      (O, STATS -> Y bf16 [m][64] in blocks of 4 x t; m, t)    Y = O / sum; zeros where every key was padding. Y
//   may
//                      begin at O's address.
//
// Rows and elements
//   layer_norm_bf16  (X bf16 [rows][width], gamma f32, beta f32 -> Y bf16 [rows][width]; rows, width)  row-major, epsilon 1e-5
//   add_bf16         (X bf16, Z bf16 -> Y bf16; n)
//   gelu_bf16        (X bf16 -> Y bf16; n)
//
// Log-mel. Sound as two planes of bf16, x = hi + lo (split_f32, or split_f32 of bfloat16.h on the host). A frame's row of the GEMM
// is [hi(400) hi(400) lo(400)], rows 160 samples apart (a DMA pattern over the planes); the matrix [1200][400] below it is [W_hi;
// W_lo; W_hi] of log_mel_tables.h (Hann window and DFT in one, bins 1 ... 200; its columns alternate between t real and t imaginary
// parts). Then power_bf16 over 16 or more columns, then gemm_bf16 with the filterbank [200][n_mels] (n_mels 80 or 128).
//   split_f32        (X f32 -> HI bf16, LO bf16; n)
//   power_bf16       (C f32 in blocks of 4 x t -> P bf16 [m][n / 2] in blocks of 4 x 8; m, n, t)
//                    P = re^2 + im^2. P may begin at C.
//   log_mel_finish   (C f32 in blocks of 4 x t, ROWS f32 [m][2] -> Y bf16 in the same blocks; m, n, t)
//                    Y = gain * (max(log10(max(C, 1e-10)), floor) + 4) / 4 with {floor, gain} = ROWS[row]: floor is the file's
//                    maximum - 8, gain 1, or 0 for a frame that must be literal zero. Y may begin at C.
//
// Numbers. bf16 is rounded to nearest, ties to even; a NaN becomes the quiet NaN 0x7fc0 with its sign; overflow gives Inf. NaN and
// Inf go through every kernel as IEEE arithmetic has it, except: quantise_rows and to_bfp16 (see int8 and bfp16 rules there),
// gelu(-Inf) = -2e-14, log-mel takes a NaN for silence (1e-10), and a query of attention
// is NaN where one of its scores is Inf (of either sign), NaN or below -1.5 * 2^23, or the largest is beyond +-2^21. GEMM sums run
// in ascending k for every element, one f32 rounding per product; every instruction set level of the host gives the same bits (a
// product of two bf16 is exact in f32; the level without FMA may round one below 2^-126 once more, and makes Inf of one beyond
// 2^128 before it is added).

namespace tilescribe::npu {

/// The bytes that a call's buffers need, in order, and how many of them are inputs.
struct TileUse {
    std::array<std::size_t, 6> bytes{};
    int inputs = 0;   ///< read only
    int buffers = 0;  ///< inputs, then outputs
};

/// Empty where there is no such kernel on this generation, or the number of parameters or their values are not legal.
[[nodiscard]] std::optional<TileUse> tile_use(ArrayGeneration generation, std::string_view kernel,
                                              std::span<const std::int32_t> parameters) noexcept;

/// The host's instruction set levels that the kernels are built for.
enum class HostLevel : std::uint8_t { baseline, avx2, avx512 };
/// The same kernels, built for one level; empty where this processor cannot run it. core_kernels() are those of the best level
/// (TILESCRIBE_NPU_HOST_ISA=baseline|avx2|avx512 forces one).
[[nodiscard]] std::span<const CoreKernel> core_kernels(HostLevel level) noexcept;

}  // namespace tilescribe::npu
