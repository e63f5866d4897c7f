// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/window_simulation.h"

#include <filesystem>

namespace tilescribe {

/// Writes overlay.mlir, from which kernels/npu/build_xclbin builds final.xclbin, and each program's instructions under the name by
/// which the runtime looks for them (npu::instruction_file), into the folder, which is made if need be. Throws std::runtime_error
/// with a sentence.
void write_npu_designs(const npu::SimulatedWindow& window, const std::filesystem::path& folder);

}  // namespace tilescribe
