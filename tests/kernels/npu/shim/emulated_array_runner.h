// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array_device.h"
#include "tests/kernels/npu/shim/emulated_xrt_device.h"

namespace tilescribe::testing {

/// The emulated array as what the device behind XRT computes with: the very emulator that `npu-emulated` calls in process. threads:
/// 0 for as many as the machine has physical cores.
[[nodiscard]] ArrayRunner emulated_array_runner(npu::ArrayGeneration generation, int threads = 0);

}  // namespace tilescribe::testing
