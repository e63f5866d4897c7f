// SPDX-License-Identifier: GPL-3.0-or-later
#include <aie_api/aie.hpp>
#include <algorithm>
#include <cmath>
#include <limits>

// The stub's block floats, by arithmetic rather than by bits: another derivation of the rule in kernels/npu/aie/bfp16.h, for zeros
// and numbers from 2^-111 on. Nobody here knows what the instruction makes of others, so the stub makes nonsense of them.

namespace {

float unit_of(int exponent) {
    return std::ldexp(1.0F, exponent - 133);
}

float value_of(const bfp16ebs8& group, int i) {
    const auto mantissa = static_cast<std::int8_t>(group.bytes[1 + i]);
    if (group.bytes[0] == 255 && mantissa == -128) return std::numeric_limits<float>::quiet_NaN();
    return static_cast<float>(mantissa) * unit_of(group.bytes[0]);
}

}  // namespace

namespace aie {

bfp16ebs8 to_group(const float* values) {
    bfp16ebs8 group;
    float largest = 0;
    for (int i = 0; i < 8; ++i) {
        const float magnitude = std::fabs(values[i]);
        if (!std::isfinite(magnitude) || (magnitude > 0 && magnitude < 0x1p-111F)) {
            std::ranges::fill(group.bytes, std::uint8_t{0xA5});
            return group;
        }
        largest = std::max(largest, magnitude);
    }
    int exponent = largest > 0 ? std::ilogb(largest) + 127 : 0;
    if (exponent > 0 && largest / unit_of(exponent) >= 127.5F) exponent = std::min(exponent + 1, 254);
    group.bytes[0] = static_cast<std::uint8_t>(exponent);
    for (int i = 0; i < 8; ++i)
        group.bytes[1 + i] = static_cast<std::uint8_t>(
            std::clamp(static_cast<int>(std::nearbyint(std::ldexp(double{values[i]}, 133 - exponent))), -127, 127));
    return group;
}

}  // namespace aie

aie::accum<accfloat, 64> mac_8x8_8x8T(const aie::block_vector<bfp16ebs8, 64>& a, const aie::block_vector<bfp16ebs8, 64>& b,
                                      const aie::accum<accfloat, 64>& c) {
    aie::accum<accfloat, 64> result;
    for (int row = 0; row < 8; ++row)
        for (int column = 0; column < 8; ++column) {
            double sum = 0;
            for (int k = 0; k < 8; ++k) sum += double{value_of(a.group[row], k)} * value_of(b.group[column], k);
            const auto lane = static_cast<unsigned>(row * 8 + column);
            result.set_lane(lane, c.lane(lane) + static_cast<float>(sum));
        }
    return result;
}
