// SPDX-License-Identifier: GPL-3.0-or-later
// No include guard: included once per level, with TILESCRIBE_NPU_LEVEL defined.
#include <cstddef>
#include <cstdint>

// CoreKernel::run of every kernel, in this level's namespace, with plain pointers: standard library functions must not be
// instantiated in a level.
#define TILESCRIBE_NPU_KERNELS(X)                                                                                           \
    X(zero_f32)                                                                                                             \
    X(copy_runs)                                                                                                            \
    X(gemm_bf16) X(gemm_int8) X(gemm_bfp16) X(to_bfp16) X(quantise_rows) X(finish_bias) X(finish_bias_gelu)                 \
        X(finish_bias_residual) X(finish_bias_gelu_residual) X(finish_int8_bias) X(finish_int8_bias_gelu)                   \
            X(finish_int8_bias_residual) X(finish_int8_bias_gelu_residual) X(attention_begin) X(attention_scores)           \
                X(attention_softmax) X(attention_values) X(attention_end) X(layer_norm_bf16) X(layer_norm_int8) X(add_bf16) \
                    X(gelu_bf16) X(split_f32) X(power_bf16) X(log_mel_finish)

namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL {

#define TILESCRIBE_DECLARE(NAME) void run_##NAME(std::byte* const* buffers, const std::int32_t* parameters);
TILESCRIBE_NPU_KERNELS(TILESCRIBE_DECLARE)
#undef TILESCRIBE_DECLARE

}  // namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL
