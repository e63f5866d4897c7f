// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array/array_program.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <random>
#include <span>
#include <string>
#include <vector>

// Runs programs on the emulated array and converts what goes in and comes out.

namespace tilescribe::npu {

using Bytes = std::vector<std::byte>;

/// Runs a program as it comes out of its instruction stream. Arguments may be longer than the program asks for. Throws NpuFault.
void run_program(const ArrayProgram& program, std::span<Bytes* const> arguments);

/// The complaints of the array's checks, or of the time simulation, as one text; empty: none.
[[nodiscard]] std::string complaints_about(const ArrayProgram& program);

[[nodiscard]] std::vector<float> random_values(std::size_t count, std::mt19937& random, float deviation = 1.0F);
/// Rounded to bf16, as floats.
[[nodiscard]] std::vector<float> rounded(std::vector<float> values);

/// A matrix in a device buffer of bf16: element (row, column) at offset + row * stride + column.
struct Bf16Layout {
    std::int64_t offset = 0;
    std::int64_t stride = 0;
};
[[nodiscard]] Bytes bf16_buffer(std::span<const float> values, std::int64_t rows, std::int64_t cols, Bf16Layout layout,
                                std::int64_t elements);
[[nodiscard]] std::vector<float> bf16_values(const Bytes& buffer, std::int64_t rows, std::int64_t cols, Bf16Layout layout);

template <typename T>
[[nodiscard]] Bytes bytes_of(std::span<const T> values) {
    Bytes bytes(values.size_bytes());
    std::memcpy(bytes.data(), values.data(), values.size_bytes());
    return bytes;
}

/// |x - expected|_2 / |expected|_2.
[[nodiscard]] double relative_error(std::span<const float> x, std::span<const float> expected);

}  // namespace tilescribe::npu
