// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "tests/kernels/npu/aie/kernel_call.h"

namespace tilescribe::npu::testing {

/// The kernel of that name as compiled through the AIE API's branch, against the stub of the API.
Run aie_branch_kernel(std::string_view name);

}  // namespace tilescribe::npu::testing
