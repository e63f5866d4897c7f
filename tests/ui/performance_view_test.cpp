// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/performance_view.h"

#include "tests/ui/sample_values.h"
#include "ui/kernel_table_model.h"
#include "ui/load_chart.h"
#include "ui/performance_figures.h"
#include "ui/theme.h"
#include "ui/waterfall_view.h"

#include <QImage>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <limits>

using namespace tilescribe;

namespace {

int pixelsOf(QWidget& widget, const QColor& color) {
    const QImage picture = widget.grab().toImage();
    int count = 0;
    for (int y = 0; y < picture.height(); ++y) {
        for (int x = 0; x < picture.width(); ++x) count += picture.pixelColor(x, y) == color ? 1 : 0;
    }
    return count;
}

bool says(const QWidget& widget, const QString& text) {
    for (const auto* label : widget.findChildren<QLabel*>()) {
        if (label->isVisibleTo(&widget) && label->text().contains(text)) return true;
    }
    return false;
}

}  // namespace

class PerformanceViewTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void unknownFiguresAreDashes();
    void withoutNpuItIsSaidPlainly();
    void simulatedTimesAreMarked();
    void chartKeepsOneMinute();
    void chartLeavesHolesWhereNothingWasRead();
    void waterfallHasALanePerKernel();
    void waterfallRefusesNonsense();
    void buttonsGoOut();
};

void PerformanceViewTest::unknownFiguresAreDashes() {
    PerformanceView view;
    for (int tile = 0; tile < 5; ++tile) QCOMPARE(view.tileText(tile), QStringLiteral("—"));
    view.setFigures({.realtimeFactor = 212, .droppedFrames = 0});
    QCOMPARE(view.tileText(0), QStringLiteral("212×"));
    QCOMPARE(view.tileText(1), QStringLiteral("—"));
    QCOMPARE(view.tileText(3), QStringLiteral("0"));
}

void PerformanceViewTest::withoutNpuItIsSaidPlainly() {
    PerformanceView view;
    view.setFigures({.npuSource = "/dev/accel is absent.", .npuAvailable = false});
    view.append({.timeS = 1, .cpuMachine = 0.3, .cpuProgram = 0.1});
    QCOMPARE(view.npuChart()->unavailable(), QStringLiteral("No NPU. /dev/accel is absent."));
    QVERIFY(says(view, "NPU load: unavailable"));
    QVERIFY(says(view, "CPU load: 30 % (this program 10 %)"));
    view.setFigures({.npuSource = "own load", .npuAvailable = true});
    view.append({.timeS = 2, .npu = 0.37});
    QVERIFY(view.npuChart()->unavailable().isEmpty());
    QVERIFY(says(view, "NPU load: 37 %"));
}

void PerformanceViewTest::simulatedTimesAreMarked() {
    PerformanceView view;
    QVERIFY(!says(view, "simulated"));
    view.setFigures({.simulated = true});
    QVERIFY(says(view, "simulated"));
}

void PerformanceViewTest::chartKeepsOneMinute() {
    LoadChart chart({{.name = "x"}});
    for (int i = 0; i < 1000; ++i) chart.append(i * 0.5, {0.5});
    QVERIFY(chart.pointCount() >= 121 && chart.pointCount() <= 123);
    chart.append(3, {0.1});  // older than the newest
    QVERIFY(chart.pointCount() <= 123);
}

void PerformanceViewTest::chartLeavesHolesWhereNothingWasRead() {
    const QColor accent = themeColors().accent;
    LoadChart full({{.name = "x"}});
    LoadChart holed({{.name = "x"}});
    LoadChart none({{.name = "x"}});
    for (LoadChart* chart : {&full, &holed, &none}) chart->resize(400, 150);
    for (int i = 0; i <= 120; ++i) {
        full.append(i * 0.5, {0.5});
        holed.append(i * 0.5, {i < 40 || i > 80 ? std::optional(0.5) : std::nullopt});
        none.append(i * 0.5, {std::nullopt});
    }
    const int whole = pixelsOf(full, accent);
    const int part = pixelsOf(holed, accent);
    QVERIFY(whole > 100);
    QVERIFY(part > whole / 2 && part < whole * 3 / 4);
    QCOMPARE(pixelsOf(none, accent), 0);
}

void PerformanceViewTest::waterfallHasALanePerKernel() {
    WaterfallView waterfall;
    waterfall.setOps(samples::lastWindow(true));
    QCOMPARE(waterfall.laneCount(), 9);
    QVERIFY(waterfall.totalMs() > 100 && waterfall.totalMs() < 200);
    waterfall.resize(800, waterfall.sizeHint().height());
    QVERIFY(pixelsOf(waterfall, themeColors().accent) > 100);
    QVERIFY(pixelsOf(waterfall, themeColors().cpu) > 100);
}

void PerformanceViewTest::waterfallRefusesNonsense() {
    WaterfallView waterfall;
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double infinite = std::numeric_limits<double>::infinity();
    waterfall.setOps({{.name = "a", .startMs = nan, .durationMs = 1},
                      {.name = "b", .startMs = 0, .durationMs = infinite},
                      {.name = "c", .startMs = -1, .durationMs = 1}});
    QCOMPARE(waterfall.laneCount(), 0);
    waterfall.setOps({{.name = "zero", .startMs = 0, .durationMs = 0}});
    waterfall.grab();
    QCOMPARE(waterfall.totalMs(), 0.0);
    for (const double total : {std::numeric_limits<double>::denorm_min(), 1e-5, 1e9, 1e300}) {
        waterfall.setOps({{.name = "odd", .startMs = 0, .durationMs = total}});
        waterfall.resize(600, 100);
        waterfall.grab();
    }
}

void PerformanceViewTest::buttonsGoOut() {
    PerformanceView view;
    view.show();
    QSignalSpy benchmark(&view, &PerformanceView::benchmarkRequested);
    QSignalSpy report(&view, &PerformanceView::exportRequested);
    for (auto* button : view.findChildren<QPushButton*>()) {
        if (button->menu() != nullptr) {
            for (auto* action : button->menu()->actions()) action->trigger();
        } else {
            QTest::mouseClick(button, Qt::LeftButton);
        }
    }
    QCOMPARE(benchmark.count(), 1);
    QCOMPARE(report.count(), 2);
    view.setBenchmarkRunning(true);
    for (auto* button : view.findChildren<QPushButton*>()) {
        if (button->menu() == nullptr) QVERIFY(!button->isEnabled());
    }
}

QTEST_MAIN(PerformanceViewTest)
#include "performance_view_test.moc"
