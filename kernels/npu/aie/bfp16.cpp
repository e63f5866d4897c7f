// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/aie/bfp16.h"

#include <cstddef>
#include <cstring>

namespace tilescribe::npu {

// Four groups side by side, in loops of fixed length over small arrays that the compiler turns into vector code.
namespace {

constexpr std::size_t group = 8;

}  // namespace

void bfp16_from_bf16(std::span<const Bf16> values, std::span<std::uint8_t> groups) noexcept {
    for (std::size_t i = 0; i < values.size() / group; ++i)
        encode_bfp16_group(values.data() + i * group, groups.data() + i * bfp16_group_bytes);
}

void bfp16_from_f32(std::span<const float> values, std::span<std::uint8_t> groups) noexcept {
    for (std::size_t i = 0; i < values.size() / group; ++i) {
        Bf16 rounded[group];
        for (std::size_t j = 0; j < group; ++j) rounded[j] = to_bf16(values[i * group + j]);
        encode_bfp16_group(rounded, groups.data() + i * bfp16_group_bytes);
    }
}

void bf16_from_bfp16(std::span<const std::uint8_t> groups, std::span<Bf16> values) noexcept {
    for (std::size_t i = 0; i < values.size() / group; ++i) {
        const std::uint8_t* const from = groups.data() + i * bfp16_group_bytes;
        const float unit = bfp16_unit(from[0]);
        for (std::size_t j = 0; j < group; ++j)
            values[i * group + j] = to_bf16(bfp16_value(from[0], static_cast<std::int8_t>(from[1 + j]), unit));
    }
}

}  // namespace tilescribe::npu
