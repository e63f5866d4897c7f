// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

#include <optional>

namespace tilescribe {

/// One kernel's cost since the model was loaded. Simulated times come from the emulated array and are marked wherever they appear.
struct KernelRow {
    QString id;  ///< op and device: a row keeps its place by it
    QString name;
    QString device;      ///< "NPU", "CPU"
    bool onNpu = false;  ///< chooses the colour
    bool simulated = false;
    qint64 calls = 0;
    std::optional<double> meanMs;
    std::optional<double> p50Ms;
    std::optional<double> p95Ms;
    std::optional<double> p99Ms;
    std::optional<double> gflops;  ///< GFLOP/s
    double share = 0;              ///< of the windows' time, 0 to 1
    bool operator==(const KernelRow&) const = default;
};

/// One call inside the last window, for the waterfall.
struct WindowOp {
    QString name;
    bool onNpu = false;
    bool simulated = false;
    double startMs = 0;  ///< since the window's beginning
    double durationMs = 0;
};

}  // namespace tilescribe
