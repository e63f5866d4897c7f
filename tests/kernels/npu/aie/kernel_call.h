// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/aie/kernel_table.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

// Core kernels called as the emulator calls them, and the operands of tests.

namespace tilescribe::npu::testing {

using Bytes = std::vector<std::byte>;
using Run = void (*)(std::span<std::byte* const> buffers, std::span<const std::int32_t> parameters);

template <typename T>
Bytes bytes_of(const std::vector<T>& values) {
    Bytes bytes(values.size() * sizeof(T));
    std::memcpy(bytes.data(), values.data(), bytes.size());
    return bytes;
}
template <typename T>
std::vector<T> values_of(const Bytes& bytes) {
    std::vector<T> values(bytes.size() / sizeof(T));
    std::memcpy(values.data(), bytes.data(), bytes.size());
    return values;
}

struct Call {
    std::string_view kernel;
    ArrayGeneration generation = ArrayGeneration::npu1;
    std::vector<std::int32_t> parameters;
    std::vector<Bytes> inputs;
    // NOLINTNEXTLINE(readability-redundant-member-init): g++ wants an initialiser where calls leave the field out
    std::vector<Bytes> before = {};  ///< what the outputs hold before; empty: zeros
};

/// Runs on aligned copies and returns the outputs. Throws std::logic_error where tile_use() knows other sizes or the kernel writes
/// beside its buffers or into an input.
std::vector<Bytes> run(const Call& call, Run kernel);
/// With core_kernels()' kernel of that name.
std::vector<Bytes> run(const Call& call);

/// Normally distributed, always the same for a seed.
std::vector<float> random_values(std::size_t count, unsigned seed, float deviation = 1.0F);
std::vector<std::uint16_t> to_bf16s(const std::vector<float>& values);
std::vector<float> to_floats(const std::vector<std::uint16_t>& values);

/// What was computed in ints, as an index.
constexpr std::size_t place(std::int64_t index) {
    return static_cast<std::size_t>(index);
}

/// [rows][cols] row-major into blocks of r x c, and back.
template <typename T>
std::vector<T> blocked(const std::vector<T>& matrix, int rows, int cols, int r, int c) {
    std::vector<T> out(matrix.size());
    for (int i = 0; i < rows; ++i)
        for (int j = 0; j < cols; ++j)
            out[place((i / r * (cols / c) + j / c) * r * c + i % r * c + j % c)] = matrix[static_cast<std::size_t>(i) * cols + j];
    return out;
}
template <typename T>
std::vector<T> unblocked(const std::vector<T>& blocks, int rows, int cols, int r, int c) {
    std::vector<T> out(blocks.size());
    for (int i = 0; i < rows; ++i)
        for (int j = 0; j < cols; ++j)
            out[static_cast<std::size_t>(i) * cols + j] = blocks[place((i / r * (cols / c) + j / c) * r * c + i % r * c + j % c)];
    return out;
}

/// |a - b| / |b| over whole vectors.
double relative_error(const std::vector<float>& a, const std::vector<double>& b);
double correlation(const std::vector<float>& a, const std::vector<float>& b);

constexpr int block_width(ArrayGeneration generation) {
    return generation == ArrayGeneration::npu1 ? 4 : 8;
}

}  // namespace tilescribe::npu::testing
