// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array/array_program.h"
#include "kernels/npu/array/kernel_set.h"

#include <cstdint>
#include <string>
#include <vector>

namespace tilescribe::npu::small {

/// Kernels whose results and times can be worked out by hand:
///   copy  (X -> Y; words)       Y = X, takes `words` slots of the instruction word
///   add   (X, Z -> Y; words)    Y = X + Z as 32-bit integers, likewise
///   work  (-> Y; words, slots)  Y = 0 ... words - 1, takes `slots` slots
///   huge  (-> Y; words)         as work, but its code needs 20,000 bytes
[[nodiscard]] KernelSet kernels() noexcept;

[[nodiscard]] CoreStep acquire(std::uint16_t fifo);
[[nodiscard]] CoreStep release(std::uint16_t fifo);
[[nodiscard]] CoreStep loop(std::uint32_t count);
[[nodiscard]] CoreStep end();
[[nodiscard]] CoreStep call(std::uint16_t kernel, std::vector<CoreStep::Buffer> buffers, std::vector<std::int32_t> parameters);
[[nodiscard]] inline CoreStep::Buffer fifo_buffer(std::uint16_t fifo, std::uint32_t offset = 0) {
    return {false, fifo, offset};
}
[[nodiscard]] inline CoreStep::Buffer local_buffer(std::uint16_t index, std::uint32_t offset = 0) {
    return {true, index, offset};
}

[[nodiscard]] ObjectFifo fifo(std::string name, TileAddress producer, std::vector<TileAddress> consumers, std::uint32_t bytes,
                              std::uint32_t depth);

inline constexpr TileAddress shim{.column = 0, .row = 0};
inline constexpr TileAddress memory_tile{.column = 0, .row = 1};
inline constexpr TileAddress core{.column = 0, .row = 2};

/// DRAM -> core -> DRAM: `objects` objects of `words` words, copied by the core. FIFO 0 "in", 1 "out"; arguments likewise.
[[nodiscard]] ArrayProgram copy_program(std::uint32_t objects, std::uint32_t words, std::uint32_t depth);
/// The same through the memory tile: FIFOs 0 "in", 1 "to core", 2 "from core", 3 "out".
[[nodiscard]] ArrayProgram tile_copy_program(std::uint32_t objects, std::uint32_t words, std::uint32_t depth);

}  // namespace tilescribe::npu::small
