// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/aie/bfloat16.h"
#include "kernels/npu/aie/bfp16.h"
#include "kernels/npu/designs/gemm_design.h"
#include "kernels/npu/designs/gemm_layout.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <stdexcept>

namespace tilescribe::npu {
namespace {

/// A matrix's rows in groups of eight neighbours, converted all at once; what lies outside the matrix is zeros.
class GroupRows {
public:
    GroupRows(std::span<const float> weights, std::int64_t n_out, std::int64_t n_in)
        : n_out_(n_out), groups_(static_cast<std::size_t>((n_in + 7) / 8)), bytes_(n_out * groups_ * bfp16_group_bytes) {
        if (n_in % 8 == 0) {
            bfp16_from_f32(weights, bytes_);
            return;
        }
        std::vector<float> row(8 * groups_);
        for (std::int64_t out = 0; out < n_out; ++out) {
            std::ranges::copy(weights.subspan(out * n_in, n_in), row.begin());
            bfp16_from_f32(row, std::span(bytes_).subspan(out * groups_ * bfp16_group_bytes, groups_ * bfp16_group_bytes));
        }
    }

    [[nodiscard]] const std::uint8_t* group(std::uint32_t out, std::uint32_t in) const noexcept {
        const bool is_inside = out < n_out_ && in / 8 < groups_;
        return is_inside ? bytes_.data() + (out * groups_ + in / 8) * bfp16_group_bytes : zeros_.data();
    }

private:
    std::int64_t n_out_;
    std::size_t groups_;  ///< in a row
    std::vector<std::uint8_t> bytes_;
    std::array<std::uint8_t, bfp16_group_bytes> zeros_{};
};

/// Puts tiles of weights into the places that the core's kernels expect, object by object.
class WeightPacker {
public:
    WeightPacker(const GemmProblem& problem, const GemmTiles& tiles)
        : layout_(problem, tiles),
          k_(static_cast<std::uint32_t>(tiles.k)),
          n_(static_cast<std::uint32_t>(tiles.n)),
          packed_(layout_.weight_bytes()) {}

    /// put_weights(object, first row of W, first column of W); scale and bias(row of W).
    template <typename PutWeights, typename Scale, typename Bias>
    std::vector<std::byte> pack(PutWeights put_weights, Scale scale, Bias bias) {
        std::vector<std::byte> object(layout_.b_object_bytes);
        const std::uint32_t panels = layout_.columns * layout_.column_blocks;
        for (std::uint32_t panel = 0; panel < panels; ++panel)
            for (std::uint32_t step = 0; step < layout_.k_steps; ++step) {
                put_weights(object, panel * n_, step * k_);
                for (std::uint32_t out = 0; out < n_; ++out) {
                    if (layout_.is_int8) put(object, layout_.b_tail_offset + 4 * out, scale(panel * n_ + out));
                    put(object, layout_.b_tail_offset + layout_.b_scale_bytes + 4 * out, bias(panel * n_ + out));
                }
                store(object, (std::size_t{panel} * layout_.k_steps + step) * layout_.b_object_bytes);
            }
        return std::move(packed_);
    }

    /// Blocks [k / 8][n / t][8][t] of weight(row of W, column of W), which is called for all of problem.n and problem.k.
    template <typename Weight>
    auto elements(Weight weight) const {
        return [this, weight](std::vector<std::byte>& object, std::uint32_t first_out, std::uint32_t first_in) {
            std::size_t offset = 0;
            for (std::uint32_t in = first_in; in < first_in + k_; in += 8)
                for (std::uint32_t out = first_out; out < first_out + n_; out += layout_.t)
                    for (std::uint32_t row = 0; row < 8; ++row)
                        for (std::uint32_t column = 0; column < layout_.t; ++column) {
                            const auto value = weight(out + column, in + row);
                            put(object, offset, value);
                            offset += sizeof value;
                        }
        };
    }

    /// Blocks [k / 8][n / 8] of eight groups along k.
    auto groups(const GroupRows& rows) const {
        return [this, &rows](std::vector<std::byte>& object, std::uint32_t first_out, std::uint32_t first_in) {
            std::byte* to = object.data();
            for (std::uint32_t in = first_in; in < first_in + k_; in += 8)
                for (std::uint32_t out = first_out; out < first_out + n_; ++out, to += bfp16_group_bytes)
                    std::memcpy(to, rows.group(out, in), bfp16_group_bytes);
        };
    }

private:
    template <typename T>
    static void put(std::vector<std::byte>& object, std::size_t offset, T value) {
        std::memcpy(object.data() + offset, &value, sizeof value);
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
    const auto no_scale = [](std::uint32_t) { return 0.0F; };
    const auto bias_of = [&](std::uint32_t out) { return out < bias.size() ? bias[out] : 0.0F; };
    WeightPacker packer(problem, tiles);
    if (problem.type == GemmType::bfp16) {
        const GroupRows rows(weights, n_out, n_in);
        return packer.pack(packer.groups(rows), no_scale, bias_of);
    }
    const auto weight = [&](std::uint32_t out, std::uint32_t in) {
        return out < n_out && in < n_in ? to_bf16(weights[static_cast<std::size_t>(out * n_in + in)]) : Bf16{0};
    };
    return packer.pack(packer.elements(weight), no_scale, bias_of);
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
    WeightPacker packer(problem, tiles);
    return packer.pack(packer.elements(weight), scale_of, bias_of);
}

std::size_t packed_weight_bytes(const GemmProblem& problem, const GemmTiles& tiles) {
    return GemmLayout(problem, tiles).weight_bytes();
}

}  // namespace tilescribe::npu
