// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/packed_weights.h"

#include "kernels/npu/int8_weights.h"
#include "kernels/npu/weight_unpacking.h"

#include <algorithm>

namespace tilescribe::npu {
namespace {

bool has_residual(const GemmProblem& problem) {
    return problem.epilogue == GemmEpilogue::bias_residual || problem.epilogue == GemmEpilogue::bias_gelu_residual;
}

}  // namespace

PackedWeights::PackedWeights(ArrayDevice& device, const GemmProblem& problem, std::span<const float> weights, std::int64_t n_out,
                             std::int64_t k, std::span<const float> bias)
    : device_(device),
      problem_(problem),
      tiles_(choose_tiles(problem)),
      n_out_(n_out),
      k_(k),
      bias_(bias.begin(), bias.end()),
      probes_(ProbeColumns::of(weights, n_out, k, bias)) {
    pack(weights);
}

void PackedWeights::pack(std::span<const float> weights) {
    std::vector<std::byte> packed;
    if (problem_.type == GemmType::int8) {
        const Int8Weights quantised = quantise_weights(weights, n_out_, k_);
        packed = pack_int8_weights(problem_, tiles_, quantised.values, quantised.scales, n_out_, k_, bias_);
    } else {
        packed = pack_weights(problem_, tiles_, weights, n_out_, k_, bias_);
    }
    bytes_ = static_cast<std::int64_t>(packed.size());
    buffer_ = device_.allocate(packed.size());
    std::ranges::copy(packed, buffer_->host().begin());
    buffer_->sync_to_device(0, packed.size());
}

const GemmTiles& PackedWeights::tiles_for(const GemmProblem& problem) {
    if (problem == problem_) return tiles_;
    const GemmTiles tiles = choose_tiles(problem);
    const bool is_same_order = tiles.k == tiles_.k && tiles.n == tiles_.n && has_residual(problem) == has_residual(problem_);
    std::vector<float> weights;
    if (!is_same_order) weights = restore();
    problem_ = problem;
    tiles_ = tiles;
    if (!is_same_order) pack(weights);
    return tiles_;
}

std::vector<float> PackedWeights::restore() const {
    return unpack_weights(problem_, tiles_, buffer_->host(), n_out_, k_);
}

}  // namespace tilescribe::npu
