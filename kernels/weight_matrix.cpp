// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/weight_matrix.h"

#include "kernels/half_float.h"
#include "kernels/shape_error.h"

#include <array>
#include <cstring>
#include <string>

// ggml's blocks of 32, little-endian: scale d and minimum m as f16, for q5 the fifth bits (bit j = element j), then 16 bytes whose
// low nibbles are elements 0-15 and whose high nibbles are elements 16-31; q8_0 holds 32 signed bytes.
// Symmetric types are (q - middle) * d, the others q * d + m.

namespace tilescribe {
namespace {

constexpr int half_block = static_cast<int>(quantised_block_elements) / 2;

/// Reads unaligned values one after the other. Bounds are the caller's: whole rows were checked before.
class ByteReader {
public:
    explicit ByteReader(const std::byte* at) : at_(at) {}
    template <typename T>
    T read() noexcept {
        T value;
        std::memcpy(&value, at_, sizeof value);
        at_ += sizeof value;
        return value;
    }
    float read_f16() noexcept { return f16_to_f32(read<std::uint16_t>()); }

private:
    const std::byte* at_;
};

/// q4 and q5: `bits` per element, with a minimum or around `2^(bits-1)`.
template <int bits, bool has_minimum>
void dequantise_nibbles(ByteReader& in, float* out) noexcept {
    const float scale = in.read_f16();
    float minimum = 0;
    if constexpr (has_minimum) minimum = in.read_f16();
    std::uint32_t fifth_bits = 0;
    if constexpr (bits == 5) fifth_bits = in.read<std::uint32_t>();
    const auto nibbles = in.read<std::array<std::uint8_t, half_block>>();
    constexpr int middle = has_minimum ? 0 : 1 << (bits - 1);
    for (int j = 0; j < half_block; ++j) {
        const std::uint32_t low = (nibbles[j] & 0xfU) | ((fifth_bits >> j) & 1U) << 4;
        const std::uint32_t high = nibbles[j] >> 4 | ((fifth_bits >> (j + half_block)) & 1U) << 4;
        out[j] = static_cast<float>(static_cast<int>(low) - middle) * scale + minimum;
        out[j + half_block] = static_cast<float>(static_cast<int>(high) - middle) * scale + minimum;
    }
}

void dequantise_bytes(ByteReader& in, float* out) noexcept {
    const float scale = in.read_f16();
    for (int j = 0; j < 2 * half_block; ++j) out[j] = static_cast<float>(in.read<std::int8_t>()) * scale;
}

template <typename Block>
void for_each_block(std::span<float> out, Block block) {
    for (std::size_t first = 0; first < out.size(); first += quantised_block_elements) block(out.data() + first);
}

void check_row(const WeightMatrix& matrix, std::int64_t row, std::size_t out_size) {
    if (row < 0 || row >= matrix.rows)
        throw ShapeError("a matrix of " + std::to_string(matrix.rows) + " rows has no row " + std::to_string(row));
    if (matrix.cols < 0 || out_size != static_cast<std::size_t>(matrix.cols))
        throw ShapeError("a row of " + std::to_string(matrix.cols) + " elements does not fit a buffer of " +
                         std::to_string(out_size));
    const std::size_t first_byte = static_cast<std::size_t>(row) * row_bytes(matrix.type, matrix.cols);
    if (matrix.bytes.size() < first_byte || matrix.bytes.size() - first_byte < row_bytes(matrix.type, matrix.cols))
        throw ShapeError("row " + std::to_string(row) + " lies beyond the matrix's " + std::to_string(matrix.bytes.size()) +
                         " bytes");
}

}  // namespace

void dequantise_row(const WeightMatrix& matrix, std::int64_t row, std::span<float> out) {
    check_row(matrix, row, out.size());
    if (out.empty()) return;
    const std::byte* bytes = matrix.bytes.data() + static_cast<std::size_t>(row) * row_bytes(matrix.type, matrix.cols);
    ByteReader in(bytes);
    switch (matrix.type) {
        case ElementType::f32:
            std::memcpy(out.data(), bytes, out.size_bytes());
            break;
        case ElementType::f16:
            for (float& value : out) value = in.read_f16();
            break;
        case ElementType::bf16:
            for (float& value : out) value = bf16_to_f32(in.read<std::uint16_t>());
            break;
        case ElementType::q4_0:
            for_each_block(out, [&](float* to) { dequantise_nibbles<4, false>(in, to); });
            break;
        case ElementType::q4_1:
            for_each_block(out, [&](float* to) { dequantise_nibbles<4, true>(in, to); });
            break;
        case ElementType::q5_0:
            for_each_block(out, [&](float* to) { dequantise_nibbles<5, false>(in, to); });
            break;
        case ElementType::q5_1:
            for_each_block(out, [&](float* to) { dequantise_nibbles<5, true>(in, to); });
            break;
        case ElementType::q8_0:
            for_each_block(out, [&](float* to) { dequantise_bytes(in, to); });
            break;
    }
}

}  // namespace tilescribe
