// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

#include <optional>

namespace tilescribe {

/// The dashboard's tiles. Empty: not measured yet, or not readable here.
struct PerformanceFigures {
    std::optional<double> realtimeFactor;  ///< seconds of sound per second
    std::optional<double> firstWordS;
    std::optional<double> lagS;
    std::optional<qint64> droppedFrames;
    std::optional<qint64> memoryBytes;  ///< resident
    QString npuSource;                  ///< "Own load, from the driver."; or why there is none: "no NPU in this machine"
    bool npuAvailable = false;
    bool simulated = false;  ///< NPU times come from the emulated array
};

}  // namespace tilescribe
