// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/cpu/cpu_isa.h"
#include "kernels/cpu/workspace.h"

#include <cstddef>

namespace tilescribe::bench {

/// What this machine reaches in this very run: the floors of all other figures.
struct MachineRates {
    double product_gflops = 0;  ///< 1500 x 512 x 2048 in f32: oneDNN's, or our own where oneDNN is not used
    bool product_is_onednn = false;
    double read_3mb_gbs = 0, read_20mb_gbs = 0, read_100mb_gbs = 0;
};

MachineRates measure_machine(Workspace& workspace, CpuIsa isa, bool use_onednn);

/// Bytes per second, in GB/s, of all threads reading `bytes` of memory again and again.
double read_bandwidth(Workspace& workspace, std::size_t bytes);

}  // namespace tilescribe::bench
