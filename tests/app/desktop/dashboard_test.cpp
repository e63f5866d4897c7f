// SPDX-License-Identifier: GPL-3.0-or-later
// What the Performance view says is what was measured: by the engine's scopes, by the clock, by /proc.
#include "app/desktop/desktop.h"
#include "kernels/npu/runtime/npu_detection.h"
#include "tests/app/desktop/private_home.h"
#include "tests/support/shared_files.h"
#include "ui/kernel_table_model.h"
#include "ui/load_chart.h"
#include "ui/performance_view.h"

#include <QApplication>
#include <QFile>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>

#include <cmath>
#include <numeric>
#include <optional>
#include <vector>

using namespace tilescribe;
using tilescribe::testing::PrivateHome;
using tilescribe::testing::shared_folder;

namespace {

constexpr int patience_ms = 240'000;

QString sound(const char* name) {
    return QString::fromStdString((shared_folder() / "audio" / name).string());
}

/// The test's own reading of /proc, written without a look at the program's.
struct Ticks {
    double idle = 0, all = 0, own = 0;
};

QByteArray lineOf(const char* path) {
    QFile file(QString::fromLatin1(path));
    return file.open(QIODevice::ReadOnly) ? file.readLine() : QByteArray();
}

Ticks readProc() {
    Ticks ticks;
    const QList<QByteArray> cpu = lineOf("/proc/stat").simplified().split(' ');
    for (int i = 1; i <= 8; ++i) ticks.all += cpu.at(i).toDouble();  // the guests' time is inside the users'
    ticks.idle = cpu.at(4).toDouble() + cpu.at(5).toDouble();
    const QByteArray self = lineOf("/proc/self/stat");
    const QList<QByteArray> fields = self.mid(self.lastIndexOf(')') + 2).split(' ');
    ticks.own = fields.at(11).toDouble() + fields.at(12).toDouble();  // utime, stime: the 14th and 15th of the line
    return ticks;
}

struct Reading {
    LoadSample chart;
    Ticks own;
};

LoadChart* cpuChartOf(PerformanceView& view) {
    for (LoadChart* chart : view.findChildren<LoadChart*>())
        if (chart->accessibleName().startsWith(QLatin1String("CPU"))) return chart;
    return nullptr;
}

}  // namespace

class DashboardTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void scopesCoverTheEnginesTime();
    void cpuChartAgreesWithProc();
    void noNpuIsSaidPlainly();

private:
    std::unique_ptr<PrivateHome> home_;
};

void DashboardTest::init() {
    REQUIRE_SHARED();
    home_ = std::make_unique<PrivateHome>();
}

void DashboardTest::scopesCoverTheEnginesTime() {
    Desktop desktop(home_->data());
    desktop.start();
    QueueItem last;
    connect(&desktop.queue(), &FileQueueController::itemChanged, this, [&](const QueueItem& item) { last = item; });
    QSignalSpy ended(&desktop.queue(), &FileQueueController::queueEnded);
    desktop.openFiles({sound("standup.wav")});
    QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 1, patience_ms);
    QCOMPARE(last.state, QueueItem::State::done);
    QVERIFY(last.speed && last.lengthS);
    const double wall = *last.lengthS / *last.speed;

    // As the dashboard shows them, once it has read after the end.
    const auto& kernels = *desktop.window().performance()->kernels();
    const OpProfileSnapshot scopes = desktop.models().trace()->snapshot();
    const std::int64_t calls = std::accumulate(scopes.rows.begin(), scopes.rows.end(), std::int64_t{0},
                                               [](std::int64_t sum, const OpProfileRow& row) { return sum + row.calls; });
    const auto shownCalls = [&] {
        return std::accumulate(kernels.rows().begin(), kernels.rows().end(), std::int64_t{0},
                               [](std::int64_t sum, const KernelRow& row) { return sum + row.calls; });
    };
    QTRY_COMPARE_WITH_TIMEOUT(shownCalls(), calls, 20'000);
    double shown = 0;
    double shares = 0;
    for (const KernelRow& row : kernels.rows()) {
        shown += row.meanMs.value() / 1000 * static_cast<double>(row.calls);
        shares += row.share;
    }
    const QString figures = QStringLiteral("%1 s of %2 s").arg(shown).arg(wall);
    qInfo("scopes: %s", qPrintable(figures));
    QVERIFY2(shown >= 0.9 * wall, qPrintable(figures));
    QVERIFY2(shown <= wall, qPrintable(figures));
    QVERIFY(std::abs(shares - 1) < 1e-6);
    QVERIFY(std::abs(std::chrono::duration<double>(scopes.measured_total).count() - shown) < 1e-3);
}

