// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/cpu/thread_pool.h"
#include "kernels/npu/array/array_graph.h"
#include "kernels/npu/array/array_program.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tilescribe::npu {

/// Damage that a test wants to see noticed.
enum class DataDamage : std::uint8_t {
    none,
    short_transfer,  ///< the last object on its way to DRAM does not get there
    corrupted_tile,  ///< some bits of one object on its way to DRAM are changed
};

/// Memory of the emulated tiles, kept from run to run so that it is not allocated again.
class TileMemory {
public:
    /// `bytes` of garbage (all bits set: NaN in every float format), aligned to 64.
    [[nodiscard]] std::byte* garbage(std::size_t bytes);

private:
    std::vector<std::byte> bytes_;
};

/// Runs the program on data: the core kernels' host builds on tiles that go through the FIFOs, link by link. In any order that the
/// FIFOs allow (the network is determinate: the result does not depend on it), side by side on the pool's threads. The FIFOs are
/// deeper here than in the array, so that a core does several tiles in a row; time is simulate_time()'s business, which must have
/// accepted the program. arguments: at least program.argument_bytes each.
void simulate_data(const ArrayProgram& program, const ArrayGraph& graph, std::span<const std::span<std::byte>> arguments,
                   ThreadPool& pool, TileMemory& memory, DataDamage damage = DataDamage::none);

}  // namespace tilescribe::npu
