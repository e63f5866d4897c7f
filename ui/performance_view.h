// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/kernel_row.h"

#include <QWidget>

#include <vector>

class QLabel;
class QPushButton;

namespace tilescribe {

class ElidedLabel;
class KernelTable;
class KernelTableModel;
class LoadChart;
class StatTile;
class WaterfallView;
struct BackendStatus;
struct LoadSample;
struct PerformanceFigures;

enum class ReportFormat { json, markdown };

/// What recognition costs: load over the last minute, per-kernel table, the last window's waterfall. What cannot be read is said to
/// be so.
class PerformanceView final : public QWidget {
    Q_OBJECT
public:
    explicit PerformanceView(QWidget* parent = nullptr);

    void setFigures(const PerformanceFigures& figures);
    void setBackend(const BackendStatus& status);
    void append(const LoadSample& sample);
    /// Rows over all `windows` windows since the model was loaded.
    void setKernels(const std::vector<KernelRow>& rows, int windows);
    void setLastWindow(const std::vector<WindowOp>& ops);
    /// While a benchmark runs the button says so.
    void setBenchmarkRunning(bool running);

    [[nodiscard]] KernelTableModel* kernels() const { return kernels_; }
    [[nodiscard]] LoadChart* npuChart() const { return npu_; }
    [[nodiscard]] QString tileText(int tile) const;

Q_SIGNALS:
    void benchmarkRequested();
    void exportRequested(tilescribe::ReportFormat format);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void showSimulated();
    [[nodiscard]] QWidget* makeHeader(QWidget* page);
    [[nodiscard]] QWidget* makeTiles(QWidget* page);
    [[nodiscard]] QWidget* makeCharts(QWidget* page);
    [[nodiscard]] QWidget* makeTable(QWidget* page);
    [[nodiscard]] QWidget* makeWaterfall(QWidget* page);

    KernelTableModel* kernels_;
    QLabel* backend_ = nullptr;
    ElidedLabel* backendReason_ = nullptr;
    QLabel* simulated_ = nullptr;
    bool isSimulated_ = false;
    QPushButton* benchmark_ = nullptr;
    std::vector<StatTile*> tiles_;
    ElidedLabel* npuTitle_ = nullptr;
    ElidedLabel* npuSource_ = nullptr;
    ElidedLabel* cpuTitle_ = nullptr;
    LoadChart* npu_ = nullptr;
    LoadChart* cpu_ = nullptr;
    QLabel* tableTitle_ = nullptr;
    KernelTable* table_ = nullptr;
    QLabel* tableEmpty_ = nullptr;
    QLabel* waterfallTitle_ = nullptr;
    WaterfallView* waterfall_ = nullptr;
};

}  // namespace tilescribe
