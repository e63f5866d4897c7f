// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/aie/instruction_mix.h"

#include <algorithm>

namespace tilescribe::npu {
namespace {

constexpr std::int64_t call_cycles = 24;  ///< call, prologue, setting the rounding mode, return
constexpr std::int64_t loop_cycles = 18;  ///< load latency 7, mac or convert latency 6, loop set-up and first address updates
constexpr std::int64_t lanes = 32;

// 32-lane operations of the building blocks, counted in vector.h and log_mel.cpp. A comparison and its selection are two. Widening
// what was just loaded and rounding what is stored next are none: loads and stores convert (vlda.conv, vst.conv).
constexpr std::int64_t split_ops = 3;
constexpr std::int64_t product_ops = 3;                        // of two split factors
constexpr std::int64_t scaling_ops = split_ops + product_ops;  // by a factor split outside of the loop
constexpr std::int64_t f32_product_ops = 2 * split_ops + product_ops;
constexpr std::int64_t log2_ops = 53;
constexpr std::int64_t f32_moves = 4;  // 256-bit loads or stores of 32 elements
constexpr std::int64_t bf16_moves = 2;

constexpr std::int64_t word_issues = 2;   ///< of an operation on 32 integers of 32 bits
constexpr std::int64_t power_issues = 4;  ///< power_of_fixed(): fraction, three products
constexpr std::int64_t power_shifts = 2;  ///< in the store slot

/// A group's references are raised in one key tile of so many: 14 where the emulated encoder of the built-in model heard the
/// synthetic meetings, its first of each head included.
constexpr std::int64_t raising_tiles = 12;

constexpr std::int64_t issues_per_op(ArrayGeneration generation) {
    return generation == ArrayGeneration::npu1 ? 2 : 1;
}

/// Shuffles that exchange rows and columns of 32 bf16: one of 512 bits for 4 x 8, four for the 64 of 8 x 8.
constexpr std::int64_t turning_issues(ArrayGeneration generation) {
    return generation == ArrayGeneration::npu1 ? 1 : 2;
}

/// Issues of one pass of a loop over vectors of 32.
struct Pass {
    std::int64_t ops = 0;  ///< f32 or bf16, of 32 lanes
    std::int64_t loads = 0;
    std::int64_t stores = 0;
    std::int64_t issues = 0;  ///< what takes as many on both generations
};

/// gelu.h: in f32 two products and a rounding; in words the larger of x and 0; in 16 bits the magnitude, its limit, the low halves,
/// four products; then power_of_fixed().
void add_gelu(Pass& pass) {
    pass.ops += 3;
    pass.issues += word_issues + 8 + power_issues;
    pass.stores += 4 + power_shifts;
}

void add_loop(InstructionMix& mix, ArrayGeneration generation, std::int64_t runs, std::int64_t vectors, Pass pass) {
    mix.vector_ops += runs * vectors * (pass.ops * issues_per_op(generation) + pass.issues);
    mix.loads += runs * vectors * pass.loads;
    mix.stores += runs * vectors * pass.stores;
    mix.loop_overhead += runs * loop_cycles;
}

InstructionMix called() {
    InstructionMix mix;
    mix.loop_overhead = call_cycles;
    return mix;
}

/// A matrix product's blocks: the 256-bit loads each takes, in quarters, and the register tile.
struct Blocks {
    std::int64_t r, t;
    std::int64_t a_quarters, b_quarters, c_moves;
    std::int64_t tile_rows, tile_columns;
};

void add_product(InstructionMix& mix, const Blocks& b, std::int64_t m, std::int64_t k, std::int64_t n) {
    const std::int64_t tiles = m / b.r / b.tile_rows * (n / b.t / b.tile_columns);
    const std::int64_t steps = k / 8;
    mix.vector_macs += m / b.r * steps * (n / b.t);
    mix.loads += (tiles * steps * (b.tile_rows * b.a_quarters + b.tile_columns * b.b_quarters) + 3) / 4;
    mix.loads += m / b.r * (n / b.t) * b.c_moves;
    mix.stores += m / b.r * (n / b.t) * b.c_moves;
    mix.loop_overhead += tiles * loop_cycles;
    mix.scalar_ops += tiles * 8;  // pointers of the next tile, beside the vector issues
}

constexpr Blocks bf16_blocks(ArrayGeneration generation) {
    if (generation == ArrayGeneration::npu1) return {4, 4, 8, 8, 2, 4, 4};
    return {4, 8, 8, 16, 4, 4, 2};
}
constexpr Blocks int8_blocks(ArrayGeneration generation) {
    if (generation == ArrayGeneration::npu1) return {4, 8, 4, 8, 4, 4, 2};
    return {8, 8, 8, 8, 8, 2, 2};
}
constexpr Blocks bfp16_blocks() {
    return {8, 8, 9, 9, 8, 2, 2};
}

}  // namespace

InstructionMix gemm_bf16_mix(ArrayGeneration generation, MixParameters p) {
    InstructionMix mix = called();
    add_product(mix, bf16_blocks(generation), p[0], p[1], p[2]);
    return mix;
}

InstructionMix gemm_int8_mix(ArrayGeneration generation, MixParameters p) {
    InstructionMix mix = called();
    add_product(mix, int8_blocks(generation), p[0], p[1], p[2]);
    return mix;
}

InstructionMix gemm_bfp16_mix(ArrayGeneration /*generation*/, MixParameters p) {
    InstructionMix mix = called();
    add_product(mix, bfp16_blocks(), p[0], p[1], p[2]);
    return mix;
}

namespace {

/// C is not loaded.
InstructionMix without_loads_of_c(InstructionMix mix, const Blocks& b, MixParameters p) {
    mix.loads -= p[0] / b.r * (p[2] / b.t) * b.c_moves;
    return mix;
}

}  // namespace

InstructionMix gemm_bf16_first_mix(ArrayGeneration generation, MixParameters p) {
    return without_loads_of_c(gemm_bf16_mix(generation, p), bf16_blocks(generation), p);
}

InstructionMix gemm_int8_first_mix(ArrayGeneration generation, MixParameters p) {
    return without_loads_of_c(gemm_int8_mix(generation, p), int8_blocks(generation), p);
}

InstructionMix gemm_bfp16_first_mix(ArrayGeneration generation, MixParameters p) {
    return without_loads_of_c(gemm_bfp16_mix(generation, p), bfp16_blocks(), p);
}

InstructionMix to_bfp16_mix(ArrayGeneration generation, MixParameters p) {
    InstructionMix mix = called();
    // A block of 64: whether it is extreme, to the accumulator, to bfp16, each in two halves; 72 bytes out.
    add_loop(mix, generation, 1, std::int64_t{p[0]} * p[1] / 64, {.ops = 14, .loads = 4, .stores = 3});
    return mix;
}

InstructionMix zero_mix(ArrayGeneration generation, MixParameters p) {
    InstructionMix mix = called();
    add_loop(mix, generation, 1, p[0] / lanes, {.ops = 0, .loads = 0, .stores = f32_moves});
    return mix;
}

InstructionMix copy_mix(ArrayGeneration generation, MixParameters p) {
    InstructionMix mix = called();
    add_loop(mix, generation, 1, std::int64_t{p[0]} * p[1] / (lanes / 2), {.ops = 0, .loads = bf16_moves, .stores = bf16_moves});
    return mix;
}

InstructionMix quantise_rows_mix(ArrayGeneration generation, MixParameters p) {
    InstructionMix mix = called();
    add_loop(mix, generation, p[0], p[1] / lanes, {.ops = 3, .loads = bf16_moves, .stores = 0});
    add_loop(mix, generation, p[0], p[1] / lanes, {.ops = 5, .loads = bf16_moves, .stores = 1});
    mix.scalar_ops += p[0] * std::int64_t{60};  // reduction, reciprocal, two f32 products in software
    return mix;
}

template <bool IsInt, bool Gelu, bool Residual>
InstructionMix finish_mix(ArrayGeneration generation, MixParameters p) {
    Pass pass{.ops = 1, .loads = f32_moves, .stores = bf16_moves};    // add the bias
    if (IsInt) pass.ops += 2 + 2 * f32_product_ops, pass.loads += 1;  // spread the rows' scale, convert
    if (Gelu) add_gelu(pass);
    if (Residual) pass.ops += 1, pass.loads += bf16_moves;
    InstructionMix mix = called();
    const std::int64_t columns = std::int64_t{p[1]} * p[2] / lanes;  // of vectors
    add_loop(mix, generation, columns, p[0] / p[2], pass);
    mix.vector_ops += columns * (IsInt ? 4 : 2) * issues_per_op(generation);  // spread bias and scale
    mix.loads += columns * (IsInt ? 4 : 2);
    return mix;
}
template InstructionMix finish_mix<false, false, false>(ArrayGeneration, MixParameters);
template InstructionMix finish_mix<false, false, true>(ArrayGeneration, MixParameters);
template InstructionMix finish_mix<false, true, false>(ArrayGeneration, MixParameters);
template InstructionMix finish_mix<false, true, true>(ArrayGeneration, MixParameters);
template InstructionMix finish_mix<true, false, false>(ArrayGeneration, MixParameters);
template InstructionMix finish_mix<true, false, true>(ArrayGeneration, MixParameters);
template InstructionMix finish_mix<true, true, false>(ArrayGeneration, MixParameters);
template InstructionMix finish_mix<true, true, true>(ArrayGeneration, MixParameters);

InstructionMix attention_begin_mix(ArrayGeneration generation, MixParameters p) {
    InstructionMix mix = called();
    add_loop(mix, generation, 1, p[0] * std::int64_t{64} / lanes, {.ops = 0, .loads = 0, .stores = f32_moves});
    add_loop(mix, generation, 2, p[0] * std::int64_t{6} / lanes, {.ops = 0, .loads = 0, .stores = f32_moves});
    return mix;
}

InstructionMix attention_queries_mix(ArrayGeneration generation, MixParameters p) {
    InstructionMix mix = called();
    const std::int64_t vectors = p[0] * std::int64_t{64} / lanes;
    add_loop(mix, generation, 1, vectors, {.ops = 3, .loads = bf16_moves, .stores = bf16_moves});
    mix.vector_ops += vectors * turning_issues(generation);
    return mix;
}

InstructionMix attention_scores_mix(ArrayGeneration generation, MixParameters p) {
    InstructionMix mix = called();
    const Blocks blocks = bf16_blocks(generation);
    add_product(mix, blocks, p[1], 64, p[0]);
    mix.loads -= p[1] / blocks.r * (p[0] / blocks.t) * blocks.c_moves;  // begins at zero
    mix.stores += std::clamp(std::int64_t{p[1]} - p[3], std::int64_t{0}, std::int64_t{p[1]}) * p[0] / blocks.t;
    return mix;
}

InstructionMix attention_softmax_mix(ArrayGeneration generation, MixParameters p) {
    const bool is_npu1 = generation == ArrayGeneration::npu1;
    const std::int64_t groups = p[0] / p[2];
    const std::int64_t vectors = std::int64_t{p[0]} * std::min(p[1], std::max(p[3], 0)) / lanes;
    const std::int64_t f32 = issues_per_op(generation);
    // 32 weights: subtract; largest and least, in words; the low halves; the power; turned into an operand; summed by a product
    // with ones.
    const std::int64_t weight_ops = f32 + 2 * word_issues + 1 + power_issues + turning_issues(generation) + 1;
    InstructionMix mix = called();
    mix.vector_ops += vectors * weight_ops;
    mix.loads += vectors * f32_moves;
    mix.stores += vectors * (bf16_moves + power_shifts);
    // A group: the shift; whether all weights fit.
    mix.vector_ops += groups * (f32 + word_issues);
    mix.loads += groups * (f32_moves + (is_npu1 ? 2 : 8));
    mix.stores += groups * (is_npu1 ? 2 : 8);
    mix.scalar_ops += groups * 12;
    mix.loop_overhead += groups * loop_cycles;
    // Raising a group's references: the largest scores, reductions, outputs rescaled, the weights again.
    InstructionMix raising;
    raising.vector_ops = vectors * (f32 + word_issues + weight_ops) + groups * 40 * word_issues;
    raising.loads = vectors * 2 * f32_moves;
    raising.stores = vectors * (bf16_moves + power_shifts);
    raising.scalar_ops = groups * 100;
    raising.loop_overhead = groups * 2 * loop_cycles;
    add_loop(raising, generation, groups, p[2] * std::int64_t{64} / lanes,
             {.ops = scaling_ops, .loads = f32_moves, .stores = f32_moves});
    mix.vector_ops += raising.vector_ops / raising_tiles;
    mix.loads += raising.loads / raising_tiles;
    mix.stores += raising.stores / raising_tiles;
    mix.scalar_ops += raising.scalar_ops / raising_tiles;
    mix.loop_overhead += raising.loop_overhead / raising_tiles;
    return mix;
}

InstructionMix attention_end_mix(ArrayGeneration generation, MixParameters p) {
    InstructionMix mix = called();
    const std::int64_t groups = p[0] / 4;
    add_loop(mix, generation, groups, 256 / lanes, {.ops = scaling_ops, .loads = f32_moves, .stores = bf16_moves});
    mix.scalar_ops += groups * 40;  // four reciprocals
    return mix;
}

namespace {

constexpr Pass norm_sum{.ops = 1, .loads = bf16_moves, .stores = 0};
constexpr Pass norm_squares{.ops = 3, .loads = bf16_moves, .stores = 0};
constexpr Pass norm_result{.ops = 2 + scaling_ops + f32_product_ops, .loads = bf16_moves + 2 * f32_moves, .stores = bf16_moves};
constexpr std::int64_t norm_scalar_ops = 114;  // two reductions, the inverse root, three f32 products in software; a call

}  // namespace

InstructionMix layer_norm_bf16_mix(ArrayGeneration generation, MixParameters p) {
    InstructionMix mix = called();
    const std::int64_t vectors = p[1] / lanes;
    add_loop(mix, generation, p[0], vectors, norm_sum);
    add_loop(mix, generation, p[0], vectors, norm_squares);
    add_loop(mix, generation, p[0], vectors, norm_result);
    mix.scalar_ops += p[0] * norm_scalar_ops;
    return mix;
}

InstructionMix add_bf16_mix(ArrayGeneration generation, MixParameters p) {
    InstructionMix mix = called();
    add_loop(mix, generation, 1, p[0] / lanes, {.ops = 1, .loads = 2 * bf16_moves, .stores = bf16_moves});
    return mix;
}

InstructionMix gelu_bf16_mix(ArrayGeneration generation, MixParameters p) {
    InstructionMix mix = called();
    Pass pass{.ops = 0, .loads = bf16_moves, .stores = bf16_moves};
    add_gelu(pass);
    add_loop(mix, generation, 1, p[0] / lanes, pass);
    return mix;
}

InstructionMix split_f32_mix(ArrayGeneration generation, MixParameters p) {
    InstructionMix mix = called();
    add_loop(mix, generation, 1, p[0] / lanes, {.ops = split_ops, .loads = f32_moves, .stores = 2 * bf16_moves});
    return mix;
}

InstructionMix power_bf16_mix(ArrayGeneration generation, MixParameters p) {
    InstructionMix mix = called();
    const std::int64_t arranging = generation == ArrayGeneration::npu1 ? 3 : 0;
    add_loop(mix, generation, 1, std::int64_t{p[0]} * p[1] / 64,
             {.ops = 2 * (split_ops + product_ops) + 2 + arranging, .loads = 2 * f32_moves, .stores = bf16_moves});
    return mix;
}

InstructionMix log_mel_finish_mix(ArrayGeneration generation, MixParameters p) {
    InstructionMix mix = called();
    add_loop(mix, generation, p[0] / 4, p[1] / 8,
             {.ops = log2_ops + 8 + 2 * scaling_ops, .loads = f32_moves, .stores = bf16_moves});
    mix.scalar_ops += p[0] * std::int64_t{6};
    return mix;
}

}  // namespace tilescribe::npu
