// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array/array_program.h"
#include "kernels/npu/array/complaints.h"
#include "kernels/npu/array/device_table.h"
#include "kernels/npu/array/kernel_set.h"

#include <string>
#include <vector>

// What the silicon, its tools or the dispatcher would refuse, each with a sentence. A program that passes all of it can be built
// into an ArrayGraph and run without going out of any buffer, whoever made it; whether it comes to an end (deadlock) is found by
// simulating it.
namespace tilescribe::npu {

/// All checks, in the order below; a later one only runs where the earlier ones found nothing. Empty: the program is accepted.
[[nodiscard]] std::vector<std::string> check_program(const ArrayProgram& program, const KernelSet& kernels = KernelSet::real());

/// Tiles, FIFO ends, links and indices exist and fit together.
void check_structure(const ArrayProgram& program, const DeviceParameters& device, Complaints& complaints);
/// Access patterns and transfers: dimensions, sizes, strides, lengths, whole objects, inside their buffers and arguments.
void check_patterns(const ArrayProgram& program, const DeviceParameters& device, Complaints& complaints);
/// Step lists: loops, balanced acquires and releases, known kernels, operands that exist and are large enough.
void check_steps(const ArrayProgram& program, const KernelSet& kernels, Complaints& complaints);
/// Memory, DMA channels, buffer descriptors, locks, program memory.
void check_resources(const ArrayProgram& program, const DeviceParameters& device, const KernelSet& kernels, Complaints& complaints);

}  // namespace tilescribe::npu
