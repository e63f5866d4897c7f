// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/weight_matrix.h"

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace tilescribe::testing {

/// Repeatable random numbers and weights, of about the size that a trained network has.
class RandomOperands {
public:
    explicit RandomOperands(std::uint32_t seed) : engine_(seed) {}

    /// Normally distributed around `mean`.
    std::vector<float> floats(std::int64_t count, float mean = 0.0F, float deviation = 1.0F);
    /// The bytes of a weight matrix [rows, cols] of any type, as a model file holds them; dequantised values lie within about 0.5.
    std::vector<std::byte> weight_bytes(ElementType type, std::int64_t rows, std::int64_t cols);
    /// Uniform in 0 .. limit - 1.
    std::int32_t index(std::int64_t limit) { return static_cast<std::int32_t>(engine_() % static_cast<std::uint64_t>(limit)); }

private:
    std::uint16_t f16_around(float magnitude);
    void append_block(ElementType type, std::vector<std::byte>& bytes);

    std::mt19937 engine_;
};

}  // namespace tilescribe::testing
