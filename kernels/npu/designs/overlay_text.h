// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array/array_program.h"
#include "kernels/npu/designs/routes.h"

#include <string>
#include <string_view>
#include <vector>

namespace tilescribe::npu {

/// What all programs on this program's overlay share, as a module for mlir-aie's aiecc: tiles, routes, locks, each core's memory
/// and the call of its dispatcher. From it final.xclbin is built, once for a device.
[[nodiscard]] std::string overlay_text(const ArrayProgram& program);

/// What the text says. Of the FIFOs names and ends are set, of the routes everything but the locks of a memory tile's sources,
/// which are those of its destinations.
struct ParsedOverlay {
    ArrayGeneration generation = ArrayGeneration::npu1;
    std::vector<ObjectFifo> fifos;
    std::vector<FifoRoute> routes;
    std::vector<TileAddress> cores;  ///< that run the dispatcher
};
/// Throws std::invalid_argument with the line's number for anything that overlay_text() cannot have written.
[[nodiscard]] ParsedOverlay parse_overlay_text(std::string_view text);

}  // namespace tilescribe::npu
