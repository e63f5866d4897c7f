// SPDX-License-Identifier: GPL-3.0-or-later
//
// What it costs to turn the weights of the whole base encoder (6 layers of four 512 x 512 and two 512 x 2048 matrices, 18.9 million
// values) into bfp16, once, at load; the goal is less than 50 ms for the conversion. Floor of each line: its bytes, read and
// written once, at the rate of the line "copy", which moves as many bytes as f32_to_bfp16 does. A value has 4 bytes as f32, 2 as
// bf16, 9/8 as bfp16.
#include "kernels/npu/aie/bfp16.h"
#include "kernels/npu/designs/gemm_design.h"
#include "kernels/npu/designs/tile_choices.h"

#include <array>
#include <benchmark/benchmark.h>
#include <cstring>
#include <random>
#include <vector>

namespace tilescribe::npu {
namespace {

constexpr std::int64_t width = 512;
constexpr std::int64_t layers = 6;
constexpr std::int64_t positions = 1500;
constexpr std::size_t values_per_layer = 4 * width * width + 2 * 4 * width * width;
constexpr std::size_t value_count = layers * values_per_layer;
constexpr std::size_t bfp16_bytes = value_count / 8 * bfp16_group_bytes;

const std::vector<float>& base_encoder() {
    static const std::vector<float> weights = [] {
        std::mt19937 random(1);
        std::normal_distribution<float> normal(0.0F, 0.05F);
        std::vector<float> all(value_count);
        for (float& weight : all) weight = normal(random);
        return all;
    }();
    return weights;
}

std::vector<Bf16> base_encoder_in_bf16() {
    std::vector<Bf16> values(value_count);
    bf16_from_f32(base_encoder(), values);
    return values;
}

void report(benchmark::State& state, std::size_t bytes) {
    state.SetBytesProcessed(static_cast<std::int64_t>(bytes) * state.iterations());
    state.counters["MB"] = static_cast<double>(bytes) / 1e6;
}

void copy(benchmark::State& state) {
    constexpr std::size_t bytes = (value_count * sizeof(float) + bfp16_bytes) / 2;
    std::vector<std::byte> from(bytes, std::byte{1});
    std::vector<std::byte> to(bytes);
    for (auto _ : state) {
        std::memcpy(to.data(), from.data(), bytes);
        benchmark::ClobberMemory();
    }
    report(state, 2 * bytes);
}

void f32_to_bfp16(benchmark::State& state) {
    const std::vector<float>& weights = base_encoder();
    std::vector<std::uint8_t> groups(bfp16_bytes);
    for (auto _ : state) {
        bfp16_from_f32(weights, groups);
        benchmark::ClobberMemory();
    }
    report(state, value_count * sizeof(float) + bfp16_bytes);
}

void bf16_to_bfp16(benchmark::State& state) {
    const std::vector<Bf16> values = base_encoder_in_bf16();
    std::vector<std::uint8_t> groups(bfp16_bytes);
    for (auto _ : state) {
        bfp16_from_bf16(values, groups);
        benchmark::ClobberMemory();
    }
    report(state, value_count * sizeof(Bf16) + bfp16_bytes);
}

void bfp16_to_bf16(benchmark::State& state) {
    std::vector<Bf16> values = base_encoder_in_bf16();
    std::vector<std::uint8_t> groups(bfp16_bytes);
    bfp16_from_bf16(values, groups);
    for (auto _ : state) {
        bf16_from_bfp16(groups, values);
        benchmark::ClobberMemory();
    }
    report(state, bfp16_bytes + value_count * sizeof(Bf16));
}

/// The same weights as load packs them: converted and put where the array's DMA wants them. Load chooses tiles once a shape.
void pack_base_encoder(benchmark::State& state) {
    const std::array<std::pair<std::int64_t, std::int64_t>, 6> shapes{
        {{width, width}, {width, width}, {width, width}, {width, width}, {4 * width, width}, {width, 4 * width}}};
    const std::span<const float> weights = base_encoder();
    TileChoices tiles;
    std::size_t bytes = value_count * sizeof(float);
    for (auto _ : state) {
        std::size_t at = 0;
        std::size_t packed_bytes = 0;
        for (std::int64_t layer = 0; layer < layers; ++layer)
            for (const auto& [n_out, n_in] : shapes) {
                const GemmProblem problem =
                    linear_problem(ArrayGeneration::npu4, GemmType::bfp16, GemmEpilogue::bias, positions, n_in, n_out);
                const auto count = static_cast<std::size_t>(n_out * n_in);
                const auto packed = pack_weights(problem, tiles.for_problem(problem), weights.subspan(at, count), n_out, n_in, {});
                benchmark::DoNotOptimize(packed.data());
                at += count;
                packed_bytes += packed.size();
            }
        bytes = value_count * sizeof(float) + packed_bytes;
    }
    report(state, bytes);
}

BENCHMARK(copy)->Unit(benchmark::kMillisecond);
BENCHMARK(f32_to_bfp16)->Unit(benchmark::kMillisecond);
BENCHMARK(bf16_to_bfp16)->Unit(benchmark::kMillisecond);
BENCHMARK(bfp16_to_bf16)->Unit(benchmark::kMillisecond);
BENCHMARK(pack_base_encoder)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace tilescribe::npu

BENCHMARK_MAIN();
