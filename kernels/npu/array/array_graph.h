// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array/array_program.h"
#include "kernels/npu/array/device_table.h"
#include "kernels/npu/array/kernel_set.h"

#include <cstdint>
#include <vector>

namespace tilescribe::npu {

/// A ring of equal buffers in one tile's memory. An object is there when every writer has written it and free when every reader has
/// read it: one writer and several readers is a broadcast or a distribution, several writers are a join.
struct Ring {
    std::uint32_t depth = 1;
    std::uint32_t bytes = 0;  ///< of each buffer
    std::uint32_t writers = 0;
    std::uint32_t readers = 0;
    std::uint16_t fifo = 0;  ///< for sentences: one of those that it belongs to
};

/// One writer or reader of a ring.
struct RingEnd {
    std::uint32_t ring = 0;
    std::uint32_t index = 0;   ///< which writer or which reader
    std::uint32_t offset = 0;  ///< bytes, of its part in the buffer
};

/// What carries the objects of one FIFO from buffer to buffer: a DMA channel at each end and the stream between them.
struct Mover {
    std::uint16_t fifo = 0;
    bool from_shim = false;
    bool to_shim = false;
    std::uint32_t object_words = 0;
    RingEnd source;                    ///< unless from_shim
    RingEnd destination;               ///< unless to_shim
    std::uint32_t source_objects = 1;  ///< objects sent per buffer and repetition
    std::uint32_t source_repeat = 1;
    std::uint32_t destination_objects = 1;  ///< objects that fill a buffer
    std::vector<std::uint32_t> transfers;   ///< of a shim end: indices into ArrayProgram::transfers, in order
};

/// A step of a core, with everything looked up.
struct CoreOp {
    CoreStep::Kind kind = CoreStep::Kind::end;
    std::uint32_t port = 0;  ///< acquire, release: index into CoreActor::ports
    std::uint32_t call = 0;  ///< index into CoreActor::calls
    std::uint32_t count = 0;
    std::uint32_t partner = 0;  ///< loop: index of its end; end: index of its loop
};

struct CoreCall {
    struct Operand {
        bool is_local = false;
        std::uint32_t index = 0;  ///< of the port or the local buffer
        std::uint32_t offset = 0;
    };
    const CoreKernel* kernel = nullptr;
    std::vector<Operand> operands;
    std::vector<std::int32_t> parameters;
    std::int64_t cycles = 0;
    std::int64_t busy_cycles = 0;  ///< of these, with the vector unit's multipliers at work
};

struct CorePort {
    RingEnd end;
    bool produces = false;
    std::uint16_t fifo = 0;
};

struct CoreActor {
    TileAddress tile;
    std::vector<CorePort> ports;
    std::vector<std::uint32_t> local_bytes;
    std::vector<CoreCall> calls;
    std::vector<CoreOp> ops;
};

/// A checked program as a network: cores and movers that meet in rings.
struct ArrayGraph {
    std::vector<Ring> rings;
    std::vector<Mover> movers;  ///< in the order in which data flows: from the shim, between tiles, to the shim
    std::vector<CoreActor> cores;
};

/// The program must have passed check_structure() and check_calls().
[[nodiscard]] ArrayGraph build_graph(const ArrayProgram& program, const KernelSet& kernels);

/// Two cores of which one can use the other's memory directly.
[[nodiscard]] bool are_neighbours(TileAddress a, TileAddress b) noexcept;
/// Whether a FIFO is nothing but shared buffers between two neighbouring cores.
[[nodiscard]] bool is_shared_memory(const ObjectFifo& fifo) noexcept;

/// A call's cycles on a core, its FIFO steps not counted. Source of the rates: device_table.cpp.
[[nodiscard]] std::int64_t call_cycles(const InstructionMix& mix, const DeviceParameters& device) noexcept;

}  // namespace tilescribe::npu
