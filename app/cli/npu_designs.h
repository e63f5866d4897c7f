// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/window_simulation.h"

#include <filesystem>

namespace tilescribe {

/// Writes the mlir-aie design of every program of the window into the folder, which is made if need be: HASH.py, where HASH names
/// the program's instruction file (npu::instruction_file). For kernels/npu/build_xclbin. Throws std::runtime_error with a sentence.
void write_npu_designs(const npu::SimulatedWindow& window, const std::filesystem::path& folder);

}  // namespace tilescribe
