// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array/array_program.h"

#include <cstdint>

// What all programs of a device have in common: which FIFO runs from where to where. A program chooses objects, depths and patterns
// only, which the instruction stream can write into descriptors; routes and the cores' code stay.
//
//   A   one per core row: shim -> memory tile -> (broadcast) every core of the row
//   B   one per column:   shim -> memory tile -> (broadcast) every core of the column
//   Y   one per column:   four cores -> (join) memory tile -> shim
//
// So a core's two input channels and one of its output channels are in use, and at most six of six input channels of a memory tile.
// Data that is different for every core goes down a column to all four cores, each of which takes its quarter: where the shim
// channel is the narrowest place, that costs nothing.

namespace tilescribe::npu {

inline constexpr std::uint32_t array_rows = 4;  ///< rows of cores

[[nodiscard]] constexpr std::uint32_t array_columns(ArrayGeneration generation) noexcept {
    return generation == ArrayGeneration::npu1 ? 4 : 8;
}
[[nodiscard]] constexpr std::uint32_t array_cores(ArrayGeneration generation) noexcept {
    return array_rows * array_columns(generation);
}

/// What a program chooses for one of the three kinds of FIFO.
struct Channel {
    std::uint32_t core_bytes = 64;  ///< an object in the core
    std::uint32_t core_depth = 2;
    std::uint32_t tile_bytes = 64;  ///< an object in the memory tile; of Y: set by the join, 4 * core_bytes
    std::uint32_t tile_depth = 2;
    AccessPattern from_tile;   ///< how the memory tile's DMA reads it
    AccessPattern into_core;   ///< how the cores' DMAs write it
    std::uint32_t repeat = 1;  ///< times that the memory tile sends an object
};

/// FIFO indices, the same in every program.
class Overlay {
public:
    explicit Overlay(ArrayGeneration generation) noexcept : columns_(array_columns(generation)) {}

    [[nodiscard]] std::uint32_t columns() const noexcept { return columns_; }
    [[nodiscard]] std::uint16_t a_in(std::uint32_t row) const noexcept { return index(row); }
    [[nodiscard]] std::uint16_t a(std::uint32_t row) const noexcept { return index(array_rows + row); }
    [[nodiscard]] std::uint16_t b_in(std::uint32_t column) const noexcept { return index(2 * array_rows + column); }
    [[nodiscard]] std::uint16_t b(std::uint32_t column) const noexcept { return index(2 * array_rows + columns_ + column); }
    [[nodiscard]] std::uint16_t y(std::uint32_t column, std::uint32_t row) const noexcept {
        return index(2 * array_rows + 2 * columns_ + column * array_rows + row);
    }
    [[nodiscard]] std::uint16_t y_out(std::uint32_t column) const noexcept {
        return index(2 * array_rows + (2 + array_rows) * columns_ + column);
    }
    /// The column of the memory tile through which a row's A comes: every column on npu1, every second on npu4.
    [[nodiscard]] std::uint32_t a_column(std::uint32_t row) const noexcept { return row * columns_ / array_rows; }

private:
    static std::uint16_t index(std::uint32_t value) noexcept { return static_cast<std::uint16_t>(value); }
    std::uint32_t columns_;
};

/// A program with the overlay's FIFOs and links and without steps, transfers and arguments.
[[nodiscard]] ArrayProgram overlay_program(ArrayGeneration generation, const Channel& a, const Channel& b, const Channel& y);

/// True where two programs can run on the same xclbin: names, ends and links of their FIFOs are the same.
[[nodiscard]] bool share_overlay(const ArrayProgram& one, const ArrayProgram& other);

}  // namespace tilescribe::npu
