// SPDX-License-Identifier: GPL-3.0-or-later
#include <aie_api/aie.hpp>
#include <algorithm>
#include <cmath>
#include <limits>

// The stub's block floats, by arithmetic rather than by bits: another derivation of the rule in kernels/npu/aie/bfp16.h.

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
    float largest = 0;
    bool is_finite = true;
    for (int i = 0; i < 8; ++i) {
        is_finite = is_finite && std::isfinite(values[i]);
        if (std::isfinite(values[i])) largest = std::max(largest, std::fabs(values[i]));
    }
    int exponent = 255;
    if (is_finite) {
        exponent = largest < 0x1p-126F ? 0 : std::ilogb(largest) + 127;
        if (exponent > 0 && largest / unit_of(exponent) >= 127.5F) exponent = std::min(exponent + 1, 254);
    }
    bfp16ebs8 group;
    group.bytes[0] = static_cast<std::uint8_t>(exponent);
    for (int i = 0; i < 8; ++i) {
        int mantissa = -128;
        if (std::isinf(values[i]))
            mantissa = values[i] > 0 ? 127 : -127;
        else if (!std::isnan(values[i])) {
            const int most = is_finite ? 127 : 63;
            mantissa = std::clamp(static_cast<int>(std::nearbyint(std::ldexp(double{values[i]}, 133 - exponent))), -most, most);
        }
        group.bytes[1 + i] = static_cast<std::uint8_t>(mantissa);
    }
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
