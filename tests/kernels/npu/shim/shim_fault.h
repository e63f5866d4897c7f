// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cerrno>
#include <optional>
#include <string_view>

namespace tilescribe::testing {

/// What the emulated device can be made to do wrong.
enum class ShimFaultKind {
    error_state,      ///< a run ends in ERT's error state
    time_out,         ///< a run never ends, until its context is closed
    device_lost,      ///< from then on everything fails with ENODEV, until the fault is cleared
    refused_context,  ///< opening a context fails with `error_number`
    refused_buffer,   ///< allocating a buffer fails with `error_number`
    refused_run,      ///< allocating a run's packet fails with `error_number`; XRT uses packets again, so not each run has one
    short_transfer,   ///< a sync moves half of its bytes and fails with EIO
    silent_short_transfer,  ///< a sync moves half of its bytes and says that all is well
    corrupted_tile,         ///< a run completes, but a piece of what it wrote is wrong
};

/// A fault to come: `skip` events of its kind go well, then `times` fail (-1: all).
struct ShimFault {
    ShimFaultKind kind = ShimFaultKind::error_state;
    int skip = 0;
    int times = 1;
    int error_number = EBUSY;
};

/// "time_out", "refused_context,errno=28,times=2", "corrupted_tile,skip=3"; nothing where the text makes no sense.
[[nodiscard]] std::optional<ShimFault> parse_shim_fault(std::string_view text);

}  // namespace tilescribe::testing
