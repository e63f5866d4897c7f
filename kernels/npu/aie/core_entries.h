// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/aie/vector.h"

// The core kernels as functions, in this level's namespace: arguments as in kernel_table.h. Sizes are legal ones; nothing is
// checked.

namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL {

void zero_f32(float* c, int n);
void copy_runs(const Bf16* x, Bf16* y, int runs, int words, int x_step, int y_step);
void gemm_bf16(const Bf16* a, const Bf16* b, float* c, int m, int k, int n, int t);
void gemm_bf16_first(const Bf16* a, const Bf16* b, float* c, int m, int k, int n, int t);
void gemm_int8(const std::int8_t* a, const std::int8_t* b, std::int32_t* c, int m, int k, int n, int r, int t);
void gemm_int8_first(const std::int8_t* a, const std::int8_t* b, std::int32_t* c, int m, int k, int n, int r, int t);
void gemm_bfp16(const std::uint8_t* a, const std::uint8_t* b, float* c, int m, int k, int n);
void gemm_bfp16_first(const std::uint8_t* a, const std::uint8_t* b, float* c, int m, int k, int n);
void to_bfp16(const Bf16* x, std::uint8_t* y, int m, int k);
void quantise_rows(const Bf16* x, std::int8_t* y, float* scales, int rows, int width);

/// What the finish kernels do, all eight of them.
struct Finish {
    const float* c_float = nullptr;       ///< or
    const std::int32_t* c_int = nullptr;  ///< with the two scales
    const float* row_scales = nullptr;
    const float* column_scales = nullptr;
    const float* bias = nullptr;
    const Bf16* residual = nullptr;  ///< or null
    Bf16* y = nullptr;
    int m = 0;
    int n = 0;
    int r = 0;
};
void finish(const Finish& f, bool gelu, int t);

void attention_begin(float* stats, float* o, int m, int t);
void attention_queries(const Bf16* x, Bf16* q, int m, int t, float scale);
void attention_scores(const Bf16* k, const Bf16* q, float* s, int m, int n, int t, int valid);
void attention_softmax(const float* s, float* stats, float* o, Bf16* p, int m, int n, int t, int valid);
void attention_end(const float* o, const float* stats, Bf16* y, int m, int t);

void layer_norm_bf16(const Bf16* x, const float* gamma, const float* beta, Bf16* y, int rows, int width);
void add_bf16(const Bf16* x, const Bf16* z, Bf16* y, int n);
void gelu_bf16(const Bf16* x, Bf16* y, int n);

void split_f32(const float* x, Bf16* hi, Bf16* lo, int n);
void power_bf16(const float* c, Bf16* p, int m, int n, int t);
void log_mel_finish(const float* c, const float* rows, Bf16* y, int m, int n, int t);

}  // namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL
