// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

namespace tilescribe {

/// Which device works, and why that one.
struct BackendStatus {
    enum class Health { ready, degraded, failed, loading };

    Health health = Health::loading;
    QString device;  ///< "NPU", "CPU"
    QString detail;  ///< "Phoenix, 4 columns", "AVX2, 2 threads"
    QString reason;  ///< "Encoder on NPU · decoder on CPU", "No NPU: /dev/accel is absent"
    QString model;
    QString language;
};

}  // namespace tilescribe
