// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>

namespace tilescribe {

/// One reading of the machine. Loads are fractions of the whole device, 0 to 1; what cannot be read stays empty.
struct LoadSample {
    double timeS = 0;  ///< any steady clock
    std::optional<double> npu;
    bool npuSimulated = false;  ///< from the emulated array's simulated times
    std::optional<double> cpuMachine;
    std::optional<double> cpuProgram;
};

}  // namespace tilescribe
