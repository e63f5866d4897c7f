// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/designs/array_configuration.h"
#include "kernels/npu/designs/overlay_text.h"
#include "tests/kernels/npu/designs/run_program.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace tilescribe::npu {

/// A core's call of a kernel.
struct KernelCall {
    std::string kernel;
    std::vector<std::int32_t> parameters;
    std::vector<std::uint32_t> addresses;  ///< of the buffers, in the core's memory behind its stack
    friend auto operator<=>(const KernelCall&, const KernelCall&) = default;
};

/// What a program does where nothing is known of it but what hardware is told: the overlay's routes and the registers that the
/// instructions write. Tile memories of the real size, locks, DMA channels that walk their descriptors word by word, streams of
/// a few words, the shim's tasks in the controller's order, and on every core (a thread) the dispatcher's own source. Returns every
/// core's calls, in the order of the configuration's cores; the arguments are changed as on hardware. Throws std::runtime_error
/// where nothing goes on.
std::vector<std::vector<KernelCall>> run_registers(const ParsedOverlay& overlay, const ArrayConfiguration& configuration,
                                                   std::span<Bytes* const> arguments);

}  // namespace tilescribe::npu
