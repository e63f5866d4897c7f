// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/performance_view.h"

#include "ui/backend_status.h"
#include "ui/elided_label.h"
#include "ui/format_text.h"
#include "ui/kernel_table.h"
#include "ui/kernel_table_model.h"
#include "ui/lead_focus.h"
#include "ui/load_chart.h"
#include "ui/load_sample.h"
#include "ui/new_child.h"
#include "ui/performance_figures.h"
#include "ui/stat_tile.h"
#include "ui/style_sheet.h"
#include "ui/theme.h"
#include "ui/waterfall_view.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>

#include <algorithm>

namespace tilescribe {
namespace {

enum Tile { realtimeTile, firstWordTile, lagTile, droppedTile, memoryTile };

QVBoxLayout* fillCard(QFrame* card) {
    auto* column = newChild<QVBoxLayout>(card);
    column->setContentsMargins(16, 12, 16, 12);
    column->setSpacing(8);
    return column;
}

}  // namespace

PerformanceView::PerformanceView(QWidget* parent) : QWidget(parent), kernels_(newChild<KernelTableModel>(this)) {
    setRole(this, "page");
    auto* outer = newChild<QVBoxLayout>(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto* scroll = newChild<QScrollArea>(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* page = newChild<QWidget>(scroll);
    auto* column = newChild<QVBoxLayout>(page);
    column->setContentsMargins(spacing::large, 20, spacing::large, 20);
    column->setSpacing(spacing::medium);
    column->addWidget(makeHeader(page));
    column->addWidget(makeTiles(page));
    column->addWidget(makeCharts(page), 1);
    column->addWidget(makeTable(page));
    column->addWidget(makeWaterfall(page));
    scroll->setWidget(page);
    outer->addWidget(scroll);
    leadFocus(this, {table_, benchmark_});
    setFigures({});
    setKernels({}, 0);
    setLastWindow({});
}

QWidget* PerformanceView::makeHeader(QWidget* page) {
    auto* header = newChild<QWidget>(page);
    auto* row = newChild<QHBoxLayout>(header);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(10);
    row->addWidget(makeLabel(tr("Performance"), "title", header));
    backend_ = makeLabel({}, "accentTag", header);
    backendReason_ = newChild<ElidedLabel>("note", header);
    simulated_ = makeLabel(tr("simulated"), "tag", header);
    simulated_->setToolTip(tr("NPU times come from the emulated array, not from an NPU"));
    benchmark_ = makeButton(tr("Run benchmark"), "benchmark", header);
    auto* report = makeButton(tr("Export report"), "export", header);
    report->setProperty("hasMenu", true);
    auto* menu = newChild<QMenu>(report);
    menu->addAction(tr("For reading: Markdown"), this, [this] { Q_EMIT exportRequested(ReportFormat::markdown); });
    menu->addAction(tr("For programs: JSON"), this, [this] { Q_EMIT exportRequested(ReportFormat::json); });
    report->setMenu(menu);
    row->addSpacing(6);
    row->addWidget(backend_, 0, Qt::AlignVCenter);
    row->addWidget(simulated_, 0, Qt::AlignVCenter);
    row->addWidget(backendReason_, 1);
    row->addWidget(benchmark_);
    row->addWidget(report);
    connect(benchmark_, &QPushButton::clicked, this, &PerformanceView::benchmarkRequested);
    return header;
}

QWidget* PerformanceView::makeTiles(QWidget* page) {
    auto* tiles = newChild<QWidget>(page);
    auto* row = newChild<QHBoxLayout>(tiles);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spacing::medium);
    tiles_ = {newChild<StatTile>(tr("Realtime factor"), tr("Seconds of sound recognised per second"), tiles),
              newChild<StatTile>(tr("First-word latency"), tr("From the end of a word to its caption"), tiles),
              newChild<StatTile>(tr("Lag behind live"), tr("How far recognition is behind the recording"), tiles),
              newChild<StatTile>(tr("Dropped samples"), tr("Frames the sound system lost before they reached this program"), tiles),
              newChild<StatTile>(tr("Memory"), tr("Resident memory of this program"), tiles)};
    for (StatTile* tile : tiles_) row->addWidget(tile, 1);
    return tiles;
}

QWidget* PerformanceView::makeCharts(QWidget* page) {
    auto* charts = newChild<QWidget>(page);
    auto* row = newChild<QHBoxLayout>(charts);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spacing::medium);
    QFrame* npuCard = makeCard(charts);
    auto* npuColumn = fillCard(npuCard);
    auto* npuHead = newChild<QHBoxLayout>();
    npuTitle_ = newChild<ElidedLabel>("heading", npuCard);
    npuTitle_->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    npuSource_ = newChild<ElidedLabel>("note", npuCard);
    npuSource_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    npuHead->addWidget(npuTitle_);
    npuHead->addWidget(npuSource_, 1);
    npu_ = newChild<LoadChart>(std::vector<LoadChart::Series>{{.name = tr("NPU"), .filled = true}}, npuCard);
    npu_->setAccessibleName(tr("NPU load, last 60 seconds"));
    npuColumn->addLayout(npuHead);
    npuColumn->addWidget(npu_, 1);

    QFrame* cpuCard = makeCard(charts);
    auto* cpuColumn = fillCard(cpuCard);
    cpuTitle_ = newChild<ElidedLabel>("heading", cpuCard);
    cpu_ = newChild<LoadChart>(
        std::vector<LoadChart::Series>{{.name = tr("machine"), .ink = LoadChart::Ink::cpu},
                                       {.name = tr("this program"), .ink = LoadChart::Ink::cpu, .dashed = true}},
        cpuCard);
    cpu_->setAccessibleName(tr("CPU load, last 60 seconds"));
    cpuColumn->addWidget(cpuTitle_);
    cpuColumn->addWidget(cpu_, 1);
    for (QFrame* card : {npuCard, cpuCard}) {
        card->setMaximumHeight(300);
        row->addWidget(card, 1);
    }
    append({});
    npu_->clear();
    cpu_->clear();
    return charts;
}

QWidget* PerformanceView::makeTable(QWidget* page) {
    QFrame* card = makeCard(page);
    auto* column = fillCard(card);
    column->setContentsMargins(8, 12, 8, 10);
    tableTitle_ = makeLabel({}, "heading", card);
    tableTitle_->setIndent(8);
    tableEmpty_ = makeLabel(tr("Nothing has been recognised yet."), "soft", card);
    tableEmpty_->setAlignment(Qt::AlignCenter);
    tableEmpty_->setMinimumHeight(60);
    table_ = newChild<KernelTable>(kernels_, card);
    column->addWidget(tableTitle_);
    column->addWidget(tableEmpty_);
    column->addWidget(table_);
    return card;
}

QWidget* PerformanceView::makeWaterfall(QWidget* page) {
    QFrame* card = makeCard(page);
    auto* column = fillCard(card);
    waterfallTitle_ = makeLabel({}, "heading", card);
    waterfall_ = newChild<WaterfallView>(card);
    column->addWidget(waterfallTitle_);
    column->addWidget(waterfall_);
    return card;
}

void PerformanceView::setFigures(const PerformanceFigures& figures) {
    tiles_[realtimeTile]->setValue(format::speed(figures.realtimeFactor));
    tiles_[firstWordTile]->setValue(format::seconds(figures.firstWordS));
    tiles_[lagTile]->setValue(format::seconds(figures.lagS));
    tiles_[droppedTile]->setValue(format::count(figures.droppedFrames));
    tiles_[memoryTile]->setValue(format::bytes(figures.memoryBytes));
    isSimulated_ = figures.simulated;
    showSimulated();
    npuSource_->setText(figures.npuAvailable ? figures.npuSource : QString());
    const QString reason = figures.npuSource.isEmpty() ? tr("Not read yet.") : tr("No NPU. %1").arg(figures.npuSource);
    npu_->setUnavailable(figures.npuAvailable ? QString() : reason);
    if (!figures.npuAvailable) npuTitle_->setText(tr("NPU load: unavailable"));
}

/// Where there is little room the device's own tag ("Emulated NPU") has to do.
void PerformanceView::showSimulated() {
    constexpr int least_width = 640;
    simulated_->setVisible(isSimulated_ && width() >= least_width);
}

void PerformanceView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    showSimulated();
}

