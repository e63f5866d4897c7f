// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "app/desktop/background.h"
#include "app/desktop/cpu_load.h"
#include "app/desktop/performance_report.h"
#include "kernels/npu/runtime/npu_load_meter.h"
#include "ui/kernel_row.h"
#include "ui/load_sample.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <memory>
#include <stop_token>
#include <vector>

namespace tilescribe {

class ModelHost;
class OpTrace;

/// Reads load, memory and the engine's timing scopes twice a second. What cannot be read stays unknown.
class PerformanceController final : public QObject {
    Q_OBJECT
public:
    explicit PerformanceController(ModelHost& models, QObject* parent = nullptr);
    ~PerformanceController() override;

    /// What other controllers know; goes into the next figures.
    void setLive(std::optional<double> firstWordS, std::optional<double> lagS, std::optional<qint64> droppedFrames);
    void setRealtimeFactor(double factor);

    /// Transcribes the sample that comes with the program and measures it.
    void runBenchmark();
    [[nodiscard]] PerformanceReport report() const;
    /// Writes the report as the file's ending says: .md, or JSON.
    void exportTo(const QString& path);
    [[nodiscard]] const npu::NpuPresence& npu() const { return npu_; }

Q_SIGNALS:
    void sampled(const tilescribe::LoadSample& sample);
    void figuresChanged(const tilescribe::PerformanceFigures& figures);
    void kernelsChanged(const std::vector<tilescribe::KernelRow>& rows, int windows);
    void windowChanged(const std::vector<tilescribe::WindowOp>& ops, const std::vector<tilescribe::KernelRow>& rows);
    void benchmarkRunning(bool running);
    /// A sentence for the user.
    void said(const QString& sentence, bool good);

private:
    struct Reading;
    void read();
    void readNpu(Reading& reading, const std::shared_ptr<const OpTrace>& trace, const OpProfileSnapshot& profile);
    void show(const Reading& reading);

    ModelHost& models_;
    PerformanceFigures figures_;
    npu::NpuPresence npu_;
    std::optional<CpuTicks> lastTicks_;     ///< the reader's thread alone
    npu::NpuLoadMeter npuLoad_;             ///< likewise
    std::chrono::nanoseconds npuBusy_{};    ///< likewise: of the watched model's runs so far
    std::weak_ptr<const OpTrace> watched_;  ///< likewise: whose runs they are
    std::optional<double> lastReadS_;       ///< likewise
    int shownWindows_ = -1;
    std::int64_t shownCalls_ = -1;
    bool reading_ = false;
    bool benchmark_ = false;
    QTimer timer_;
    std::stop_source stop_;
    std::unique_ptr<Background> reader_;
    std::unique_ptr<Background> worker_;
};

}  // namespace tilescribe
