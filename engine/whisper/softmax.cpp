// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/whisper/softmax.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace tilescribe {
namespace {

/// exp(x) for x <= 0, by 2^n and a degree-6 Taylor polynomial of the rest (|rest| <= ln 2 / 2). Branch-free, so that the compiler
/// vectorises the loop over a vocabulary of 51,866.
float exp_of_non_positive(float x) noexcept {
    constexpr float to_integer = 12582912.0F;  // 1.5 * 2^23: adding it rounds; floor() would be a call without SSE4.1
    const float clamped = std::max(x, -87.0F);
    const float n = (clamped * 1.44269504F + to_integer) - to_integer;
    const float r = clamped - n * 0.693359375F + n * 2.12194440e-4F;
    float p = 1.0F / 720.0F;
    p = p * r + 1.0F / 120.0F;
    p = p * r + 1.0F / 24.0F;
    p = p * r + 1.0F / 6.0F;
    p = p * r + 0.5F;
    p = p * r + 1.0F;
    p = p * r + 1.0F;
    const auto exponent = (static_cast<std::int32_t>(n) + 127) << 23;
    return p * std::bit_cast<float>(exponent);
}

constexpr std::size_t lanes = 16;

}  // namespace

float largest_of(std::span<const float> values) noexcept {
    std::array<float, lanes> partial{};
    partial.fill(-std::numeric_limits<float>::infinity());
    std::size_t i = 0;
    for (; i + lanes <= values.size(); i += lanes)
        for (std::size_t j = 0; j < lanes; ++j) partial[j] = values[i + j] > partial[j] ? values[i + j] : partial[j];
    for (; i < values.size(); ++i) partial[0] = std::max(partial[0], values[i]);
    return *std::max_element(partial.begin(), partial.end());
}

double log_sum_exp(std::span<const float> values) noexcept {
    const float maximum = largest_of(values);
    if (!std::isfinite(maximum)) return static_cast<double>(maximum);

    double total = 0;
    std::size_t i = 0;
    while (i + lanes <= values.size()) {
        // A few hundred additions in f32 before they are folded into the f64 total.
        std::array<float, lanes> partial{};
        for (std::size_t block = 0; block < 16 && i + lanes <= values.size(); ++block, i += lanes)
            for (std::size_t j = 0; j < lanes; ++j) partial[j] += exp_of_non_positive(values[i + j] - maximum);
        for (const float p : partial) total += static_cast<double>(p);
    }
    for (; i < values.size(); ++i) total += static_cast<double>(exp_of_non_positive(values[i] - maximum));
    return static_cast<double>(maximum) + std::log(total);
}

}  // namespace tilescribe
