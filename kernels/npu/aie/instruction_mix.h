// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/core_kernel.h"

// The instruction mixes of core_kernel.h, by formula from the kernels' loops. One function per family of kernels.
//
// Counting rules, both generations: a 32-lane operation of vector.h on f32 or bf16 is one vector op on npu4 and two on npu1; one on
// 32 lanes of 16 bits is one on both, one on 32-bit integers two on both (registers of 512 bits). The vector slot (products, f32
// sums) and the move slot (integers, comparisons, shuffles) are counted as one, though an instruction word has both; the shift
// that rounds fixed point (vsrs) is in the store slot and counted there. A load or store moves 256 bits; f32 products are the three
// bf16 products that the source spells out (plus three ops per factor that is split). Every inner loop costs its pipeline's fill
// and drain (`loop_cycles`) beyond its issues; a call costs `call_cycles`. Sizes come from the parameters; what depends on the data
// is counted as it is on speech (see attention).

namespace tilescribe::npu {

using MixParameters = std::span<const std::int32_t>;

[[nodiscard]] InstructionMix gemm_bf16_mix(ArrayGeneration generation, MixParameters p);
[[nodiscard]] InstructionMix gemm_bf16_first_mix(ArrayGeneration generation, MixParameters p);
[[nodiscard]] InstructionMix gemm_int8_mix(ArrayGeneration generation, MixParameters p);
[[nodiscard]] InstructionMix gemm_int8_first_mix(ArrayGeneration generation, MixParameters p);
[[nodiscard]] InstructionMix gemm_bfp16_mix(ArrayGeneration generation, MixParameters p);
[[nodiscard]] InstructionMix gemm_bfp16_first_mix(ArrayGeneration generation, MixParameters p);
[[nodiscard]] InstructionMix to_bfp16_mix(ArrayGeneration generation, MixParameters p);
[[nodiscard]] InstructionMix zero_mix(ArrayGeneration generation, MixParameters p);
[[nodiscard]] InstructionMix copy_mix(ArrayGeneration generation, MixParameters p);
[[nodiscard]] InstructionMix quantise_rows_mix(ArrayGeneration generation, MixParameters p);
template <bool IsInt, bool Gelu, bool Residual>
[[nodiscard]] InstructionMix finish_mix(ArrayGeneration generation, MixParameters p);
[[nodiscard]] InstructionMix attention_begin_mix(ArrayGeneration generation, MixParameters p);
[[nodiscard]] InstructionMix attention_queries_mix(ArrayGeneration generation, MixParameters p);
[[nodiscard]] InstructionMix attention_scores_mix(ArrayGeneration generation, MixParameters p);
[[nodiscard]] InstructionMix attention_softmax_mix(ArrayGeneration generation, MixParameters p);
[[nodiscard]] InstructionMix attention_end_mix(ArrayGeneration generation, MixParameters p);
[[nodiscard]] InstructionMix layer_norm_bf16_mix(ArrayGeneration generation, MixParameters p);
[[nodiscard]] InstructionMix add_bf16_mix(ArrayGeneration generation, MixParameters p);
[[nodiscard]] InstructionMix gelu_bf16_mix(ArrayGeneration generation, MixParameters p);
[[nodiscard]] InstructionMix split_f32_mix(ArrayGeneration generation, MixParameters p);
[[nodiscard]] InstructionMix power_bf16_mix(ArrayGeneration generation, MixParameters p);
[[nodiscard]] InstructionMix log_mel_finish_mix(ArrayGeneration generation, MixParameters p);

}  // namespace tilescribe::npu
