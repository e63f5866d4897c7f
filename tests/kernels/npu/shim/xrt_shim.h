// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "tests/kernels/npu/shim/emulated_xrt_device.h"

namespace tilescribe::testing {

/// Registers an emulated array as the one device that this process's XRT sees, on the first call; later calls give the same device.
/// Must come before XRT is used. The runner decides what the array computes; set_runner() changes it.
EmulatedXrtDevice& emulated_xrt_device();

}  // namespace tilescribe::testing
