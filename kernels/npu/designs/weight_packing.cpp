// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/aie/bfloat16.h"
#include "kernels/npu/aie/bfp16.h"
#include "kernels/npu/designs/gemm_design.h"
#include "kernels/npu/designs/gemm_layout.h"

#include <array>
#include <cstring>
#include <stdexcept>

namespace tilescribe::npu {
namespace {

/// Puts tiles of weights into the places that the core's kernels expect, object by object.
class WeightPacker {
public:
    WeightPacker(const GemmProblem& problem, const GemmTiles& tiles)
        : problem_(problem),
          layout_(problem, tiles),
          k_(static_cast<std::uint32_t>(tiles.k)),
          n_(static_cast<std::uint32_t>(tiles.n)),
          packed_(layout_.weight_bytes()) {}

    /// weight(row of W, column of W) for all of problem.n and problem.k; scale and bias(row of W).
    template <typename Weight, typename Scale, typename Bias>
    std::vector<std::byte> pack(Weight weight, Scale scale, Bias bias) {
        std::vector<std::byte> object(layout_.b_object_bytes);
        const std::uint32_t panels = layout_.columns * layout_.column_blocks;
        for (std::uint32_t panel = 0; panel < panels; ++panel)
            for (std::uint32_t step = 0; step < layout_.k_steps; ++step) {
                put_weights(object, [&](std::uint32_t in, std::uint32_t out) { return weight(panel * n_ + out, step * k_ + in); });
                for (std::uint32_t out = 0; out < n_; ++out) {
                    if (layout_.is_int8) put(object, layout_.b_tail_offset + 4 * out, scale(panel * n_ + out));
                    put(object, layout_.b_tail_offset + layout_.b_scale_bytes + 4 * out, bias(panel * n_ + out));
                }
                store(object, (std::size_t{panel} * layout_.k_steps + step) * layout_.b_object_bytes);
            }
        return std::move(packed_);
    }

private:
    template <typename T>
    static void put(std::vector<std::byte>& object, std::size_t offset, T value) {
        std::memcpy(object.data() + offset, &value, sizeof value);
    }

    /// Blocks [k / 8][n / t][8][t], or for bfp16 [k / 8][n / 8] blocks whose groups run along k.
    template <typename Weight>
    void put_weights(std::vector<std::byte>& object, Weight weight) const {
        std::size_t offset = 0;
        for (std::uint32_t in = 0; in < k_; in += 8)
            for (std::uint32_t out = 0; out < n_; out += layout_.t) {
                if (problem_.type == GemmType::bfp16) {
                    for (std::uint32_t column = 0; column < 8; ++column, offset += bfp16_group_bytes) {
                        std::array<Bf16, 8> group{};
                        for (std::uint32_t row = 0; row < 8; ++row) group[row] = to_bf16(weight(in + row, out + column));
                        encode_bfp16_group(group.data(), reinterpret_cast<std::uint8_t*>(object.data() + offset));
                    }
                    continue;
                }
                for (std::uint32_t row = 0; row < 8; ++row)
                    for (std::uint32_t column = 0; column < layout_.t; ++column) {
                        const auto value = weight(in + row, out + column);
                        if (layout_.is_int8) {
                            put(object, offset, static_cast<std::int8_t>(value));
                            offset += 1;
                        } else {
                            put(object, offset, to_bf16(static_cast<float>(value)));
                            offset += 2;
                        }
                    }
            }
    }

    /// Where residual tiles share the FIFO, the memory tile blocks every object; then a weight object lies in DRAM so that the
    /// blocking puts it right.
    void store(const std::vector<std::byte>& object, std::size_t offset) {
        if (!layout_.has_residual) {
            std::memcpy(packed_.data() + offset, object.data(), object.size());
            return;
        }
        const std::uint32_t run = layout_.t / 2 * 4;  // bytes
        std::size_t taken = 0;
        const std::uint32_t block_rows = layout_.residual_rows / layout_.r;  // NOLINT(clang-analyzer-core.DivideZero): r is 4 or 8
        for (std::uint32_t block_row = 0; block_row < block_rows; ++block_row)
            for (std::uint32_t block = 0; block < n_ / layout_.t; ++block)
                for (std::uint32_t row = 0; row < layout_.r; ++row, taken += run)
                    std::memcpy(
                        packed_.data() + offset + std::size_t{block_row * layout_.r + row} * n_ * 2 + std::size_t{block} * run,
                        object.data() + taken, run);
    }

    GemmProblem problem_;
    GemmLayout layout_;
    std::uint32_t k_, n_;
    std::vector<std::byte> packed_;
};

void check_sizes(const GemmProblem& problem, const GemmTiles& tiles, std::size_t weights, std::size_t bias, std::int64_t n_out,
                 std::int64_t n_in) {
    if (const std::string fault = tiles_fault(problem, tiles); !fault.empty()) throw std::invalid_argument(fault);
    if (n_out < 0 || n_in < 0 || n_out > problem.n || n_in > problem.k || weights != static_cast<std::size_t>(n_out * n_in) ||
        (bias != 0 && bias != static_cast<std::size_t>(n_out)))
        throw std::invalid_argument("these weights are not the GEMM's");
}

}  // namespace

std::vector<std::byte> pack_weights(const GemmProblem& problem, const GemmTiles& tiles, std::span<const float> weights,
                                    std::int64_t n_out, std::int64_t n_in, std::span<const float> bias) {
    check_sizes(problem, tiles, weights.size(), bias.size(), n_out, n_in);
    if (problem.type == GemmType::int8) throw std::invalid_argument("int8 weights come with their scales");
    const auto weight = [&](std::uint32_t out, std::uint32_t in) {
        return out < n_out && in < n_in ? weights[static_cast<std::size_t>(out * n_in + in)] : 0.0F;
    };
    const auto bias_of = [&](std::uint32_t out) { return out < bias.size() ? bias[out] : 0.0F; };
    return WeightPacker(problem, tiles).pack(weight, [](std::uint32_t) { return 0.0F; }, bias_of);
}

std::vector<std::byte> pack_int8_weights(const GemmProblem& problem, const GemmTiles& tiles, std::span<const std::int8_t> weights,
                                         std::span<const float> scales, std::int64_t n_out, std::int64_t n_in,
                                         std::span<const float> bias) {
    check_sizes(problem, tiles, weights.size(), bias.size(), n_out, n_in);
    if (problem.type != GemmType::int8 || scales.size() != static_cast<std::size_t>(n_out))
        throw std::invalid_argument("int8 weights need an int8 GEMM and a scale each row");
    const auto weight = [&](std::uint32_t out, std::uint32_t in) {
        return out < n_out && in < n_in ? weights[static_cast<std::size_t>(out * n_in + in)] : std::int8_t{0};
    };
    const auto scale_of = [&](std::uint32_t out) { return out < scales.size() ? scales[out] : 0.0F; };
    const auto bias_of = [&](std::uint32_t out) { return out < bias.size() ? bias[out] : 0.0F; };
    return WeightPacker(problem, tiles).pack(weight, scale_of, bias_of);
}

std::size_t packed_weight_bytes(const GemmProblem& problem, const GemmTiles& tiles) {
    return GemmLayout(problem, tiles).weight_bytes();
}

}  // namespace tilescribe::npu