void PerformanceView::setBackend(const BackendStatus& status) {
    backend_->setText(status.device);
    backend_->setVisible(!status.device.isEmpty());
    backend_->setToolTip(status.detail);
    const QString device = format::shortDevice(status.detail);
    backendReason_->setText(status.reason.isEmpty() ? device : QStringLiteral("%1. %2").arg(device, status.reason));
}

void PerformanceView::append(const LoadSample& sample) {
    npu_->append(sample.timeS, {sample.npu});
    cpu_->append(sample.timeS, {sample.cpuMachine, sample.cpuProgram});
    if (npu_->unavailable().isEmpty())
        npuTitle_->setText(
            (sample.npuSimulated ? tr("NPU load: %1 (simulated)") : tr("NPU load: %1")).arg(format::percent(sample.npu)));
    cpuTitle_->setText(
        tr("CPU load: %1 (this program %2)").arg(format::percent(sample.cpuMachine), format::percent(sample.cpuProgram)));
}

void PerformanceView::setKernels(const std::vector<KernelRow>& rows, int windows) {
    kernels_->setRows(rows);
    tableTitle_->setText(rows.empty()   ? tr("Kernels")
                         : windows == 1 ? tr("Kernels, one window since the model was loaded")
                                        : tr("Kernels, all %1 windows since the model was loaded").arg(format::count(windows)));
    tableEmpty_->setVisible(rows.empty());
    table_->setVisible(!rows.empty());
}

void PerformanceView::setLastWindow(const std::vector<WindowOp>& ops) {
    waterfall_->setOps(ops);
    const double total = waterfall_->totalMs();
    const bool simulated = std::ranges::any_of(ops, &WindowOp::simulated);
    waterfallTitle_->setText(total <= 0  ? tr("Last window")
                             : simulated ? tr("Last window, %1, the NPU's part simulated").arg(format::milliseconds(total))
                                         : tr("Last window, %1").arg(format::milliseconds(total)));
}

void PerformanceView::setBenchmarkRunning(bool running) {
    benchmark_->setEnabled(!running);
    benchmark_->setText(running ? tr("Benchmark runs…") : tr("Run benchmark"));
}

QString PerformanceView::tileText(int tile) const {
    return tiles_[static_cast<std::size_t>(tile)]->value();
}

}  // namespace tilescribe
