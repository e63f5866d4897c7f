// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/aie/kernel_table.h"

#include "kernels/npu/aie/instruction_mix.h"

#include <algorithm>
#include <cstdlib>

#define TILESCRIBE_NPU_LEVEL level_baseline
#include "kernels/npu/aie/level_runs.inc"
#undef TILESCRIBE_NPU_LEVEL
#if defined(TILESCRIBE_NPU_X86_LEVELS)
#undef TILESCRIBE_NPU_KERNELS
#define TILESCRIBE_NPU_LEVEL level_avx2
#include "kernels/npu/aie/level_runs.inc"
#undef TILESCRIBE_NPU_LEVEL
#undef TILESCRIBE_NPU_KERNELS
#define TILESCRIBE_NPU_LEVEL level_avx512
#include "kernels/npu/aie/level_runs.inc"
#undef TILESCRIBE_NPU_LEVEL
#endif

namespace tilescribe::npu {
namespace {

using Mix = InstructionMix (*)(ArrayGeneration, std::span<const std::int32_t>);
using PlainRun = void (*)(std::byte* const*, const std::int32_t*);

struct Entry {
    Mix mix;
    std::size_t program_bytes;  ///< bundles of the loops with their prologues and epilogues, at 14 bytes; see the test for the sum
};

// Kernels of one family share their code: the first of them carries it.
constexpr Entry zero_f32_entry{zero_mix, 64};
constexpr Entry copy_runs_entry{copy_mix, 96};
constexpr Entry gemm_bf16_first_entry{gemm_bf16_first_mix, 48};
constexpr Entry gemm_bf16_entry{gemm_bf16_mix, 1100};
constexpr Entry gemm_int8_first_entry{gemm_int8_first_mix, 48};
constexpr Entry gemm_int8_entry{gemm_int8_mix, 1100};
constexpr Entry gemm_bfp16_first_entry{gemm_bfp16_first_mix, 48};
constexpr Entry gemm_bfp16_entry{gemm_bfp16_mix, 1000};
constexpr Entry to_bfp16_entry{to_bfp16_mix, 700};
constexpr Entry quantise_rows_entry{quantise_rows_mix, 450};
constexpr Entry finish_bias_entry{finish_mix<false, false, false>, 350};
constexpr Entry finish_bias_gelu_entry{finish_mix<false, true, false>, 700};
constexpr Entry finish_bias_residual_entry{finish_mix<false, false, true>, 48};
constexpr Entry finish_bias_gelu_residual_entry{finish_mix<false, true, true>, 48};
constexpr Entry finish_int8_bias_entry{finish_mix<true, false, false>, 600};
constexpr Entry finish_int8_bias_gelu_entry{finish_mix<true, true, false>, 950};
constexpr Entry finish_int8_bias_residual_entry{finish_mix<true, false, true>, 48};
constexpr Entry finish_int8_bias_gelu_residual_entry{finish_mix<true, true, true>, 48};
constexpr Entry attention_begin_entry{attention_begin_mix, 160};
constexpr Entry attention_queries_entry{attention_queries_mix, 280};
constexpr Entry attention_scores_entry{attention_scores_mix, 1150};
constexpr Entry attention_softmax_entry{attention_softmax_mix, 2100};
constexpr Entry attention_end_entry{attention_end_mix, 350};
constexpr Entry layer_norm_bf16_entry{layer_norm_bf16_mix, 1000};
constexpr Entry add_bf16_entry{add_bf16_mix, 96};
constexpr Entry gelu_bf16_entry{gelu_bf16_mix, 450};
constexpr Entry split_f32_entry{split_f32_mix, 128};
constexpr Entry power_bf16_entry{power_bf16_mix, 280};
constexpr Entry log_mel_finish_entry{log_mel_finish_mix, 1100};

template <PlainRun Run>
void run_with_spans(std::span<std::byte* const> buffers, std::span<const std::int32_t> parameters) {
    Run(buffers.data(), parameters.data());
}

#define TILESCRIBE_ROW(NAME) \
    CoreKernel{#NAME, run_with_spans<&TILESCRIBE_NPU_LEVEL::run_##NAME>, NAME##_entry.mix, NAME##_entry.program_bytes},
#define TILESCRIBE_NPU_LEVEL level_baseline
constexpr CoreKernel baseline_kernels[] = {TILESCRIBE_NPU_KERNELS(TILESCRIBE_ROW)};
#undef TILESCRIBE_NPU_LEVEL
#if defined(TILESCRIBE_NPU_X86_LEVELS)
#define TILESCRIBE_NPU_LEVEL level_avx2
constexpr CoreKernel avx2_kernels[] = {TILESCRIBE_NPU_KERNELS(TILESCRIBE_ROW)};
#undef TILESCRIBE_NPU_LEVEL
#define TILESCRIBE_NPU_LEVEL level_avx512
constexpr CoreKernel avx512_kernels[] = {TILESCRIBE_NPU_KERNELS(TILESCRIBE_ROW)};
#undef TILESCRIBE_NPU_LEVEL
#endif

std::span<const CoreKernel> best_kernels() noexcept {
    const char* const forced = std::getenv("TILESCRIBE_NPU_HOST_ISA");  // NOLINT(concurrency-mt-unsafe): nobody sets variables
    const std::string_view name = forced != nullptr ? forced : "";
    if (name == "baseline") return baseline_kernels;
    const auto avx512 = core_kernels(HostLevel::avx512);
    const auto avx2 = core_kernels(HostLevel::avx2);
    if (!avx512.empty() && name != "avx2") return avx512;
    return avx2.empty() ? std::span<const CoreKernel>(baseline_kernels) : avx2;
}

}  // namespace

std::span<const CoreKernel> core_kernels(HostLevel level) noexcept {
    if (level == HostLevel::baseline) return baseline_kernels;
#if defined(TILESCRIBE_NPU_X86_LEVELS)
    if (level == HostLevel::avx2 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return avx2_kernels;
    if (level == HostLevel::avx512 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq"))
        return avx512_kernels;
#endif
    return {};
}

std::span<const CoreKernel> core_kernels() noexcept {
    static const std::span<const CoreKernel> best = best_kernels();
    return best;
}

const CoreKernel* find_core_kernel(std::string_view name) noexcept {
    const auto kernels = core_kernels();
    const auto found = std::ranges::find(kernels, name, &CoreKernel::name);
    return found == kernels.end() ? nullptr : &*found;
}

}  // namespace tilescribe::npu
