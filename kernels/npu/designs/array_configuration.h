// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array/array_program.h"
#include "kernels/npu/designs/routes.h"

#include <cstdint>
#include <vector>

// A program as the hardware is told it: descriptors, locks, the cores' lists and the shim's tasks. transaction.h writes it into the
// instructions that XRT runs on the one xclbin of the overlay.
namespace tilescribe::npu {

/// A DMA's buffer descriptor. A channel runs its descriptors as a ring, from the first on.
struct BufferDescriptor {
    struct Lock {
        std::uint8_t id = 0;
        std::uint8_t count = 1;  ///< waits until the lock has so many and takes them; or adds so many
        friend bool operator==(Lock, Lock) = default;
    };
    std::uint8_t id = 0;
    std::uint32_t address = 0;                         ///< bytes, in the tile
    std::uint32_t words = 0;                           ///< that it moves
    std::vector<AccessPattern::Dimension> dimensions;  ///< without: linear. Else at least two, or one of a stride
    std::uint32_t iterations = 1;                      ///< buffers that it visits in turn, one each time it runs
    std::uint32_t iteration_stride = 1;                ///< words
    Lock acquire;
    Lock release;
    friend bool operator==(const BufferDescriptor&, const BufferDescriptor&) = default;
};

struct ChannelConfiguration {
    TileAddress tile;
    bool is_source = false;  ///< of a stream: reads memory
    std::uint8_t channel = 0;
    std::vector<BufferDescriptor> descriptors;
    friend bool operator==(const ChannelConfiguration&, const ChannelConfiguration&) = default;
};

struct LockValue {
    TileAddress tile;
    std::uint8_t id = 0;
    std::uint8_t value = 0;
    friend bool operator==(const LockValue&, const LockValue&) = default;
};

/// The list of dispatcher.h.
struct CoreList {
    TileAddress tile;
    std::vector<std::uint32_t> words;
    friend bool operator==(const CoreList&, const CoreList&) = default;
};

/// One of the run-time sequence's tasks, as ShimTransfer.
struct ShimTask {
    std::uint8_t column = 0;
    bool is_source = false;
    std::uint8_t channel = 0;
    std::uint8_t argument = 0;
    AccessPattern pattern;  ///< one to four dimensions
    std::uint32_t repeat = 1;
    friend bool operator==(const ShimTask&, const ShimTask&) = default;
};

struct ArrayConfiguration {
    ArrayGeneration generation = ArrayGeneration::npu1;
    std::vector<ChannelConfiguration> channels;
    std::vector<LockValue> locks;
    std::vector<CoreList> cores;
    std::vector<ShimTask> tasks;
    friend bool operator==(const ArrayConfiguration&, const ArrayConfiguration&) = default;
};

/// Throws std::invalid_argument, with the FIFO's name, where hardware cannot do what the program asks for.
[[nodiscard]] ArrayConfiguration configure(const ArrayProgram& program);

/// The program again, from the overlay's FIFOs (names and ends are read, nothing else) and a configuration; without name, macs,
/// peak and argument sizes, which hardware is not told. Throws std::invalid_argument for what configure() cannot have made.
[[nodiscard]] ArrayProgram program_of(const ArrayConfiguration& configuration, const std::vector<ObjectFifo>& overlay_fifos,
                                      const std::vector<FifoRoute>& routes);

}  // namespace tilescribe::npu
