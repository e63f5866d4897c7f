// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/packed_weights.h"

#include "kernels/npu/device_content.h"
#include "kernels/npu/int8_weights.h"
#include "kernels/npu/weight_unpacking.h"

#include <stdexcept>
#include <utility>

namespace tilescribe::npu {
namespace {

bool has_residual(const GemmProblem& problem) {
    return problem.epilogue == GemmEpilogue::bias_residual || problem.epilogue == GemmEpilogue::bias_gelu_residual;
}

const GemmTiles& tiles_or_fault(TileChoices& choices, const GemmProblem& problem) {
    try {
        return choices.for_problem(problem);
    } catch (const std::invalid_argument& unfit) {
        throw NpuFault(FaultKind::refused, std::string("The NPU has no program for a layer of this shape: ") + unfit.what());
    }
}

}  // namespace

PackedWeights::PackedWeights(ArrayDevice& device, Packing& shared, const GemmProblem& problem, std::span<const float> weights,
                             std::int64_t n_out, std::int64_t k, std::span<const float> bias)
    : device_(device),
      shared_(shared),
      problem_(problem),
      tiles_(tiles_or_fault(shared.tiles, problem)),
      n_out_(n_out),
      k_(k),
      bias_(bias.begin(), bias.end()),
      probes_(ProbeColumns::of(weights, n_out, k, bias)),
      buffer_(pack(problem_, tiles_, weights)) {}

std::unique_ptr<DeviceBuffer> PackedWeights::pack(const GemmProblem& problem, const GemmTiles& tiles,
                                                  std::span<const float> weights) const {
    std::vector<std::byte> packed;
    if (problem.type == GemmType::int8) {
        const Int8Weights quantised = quantise_weights(weights, n_out_, k_);
        packed = pack_int8_weights(problem, tiles, quantised.values, quantised.scales, n_out_, k_, bias_);
    } else {
        packed = pack_weights(problem, tiles, weights, n_out_, k_, bias_);
    }
    ++shared_.counts.packs;
    shared_.counts.bytes += static_cast<std::int64_t>(packed.size());
    return uploaded(device_, packed);
}

const GemmTiles& PackedWeights::tiles_for(const GemmProblem& problem) {
    if (problem == problem_) return tiles_;
    const GemmTiles& tiles = tiles_or_fault(shared_.tiles, problem);
    const bool is_same_order = tiles.k == tiles_.k && tiles.n == tiles_.n && has_residual(problem) == has_residual(problem_);
    if (!is_same_order) shared_.replaced.push_back(std::exchange(buffer_, pack(problem, tiles, restore())));
    problem_ = problem;
    tiles_ = tiles;
    return tiles_;
}

std::vector<float> PackedWeights::restore() const {
    return unpack_weights(problem_, tiles_, buffer_->host(), n_out_, k_);
}

}  // namespace tilescribe::npu
