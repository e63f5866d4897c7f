// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array_device.h"

#include <exception>
#include <string>

namespace tilescribe::npu {

/// What was asked of XRT when it failed: the same error number means different things at different steps.
enum class XrtStep : std::uint8_t { open_device, read_xclbin, create_context, allocate_buffer, transfer, run };

/// The (positive) errno inside an exception of XRT: from std::system_error, or from its text ("err=-2", "(err: 22)", "No such
/// device"). 0 where there is none.
[[nodiscard]] int error_number(const std::exception& error);

/// The fault for an exception that XRT threw at `step`: its kind, and a sentence with the remedy.
[[nodiscard]] NpuFault xrt_fault(XrtStep step, const std::exception& error);

/// The fault for a run that ended in another state than completed; `state` is ERT's (4 completed, 5 error, 6 abort, 8 time-out
/// ...).
[[nodiscard]] NpuFault run_state_fault(int state);

}  // namespace tilescribe::npu
