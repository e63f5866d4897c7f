// SPDX-License-Identifier: GPL-3.0-or-later
// The Performance view and the Live view's panel.
#include "app/desktop/desktop.h"
#include "app/desktop/npu_words.h"
#include "ui/format_text.h"
#include "ui/live_panel.h"
#include "ui/live_view.h"
#include "ui/performance_view.h"

#include <QDir>
#include <QFileDialog>
#include <QStandardPaths>

namespace tilescribe {

QString Desktop::noNpuSentence() const {
    return tr("No NPU: %1").arg(npuSentence(performance_.npu()));
}

void Desktop::wirePerformance() {
    PerformanceView* view = window_.performance();
    LivePanel* panel = window_.live()->panel();
    connect(&performance_, &PerformanceController::sampled, view, &PerformanceView::append);
    connect(&performance_, &PerformanceController::sampled, panel, &LivePanel::append);
    connect(&performance_, &PerformanceController::figuresChanged, view, &PerformanceView::setFigures);
    connect(&performance_, &PerformanceController::kernelsChanged, view, &PerformanceView::setKernels);
    connect(&performance_, &PerformanceController::windowChanged, this,
            [this](const std::vector<WindowOp>& ops, const std::vector<KernelRow>& rows) {
                window_.performance()->setLastWindow(ops);
                window_.live()->panel()->setKernels(rows, format::shortDevice(models_.loaded().device));
            });
    connect(&performance_, &PerformanceController::benchmarkRunning, view, &PerformanceView::setBenchmarkRunning);
    connect(&performance_, &PerformanceController::said, this, [this](const QString& sentence, bool good) {
        notice(QStringLiteral("report"), good ? Notice::Level::info : Notice::Level::error, sentence);
    });

    connect(view, &PerformanceView::benchmarkRequested, &performance_, &PerformanceController::runBenchmark);
    connect(view, &PerformanceView::exportRequested, this, [this](ReportFormat format) {
        const bool json = format == ReportFormat::json;
        const QDir folder(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
        const QString name = json ? QStringLiteral("tilescribe-performance.json") : QStringLiteral("tilescribe-performance.md");
        const QString path = QFileDialog::getSaveFileName(&window_, tr("Export the report"), folder.filePath(name));
        if (!path.isEmpty()) performance_.exportTo(path);
    });
}

}  // namespace tilescribe
