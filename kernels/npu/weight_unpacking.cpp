// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/weight_unpacking.h"

#include "kernels/npu/aie/bfloat16.h"
#include "kernels/npu/aie/bfp16.h"
#include "kernels/npu/designs/gemm_layout.h"

#include <array>
#include <cstring>
#include <stdexcept>

namespace tilescribe::npu {
namespace {

/// The way back from kernels/npu/designs/weight_packing.cpp.
class WeightUnpacker {
public:
    WeightUnpacker(const GemmProblem& problem, const GemmTiles& tiles, std::span<const std::byte> packed)
        : type_(problem.type),
          layout_(problem, tiles),
          k_(static_cast<std::uint32_t>(tiles.k)),
          n_(static_cast<std::uint32_t>(tiles.n)),
          packed_(packed) {
        if (packed.size() < layout_.weight_bytes()) throw std::invalid_argument("these are not the GEMM's packed weights");
    }

    template <typename Take>
    void unpack(Take take) const {
        std::vector<std::byte> object(layout_.b_object_bytes);
        for (std::uint32_t panel = 0; panel < layout_.columns * layout_.column_blocks; ++panel)
            for (std::uint32_t step = 0; step < layout_.k_steps; ++step) {
                load(object, (std::size_t{panel} * layout_.k_steps + step) * layout_.b_object_bytes);
                read_weights(object, [&](std::uint32_t in, std::uint32_t out, float value) {
                    take(std::size_t{panel} * n_ + out, std::size_t{step} * k_ + in, value);
                });
            }
    }

private:
    template <typename T>
    static T get(const std::vector<std::byte>& object, std::size_t offset) {
        T value;
        std::memcpy(&value, object.data() + offset, sizeof value);
        return value;
    }

    template <typename Take>
    void read_weights(const std::vector<std::byte>& object, Take take) const {
        std::size_t offset = 0;
        for (std::uint32_t in = 0; in < k_; in += 8)
            for (std::uint32_t out = 0; out < n_; out += layout_.t) {
                if (type_ == GemmType::bfp16) {
                    offset = read_groups(object, offset, in, out, take);
                    continue;
                }
                for (std::uint32_t row = 0; row < 8; ++row)
                    for (std::uint32_t column = 0; column < layout_.t; ++column) {
                        if (layout_.is_int8) {
                            const auto scale = get<float>(object, layout_.b_tail_offset + 4 * std::size_t{out + column});
                            take(in + row, out + column, scale * static_cast<float>(get<std::int8_t>(object, offset)));
                            offset += 1;
                        } else {
                            take(in + row, out + column, from_bf16(get<Bf16>(object, offset)));
                            offset += 2;
                        }
                    }
            }
    }

    template <typename Take>
    std::size_t read_groups(const std::vector<std::byte>& object, std::size_t offset, std::uint32_t in, std::uint32_t out,
                            Take take) const {
        for (std::uint32_t column = 0; column < 8; ++column, offset += bfp16_group_bytes) {
            std::array<Bf16, 8> values{};
            bf16_from_bfp16({reinterpret_cast<const std::uint8_t*>(object.data() + offset), std::size_t{bfp16_group_bytes}},
                            values);
            for (std::uint32_t row = 0; row < 8; ++row) take(in + row, out + column, from_bf16(values[row]));
        }
        return offset;
    }

    /// Where residual tiles share the FIFO, objects lie in DRAM in the order that the memory tile's blocking undoes.
    void load(std::vector<std::byte>& object, std::size_t offset) const {
        if (!layout_.has_residual) {
            std::memcpy(object.data(), packed_.data() + offset, object.size());
            return;
        }
        const std::uint32_t run = layout_.t / 2 * 4;  // bytes
        std::size_t put = 0;
        for (std::uint32_t block_row = 0; block_row < layout_.residual_rows / layout_.r; ++block_row)
            for (std::uint32_t block = 0; block < n_ / layout_.t; ++block)
                for (std::uint32_t row = 0; row < layout_.r; ++row, put += run)
                    std::memcpy(
                        object.data() + put,
                        packed_.data() + offset + std::size_t{block_row * layout_.r + row} * n_ * 2 + std::size_t{block} * run,
                        run);
    }

    GemmType type_;
    GemmLayout layout_;
    std::uint32_t k_, n_;
    std::span<const std::byte> packed_;
};

}  // namespace

std::vector<float> unpack_weights(const GemmProblem& problem, const GemmTiles& tiles, std::span<const std::byte> packed,
                                  std::int64_t n_out, std::int64_t n_in) {
    std::vector<float> weights(static_cast<std::size_t>(n_out * n_in));
    const auto rows = static_cast<std::size_t>(n_out);
    const auto cols = static_cast<std::size_t>(n_in);
    WeightUnpacker(problem, tiles, packed).unpack([&](std::size_t out, std::size_t in, float value) {
        if (out < rows && in < cols) weights[out * cols + in] = value;
    });
    return weights;
}

}  // namespace tilescribe::npu
