// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/runtime/npu_detection.h"

#include <optional>

namespace tilescribe::npu {

/// What the driver's sensors say of the whole device, whoever uses it.
struct NpuSensors {
    std::optional<double> utilisation;  ///< mean over the columns, 0 ... 1
    std::optional<double> power_w;
};

/// Was this program built where amdxdna_accel.h knows the sensors?
[[nodiscard]] bool can_read_npu_sensors() noexcept;

/// QUERY_SENSORS. Nothing where this program was built without it, the driver is too old, or the device (Phoenix) has none. A
/// sleeping device is not woken: it is idle.
[[nodiscard]] std::optional<NpuSensors> read_npu_sensors(const NpuPresence& npu,
                                                         int (*control)(int, unsigned long, void*) = nullptr);

}  // namespace tilescribe::npu
