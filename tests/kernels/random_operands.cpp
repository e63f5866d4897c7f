// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernels/random_operands.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstring>

namespace tilescribe::testing {
namespace {

template <typename T>
void append(std::vector<std::byte>& bytes, T value) {
    const auto raw = std::bit_cast<std::array<std::byte, sizeof(T)>>(value);
    bytes.insert(bytes.end(), raw.begin(), raw.end());
}

}  // namespace

std::vector<float> RandomOperands::floats(std::int64_t count, float mean, float deviation) {
    std::normal_distribution<float> distribution(mean, deviation);
    std::vector<float> values(static_cast<std::size_t>(count));
    for (float& value : values) value = distribution(engine_);
    return values;
}

/// A positive f16 between magnitude (a power of two) and twice that, with random fraction bits.
std::uint16_t RandomOperands::f16_around(float magnitude) {
    const int exponent = std::ilogb(magnitude) + 15;
    return static_cast<std::uint16_t>(static_cast<unsigned>(exponent) << 10 | (engine_() & 0x3ffU));
}

void RandomOperands::append_block(ElementType type, std::vector<std::byte>& bytes) {
    constexpr std::uint16_t minus = 0x8000;
    constexpr int fifth_bits_bytes = 4;
    const bool has_minimum = type == ElementType::q4_1 || type == ElementType::q5_1;
    const bool has_fifth_bits = type == ElementType::q5_0 || type == ElementType::q5_1;
    append(bytes, f16_around(type == ElementType::q8_0 ? 0x1p-9F : 0x1p-6F));
    if (has_minimum) append(bytes, static_cast<std::uint16_t>(f16_around(0x1p-3F) | minus));
    const int rest = type == ElementType::q8_0 ? 32 : 16 + (has_fifth_bits ? fifth_bits_bytes : 0);
    for (int i = 0; i < rest; ++i) append(bytes, static_cast<std::uint8_t>(engine_()));
}

std::vector<std::byte> RandomOperands::weight_bytes(ElementType type, std::int64_t rows, std::int64_t cols) {
    std::vector<std::byte> bytes;
    bytes.reserve(static_cast<std::size_t>(rows) * row_bytes(type, cols));
    if (is_quantised(type)) {
        for (std::int64_t i = 0; i < rows * cols / quantised_block_elements; ++i) append_block(type, bytes);
        return bytes;
    }
    for (const float value : floats(rows * cols, 0.0F, 0.2F)) {
        const auto upper_half = static_cast<std::uint16_t>(std::bit_cast<std::uint32_t>(value) >> 16);
        const auto sign = static_cast<std::uint16_t>(upper_half & 0x8000U);
        switch (type) {
            case ElementType::f16:
                append(bytes, static_cast<std::uint16_t>(f16_around(0x1p-3F) | sign));
                break;
            case ElementType::bf16:
                append(bytes, upper_half);
                break;
            default:
                append(bytes, value);
        }
    }
    return bytes;
}

}  // namespace tilescribe::testing
