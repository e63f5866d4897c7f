// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/op_profile.h"
#include "ui/performance_figures.h"

#include <QByteArray>
#include <QString>

namespace tilescribe {

/// Everything that the Performance view shows, at one moment.
struct PerformanceReport {
    QString model;
    QString backend;
    QString device;
    QString reason;
    PerformanceFigures figures;
    int windows = 0;
    OpProfileSnapshot profile;
    QString programs;  ///< the backend's kernel-selection log
};

/// Times in nanoseconds; what is not known is null.
[[nodiscard]] QByteArray reportAsJson(const PerformanceReport& report);
[[nodiscard]] QByteArray reportAsMarkdown(const PerformanceReport& report);

}  // namespace tilescribe
