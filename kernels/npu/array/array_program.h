// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array_device.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace tilescribe::npu {

/// A tile of the grid. Row 0: shim, row 1: memory tile, rows 2 ...: cores (mlir-aie's numbering).
struct TileAddress {
    std::uint8_t column = 0;
    std::uint8_t row = 0;
    friend bool operator==(TileAddress, TileAddress) = default;
};

/// In which order a DMA reads or writes a buffer: nested loops, the outermost first. Sizes and strides in 32-bit words, as in the
/// hardware's buffer descriptors; without dimensions: linear. Limits of sizes, strides and numbers: device_table.h (a shim
/// descriptor's two innermost sizes are at most 1,023, for instance).
struct AccessPattern {
    struct Dimension {
        std::uint32_t size = 1;
        std::uint32_t stride = 1;
        friend bool operator==(Dimension, Dimension) = default;
    };
    std::uint32_t offset = 0;
    std::vector<Dimension> dimensions;
    friend bool operator==(const AccessPattern&, const AccessPattern&) = default;
};

/// A channel of equal objects from one tile to one or (broadcast) several others, with `depth` buffers at the producing end and at
/// every consuming end (0 at a shim end, where the data is in DRAM). A FIFO between two neighbouring cores without patterns needs
/// no DMA: both use the same `depth` buffers. What a consumer acquires is shared with the other consumers: kernels only read it.
///
/// At a memory tile the end belongs to one FifoLink, whose joined objects are the buffers (as many as the depth of the joined
/// FIFO). There a pattern is relative to the part's offset and may cover several objects of this FIFO (its words x 4 = a multiple
/// of object_bytes): so a panel that lies in the memory tile is sent as a series of core tiles. Without a pattern it is one object.
struct ObjectFifo {
    std::string name;
    TileAddress producer;
    std::vector<TileAddress> consumers;
    std::uint32_t object_bytes = 0;
    std::uint32_t depth = 2;
    AccessPattern to_stream;    ///< how the producer's DMA reads an object (blocking)
    AccessPattern from_stream;  ///< how the consumers' DMA writes it
    std::uint32_t repeat = 1;   ///< how often a memory tile sends its part before the joined object is freed, at most 256
    friend bool operator==(const ObjectFifo&, const ObjectFifo&) = default;
};

/// In a memory tile: objects of several FIFOs become one (join), one becomes several (distribute), or one is passed on.
struct FifoLink {
    std::vector<std::uint16_t> inputs;  ///< indices into ArrayProgram::fifos; one of the two lists has a single entry
    std::vector<std::uint16_t> outputs;
    std::vector<std::uint32_t> offsets;  ///< of each part in the joined object, bytes
    friend bool operator==(const FifoLink&, const FifoLink&) = default;
};

/// One step of a core's list, interpreted by the dispatcher in the core's ELF.
struct CoreStep {
    enum class Kind : std::uint8_t {
        acquire,  ///< the next object of `fifo` (as consumer: filled; as producer: empty)
        release,  ///< the oldest acquired object of `fifo`
        call,     ///< kernel `kernel` over `buffers` with `parameters`
        loop,     ///< repeats the steps up to the matching end `count` times
        end,
    };
    /// A tile buffer: the oldest acquired object of a FIFO, or a local buffer of the core.
    struct Buffer {
        bool is_local = false;
        std::uint16_t index = 0;
        std::uint32_t offset = 0;  ///< bytes
        friend bool operator==(Buffer, Buffer) = default;
    };
    Kind kind = Kind::end;
    std::uint16_t fifo = 0;
    std::uint16_t kernel = 0;  ///< index into ArrayProgram::kernels
    std::uint32_t count = 0;
    std::vector<Buffer> buffers;
    std::vector<std::int32_t> parameters;
    friend bool operator==(const CoreStep&, const CoreStep&) = default;
};

/// What one core does. Cores with equal lists share one entry's text on the device; here each has its own.
struct CoreProgram {
    TileAddress tile;
    std::vector<std::uint32_t> local_bytes;  ///< its local buffers, kept for the program's run
    std::vector<CoreStep> steps;
    friend bool operator==(const CoreProgram&, const CoreProgram&) = default;
};

/// A shim DMA task of the run-time sequence, between an argument buffer and a FIFO that begins or ends in the shim row. Tasks of
/// one FIFO run in order; those of different FIFOs run side by side. The controller issues tasks in the order of the list, one
/// after the other, and waits where four of one FIFO are pending: so tasks that feed each other stand close together. The tasks of
/// a FIFO together are whole objects. The run is over when all tasks are done.
struct ShimTransfer {
    std::uint16_t fifo = 0;
    std::uint16_t argument = 0;
    /// Over the argument's words: three dimensions, or a fourth, outermost one of at most 64 instead of `repeat`.
    AccessPattern pattern;
    std::uint32_t repeat = 1;  ///< times, at most 256
    friend bool operator==(const ShimTransfer&, const ShimTransfer&) = default;
};

/// One whole-matrix call for one shape: what the instruction stream says to the array. A value; see serialise().
struct ArrayProgram {
    ArrayGeneration generation = ArrayGeneration::npu1;
    std::string name;                  ///< "gemm_bf16 1536x512x512 gelu", for logs
    std::vector<std::string> kernels;  ///< core kernels in use, by name
    std::vector<ObjectFifo> fifos;
    std::vector<FifoLink> links;
    std::vector<CoreProgram> cores;
    std::vector<std::uint32_t> argument_bytes;  ///< least size of each argument buffer
    std::vector<ShimTransfer> transfers;
    std::int64_t macs = 0;        ///< multiply-accumulates, padding included, for the utilisation
    bool uses_int8_peak = false;  ///< of which peak the utilisation is: int8/bfp16 or bf16
    friend bool operator==(const ArrayProgram&, const ArrayProgram&) = default;
};

/// The instruction stream: 32-bit words, the first a magic, the second the length in words.
[[nodiscard]] std::vector<std::uint32_t> serialise(const ArrayProgram& program);
/// Throws NpuFault (refused) on anything that serialise() cannot have made.
[[nodiscard]] ArrayProgram deserialise(std::span<const std::uint32_t> words);

}  // namespace tilescribe::npu
