// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array/array_program.h"

#include <cstdint>
#include <vector>

// What a program's FIFOs take of the tiles whatever their objects are: DMA channels and locks. All programs of an overlay take the
// same.
namespace tilescribe::npu {

/// Where a FIFO begins or ends: a DMA channel and, but for the shim row, the locks of its buffers.
struct FifoEnd {
    TileAddress tile;
    std::uint8_t channel = 0;
    std::uint8_t free_lock = 0;    ///< counts what may be written
    std::uint8_t filled_lock = 0;  ///< counts what may be read
    friend bool operator==(const FifoEnd&, const FifoEnd&) = default;
};

struct FifoRoute {
    FifoEnd source;
    std::vector<FifoEnd> destinations;
    friend bool operator==(const FifoRoute&, const FifoRoute&) = default;
};

/// In the order of the FIFOs. Channels are counted up per tile and direction, locks in pairs per tile: for a core's end a pair, for
/// each part of a link a pair that both sides of the memory tile use (the joined FIFO has the first part's; the others follow).
/// Throws std::invalid_argument for what the overlay does not have: distribution, and buffers shared by neighbouring cores.
[[nodiscard]] std::vector<FifoRoute> routes_of(const ArrayProgram& program);

}  // namespace tilescribe::npu