void DashboardTest::cpuChartAgreesWithProc() {
    Desktop desktop(home_->data());
    desktop.start();
    desktop.window().showView(View::performance);
    std::vector<Reading> readings;
    connect(&desktop.performance(), &PerformanceController::sampled, this, [&](const LoadSample& sample) {
        if (sample.cpuMachine) readings.push_back({sample, readProc()});
    });
    QTRY_VERIFY_WITH_TIMEOUT(!readings.empty(), 20'000);
    const std::size_t points = cpuChartOf(*desktop.window().performance())->pointCount();
    const std::size_t before = readings.size();
    // Some seconds of work and some of rest.
    QSignalSpy ended(&desktop.queue(), &FileQueueController::queueEnded);
    desktop.openFiles({sound("planning.wav")});
    QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 1, patience_ms);
    const std::size_t busy = readings.size();
    QTRY_VERIFY_WITH_TIMEOUT(readings.size() >= busy + 4, 60'000);
    QCOMPARE(cpuChartOf(*desktop.window().performance())->pointCount(), points + readings.size() - before);

    // The chart's readings are means over their intervals; both sides see the same stretch, up to the moment between the reading
    // and this thread's hearing of it.
    double seconds = 0;
    double machine = 0;
    double program = 0;
    for (std::size_t i = 1; i < readings.size(); ++i) {
        const double interval = readings[i].chart.timeS - readings[i - 1].chart.timeS;
        seconds += interval;
        machine += interval * readings[i].chart.cpuMachine.value();
        program += interval * readings[i].chart.cpuProgram.value();
        QVERIFY(*readings[i].chart.cpuMachine >= 0 && *readings[i].chart.cpuMachine <= 1);
    }
    const Ticks& from = readings.front().own;
    const Ticks& to = readings.back().own;
    const double all = to.all - from.all;
    QVERIFY(all > 0);
    const double ownMachine = 1 - (to.idle - from.idle) / all;
    const double ownProgram = (to.own - from.own) / all;
    const QString figures = QStringLiteral("over %1 s the chart says %2 machine, %3 program; /proc says %4 and %5")
                                .arg(seconds)
                                .arg(machine / seconds)
                                .arg(program / seconds)
                                .arg(ownMachine)
                                .arg(ownProgram);
    qInfo("%s", qPrintable(figures));
    QVERIFY2(ownProgram > 0.05, qPrintable(figures));  // there was something to see
    QVERIFY2(std::abs(machine / seconds - ownMachine) < 0.05, qPrintable(figures));
    QVERIFY2(std::abs(program / seconds - ownProgram) < 0.05, qPrintable(figures));
}

void DashboardTest::noNpuIsSaidPlainly() {
    if (npu::find_npu().present) QSKIP("This machine has an NPU");
    Desktop desktop(home_->data());
    desktop.start();
    desktop.window().showView(View::performance);
    PerformanceView* view = desktop.window().performance();
    QTRY_VERIFY_WITH_TIMEOUT(view->npuChart()->unavailable().startsWith(QLatin1String("No NPU.")), 20'000);
    const auto labels = view->findChildren<QLabel*>();
    QVERIFY(
        std::ranges::any_of(labels, [](const QLabel* label) { return label->text() == QLatin1String("NPU load: unavailable"); }));
    std::optional<LoadSample> sampled;
    connect(&desktop.performance(), &PerformanceController::sampled, this, [&](const LoadSample& sample) { sampled = sample; });
    QTRY_VERIFY_WITH_TIMEOUT(sampled, 20'000);
    QVERIFY(!sampled->npu);  // not 0 %
}

QTEST_MAIN(DashboardTest)
#include "dashboard_test.moc"
