// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array/array_graph.h"
#include "kernels/npu/array/array_program.h"

#include <chrono>
#include <cstdint>
#include <string>

namespace tilescribe::npu {

/// How long a program takes on the array, and where the time goes. Shares are of the whole duration.
struct TimeReport {
    double cycles = 0;
    std::chrono::nanoseconds duration{};  ///< on the array; the host's call is not in it
    double utilisation = 0;               ///< program.macs / what all the device's multipliers could have done
    std::int64_t bytes_read = 0;          ///< DRAM to array
    std::int64_t bytes_written = 0;
    double core_share = 0;        ///< mean share of the time in which the cores that the program uses compute
    int cores = 0;                ///< that the program uses
    double read_share = 0;        ///< busy share of the common path from DRAM
    double write_share = 0;       ///< and to DRAM
    double channel_share = 0;     ///< of the busiest shim channel
    double stream_share = 0;      ///< of the busiest stream between tiles
    double controller_share = 0;  ///< of the controller that issues shim tasks

    /// Which resource is busiest, for people: "the cores (82 %)".
    [[nodiscard]] std::string binding() const;
};

/// Lets the program run without its data. Every object carries the time at which it is there; cores, DMA channels, the common
/// path to DRAM and the controller are each busy with one thing at a time, so double buffers, fill and drain come out by
/// themselves. Deterministic. Throws NpuFault (refused) where the program would never end or leaves objects behind, and says which
/// FIFO waits for what.
[[nodiscard]] TimeReport simulate_time(const ArrayProgram& program, const ArrayGraph& graph, const DeviceParameters& device);

}  // namespace tilescribe::npu
