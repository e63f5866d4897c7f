// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/kernel_row.h"

#include <QFrame>

#include <vector>

class QLabel;

namespace tilescribe {

class KernelBars;
class LoadChart;
struct LoadSample;

/// The Live view's right-hand panel: NPU and CPU load, and what the last window's kernels cost.
class LivePanel final : public QFrame {
    Q_OBJECT
public:
    explicit LivePanel(QWidget* parent = nullptr);

    void append(const LoadSample& sample);
    /// Said in the NPU chart's place; empty: there is an NPU.
    void setNpuUnavailable(const QString& reason);
    /// One row per kernel with the mean as the last window's sum; the dashboard's table has the full figures.
    void setKernels(const std::vector<KernelRow>& rows, const QString& remark);

private:
    QLabel* npuTitle_;
    QLabel* cpuTitle_;
    LoadChart* npu_;
    QLabel* noNpu_;
    LoadChart* cpu_;
    KernelBars* kernels_;
    QLabel* remark_;
};

}  // namespace tilescribe
