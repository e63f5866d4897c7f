// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/aie/level_runs.inc"

#include "kernels/npu/aie/core_entries.h"

namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL {
namespace {

/// A tile buffer of whatever type its place asks for.
struct Buffer {
    std::byte* bytes;
    template <typename Element>
    operator Element*() const {  // NOLINT(google-explicit-constructor): that is what it is for
        return reinterpret_cast<Element*>(bytes);
    }
};

template <typename... Arguments, int... I, int... J>
TILESCRIBE_INLINE void call(void (*kernel)(Arguments...), std::byte* const* buffers, const std::int32_t* parameters,
                            std::integer_sequence<int, I...> /*buffers*/, std::integer_sequence<int, J...> /*parameters*/) {
    kernel(Buffer{buffers[I]}..., parameters[J]...);
}

/// A kernel that takes its buffers, then its parameters.
template <int Buffers, int Parameters, typename... Arguments>
TILESCRIBE_INLINE void call(void (*kernel)(Arguments...), std::byte* const* buffers, const std::int32_t* parameters) {
    static_assert(sizeof...(Arguments) == Buffers + Parameters);
    call(kernel, buffers, parameters, std::make_integer_sequence<int, Buffers>{}, std::make_integer_sequence<int, Parameters>{});
}

TILESCRIBE_INLINE void run_finish(bool is_int, bool gelu, bool has_residual, std::byte* const* buffers, const std::int32_t* p) {
    int next = 1;
    Finish f;
    if (is_int) {
        f.c_int = Buffer{buffers[0]};
        f.row_scales = Buffer{buffers[next++]};
        f.column_scales = Buffer{buffers[next++]};
    } else {
        f.c_float = Buffer{buffers[0]};
    }
    f.bias = Buffer{buffers[next++]};
    if (has_residual) f.residual = Buffer{buffers[next++]};
    f.y = Buffer{buffers[next]};
    f.m = p[0];
    f.n = p[1];
    f.r = p[2];
    finish(f, gelu, p[3]);
}

}  // namespace

#define TILESCRIBE_RUN(NAME, BUFFERS, PARAMETERS)                                \
    void run_##NAME(std::byte* const* buffers, const std::int32_t* parameters) { \
        call<BUFFERS, PARAMETERS>(NAME, buffers, parameters);                    \
    }
TILESCRIBE_RUN(zero_f32, 1, 1)
TILESCRIBE_RUN(copy_runs, 2, 4)
TILESCRIBE_RUN(gemm_bf16, 3, 4)
TILESCRIBE_RUN(gemm_bf16_first, 3, 4)
TILESCRIBE_RUN(gemm_int8, 3, 5)
TILESCRIBE_RUN(gemm_int8_first, 3, 5)
TILESCRIBE_RUN(gemm_bfp16, 3, 3)
TILESCRIBE_RUN(gemm_bfp16_first, 3, 3)
TILESCRIBE_RUN(to_bfp16, 2, 2)
TILESCRIBE_RUN(quantise_rows, 3, 2)
TILESCRIBE_RUN(attention_begin, 2, 2)
TILESCRIBE_RUN(attention_scores, 3, 4)
TILESCRIBE_RUN(attention_softmax, 4, 4)
TILESCRIBE_RUN(attention_end, 3, 2)
TILESCRIBE_RUN(layer_norm_bf16, 4, 2)
TILESCRIBE_RUN(add_bf16, 3, 1)
TILESCRIBE_RUN(gelu_bf16, 2, 1)
TILESCRIBE_RUN(split_f32, 3, 1)
TILESCRIBE_RUN(power_bf16, 2, 3)
TILESCRIBE_RUN(log_mel_finish, 3, 3)

#define TILESCRIBE_RUN_FINISH(NAME, IS_INT, GELU, RESIDUAL)                      \
    void run_##NAME(std::byte* const* buffers, const std::int32_t* parameters) { \
        run_finish(IS_INT, GELU, RESIDUAL, buffers, parameters);                 \
    }
TILESCRIBE_RUN_FINISH(finish_bias, false, false, false)
TILESCRIBE_RUN_FINISH(finish_bias_gelu, false, true, false)
TILESCRIBE_RUN_FINISH(finish_bias_residual, false, false, true)
TILESCRIBE_RUN_FINISH(finish_bias_gelu_residual, false, true, true)
TILESCRIBE_RUN_FINISH(finish_int8_bias, true, false, false)
TILESCRIBE_RUN_FINISH(finish_int8_bias_gelu, true, true, false)
TILESCRIBE_RUN_FINISH(finish_int8_bias_residual, true, false, true)
TILESCRIBE_RUN_FINISH(finish_int8_bias_gelu_residual, true, true, true)

/// The scale is passed by its bits.
void run_attention_queries(std::byte* const* buffers, const std::int32_t* parameters) {
    attention_queries(Buffer{buffers[0]}, Buffer{buffers[1]}, parameters[0], parameters[1],
                      __builtin_bit_cast(float, parameters[2]));
}

}  // namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL
