// SPDX-License-Identifier: GPL-3.0-or-later
// The emulated NPU in the real window, offscreen: chosen in Settings, shown on the dashboard, given up.
#include "app/desktop/backend_choices.h"
#include "app/desktop/desktop.h"
#include "app/desktop/op_trace.h"
#include "app/desktop/performance_report.h"
#include "app/desktop/profile_rows.h"
#include "kernels/npu/array/emulated_device.h"
#include "kernels/npu/npu_backend.h"
#include "tests/app/desktop/private_home.h"
#include "tests/kernels/npu/runtime/system_tree.h"
#include "ui/file_queue_model.h"
#include "ui/files_view.h"
#include "ui/kernel_table_model.h"
#include "ui/live_panel.h"
#include "ui/live_view.h"
#include "ui/load_chart.h"
#include "ui/notice_area.h"
#include "ui/performance_view.h"
#include "ui/picker.h"
#include "ui/settings_page.h"
#include "ui/sidebar.h"

#include <QApplication>
#include <QLabel>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTranslator>

#include <algorithm>

using namespace tilescribe;
using tilescribe::testing::PrivateHome;

namespace {

constexpr int patience_ms = 240'000;
const QString sample = QStringLiteral(TILESCRIBE_SOURCE_DIR "/resources/samples/standup.wav");

/// Some label inside says this.
bool says(const QWidget* where, const QString& words) {
    const auto labels = where->findChildren<QLabel*>();
    return std::ranges::any_of(labels,
                               [&](const QLabel* label) { return label->isVisibleTo(where) && label->text().contains(words); });
}

Picker* pickerOf(QWidget* page, const QString& name) {
    for (Picker* picker : page->findChildren<Picker*>())
        if (picker->accessibleName() == name) return picker;
    return nullptr;
}

void choose(Picker* picker, const QString& id) {
    picker->setCurrentId(id);
    Q_EMIT picker->activated(picker->currentIndex());
}

/// The program on an array that fails.
void breakArray(Desktop& desktop, npu::InjectedFault fault, int at, int times) {
    desktop.models().makeBackendsBy([fault, at, times](const ModelWish&, const ModelHost::Tell&) {
        auto device = std::make_unique<npu::EmulatedArrayDevice>(npu::ArrayGeneration::npu1, 0);
        device->inject(fault, at, times);
        return std::make_shared<npu::NpuBackend>(std::move(device), npu::NpuBackendOptions{.name = "npu-emulated"});
    });
}

}  // namespace

class EmulatedNpuTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { home_ = std::make_unique<PrivateHome>(); }
    void everyVariantIsOffered();
    void whatIsMissingIsSaidInGerman();
    void chosenInSettingsItTranscribes();
    void itsLoadIsItsBusyTime();
    void aTakeOverIsSaidAndKept();
    void aRepeatedWindowIsSaid();
    void aBackendPassedOverIsSaid();
    void emulatingIsLeftOutOfTheWindow();
    void aWindowBeginsWhereItsSoundIsRead();

private:
    static void transcribe(Desktop& desktop);
    std::unique_ptr<PrivateHome> home_;
};

void EmulatedNpuTest::transcribe(Desktop& desktop) {
    QSignalSpy ended(&desktop.queue(), &FileQueueController::queueEnded);
    desktop.openFiles({sample});
    QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 1, patience_ms);
    const auto& items = desktop.window().files()->queue()->items();
    QCOMPARE(items.size(), std::size_t{1});
    QCOMPARE(items.front().state, QueueItem::State::done);
}

void EmulatedNpuTest::everyVariantIsOffered() {
    const Choices choices = backendChoices(BackendRegistry::with_built_in_backends(), QStringLiteral("best"));
    QStringList ids;
    QStringList labels;
    for (const Choice& choice : choices) {
        ids << choice.id;
        labels << choice.label;
        const bool isEmulated = choice.id.startsWith(QLatin1String("npu-emulated"));
        QCOMPARE(choice.detail.contains(QLatin1String("simulated")), isEmulated);
        QCOMPARE(choice.detail.contains(QLatin1String("slower than the CPU")), isEmulated);
    }
    for (const char* variant : {"npu1", "npu4", "npu1-int8", "npu4-int8", "npu4-bfp16"})
        QVERIFY2(ids.contains(QStringLiteral("npu-emulated:%1").arg(QLatin1String(variant))), variant);
    QCOMPARE(ids.first(), QStringLiteral("auto"));
    QVERIFY(ids.contains(QStringLiteral("cpu")));
    labels.removeDuplicates();
    QCOMPARE(labels.size(), ids.size());
    QCOMPARE(currentBackendId(QStringLiteral("npu-emulated")), QStringLiteral("npu-emulated:npu1"));
    QCOMPARE(currentBackendId(QStringLiteral("cpu")), QStringLiteral("cpu"));
}

void EmulatedNpuTest::whatIsMissingIsSaidInGerman() {
    const QTemporaryDir root;
    const tilescribe::testing::SystemTree machine(root.path().toStdString());
    machine.add_device("0x1022", "0x1502", "0x00");  // and no driver
    qputenv("TILESCRIBE_SYSTEM_ROOT", root.path().toUtf8());
    const auto restore = qScopeGuard([] { qunsetenv("TILESCRIBE_SYSTEM_ROOT"); });
    QTranslator german;
    QVERIFY(german.load(QStringLiteral(":/translations/tilescribe_de.qm")));
    QVERIFY(QCoreApplication::installTranslator(&german));
    Desktop desktop(home_->data());
    desktop.start();
    QTRY_VERIFY_WITH_TIMEOUT(desktop.models().model(), patience_ms);
    const QString words = QStringLiteral("ist da, aber der Treiber ist nicht geladen");
    QVERIFY(says(desktop.window().findChild<Sidebar*>(), words));
    QVERIFY(desktop.performance().report().figures.npuSource.contains(words));
    desktop.window().showView(View::performance);
    QTRY_VERIFY_WITH_TIMEOUT(desktop.window().performance()->npuChart()->unavailable().contains(words), 20'000);
}

void EmulatedNpuTest::chosenInSettingsItTranscribes() {
    Desktop desktop(home_->data());
    QSignalSpy ready(&desktop.models(), &ModelHost::ready);
    desktop.start();
    QTRY_COMPARE_WITH_TIMEOUT(ready.count(), 1, patience_ms);
    desktop.window().showView(View::settings);
    SettingsPage* settings = desktop.window().settings();
    QVERIFY(!says(settings, QStringLiteral("simulated")));
    Picker* device = pickerOf(settings, QStringLiteral("Device"));
    QVERIFY(device);
    choose(device, QStringLiteral("npu-emulated:npu4"));
    QVERIFY(says(settings, QStringLiteral("its times are simulated, and it is slower than the CPU")));
    QTRY_COMPARE_WITH_TIMEOUT(ready.count(), 2, patience_ms);
    QCOMPARE(desktop.models().loaded().backend, QStringLiteral("npu-emulated"));
    QVERIFY(desktop.models().loaded().isEmulated);
    QVERIFY(says(desktop.window().findChild<Sidebar*>(), QStringLiteral("Emulated NPU")));

    QSignalSpy windows(&desktop.performance(), &PerformanceController::windowChanged);
    transcribe(desktop);
    desktop.window().showView(View::performance);
    PerformanceView* view = desktop.window().performance();
    const auto log_mel = [view] {
        const auto& rows = view->kernels()->rows();
        return std::ranges::any_of(
            rows, [](const KernelRow& row) { return row.id.startsWith(QLatin1String("log_mel@npu")) && row.simulated; });
    };
    QTRY_VERIFY_WITH_TIMEOUT(log_mel(), 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(says(view, QStringLiteral("NPU load: ")) && says(view, QStringLiteral("% (simulated)")), 20'000);
    QVERIFY(says(view, QStringLiteral("simulated")));
    QVERIFY(says(view, QStringLiteral("Emulated NPU")));
    QVERIFY(view->npuChart()->unavailable().isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(says(view, QStringLiteral("the NPU's part simulated")), 20'000);
    // The host's copies to and from the array are measured; everything else of the array is simulated and says so.
    const KernelTableModel& kernels = *view->kernels();
    int simulated = 0;
    for (int row = 0; row < kernels.rowCount(); ++row) {
        const KernelRow& kernel = kernels.rows()[static_cast<std::size_t>(row)];
        if (!kernel.onNpu || kernel.id.startsWith(QLatin1String("transfer"))) continue;
        ++simulated;
        bool marked = false;
        for (int column = 0; column < kernels.columnCount(); ++column)
            marked = marked || kernels.index(row, column).data().toString() == QLatin1String("NPU, simulated");
        QVERIFY2(marked, qPrintable(kernel.id));
    }
    QVERIFY(simulated >= 8);
    QVERIFY(says(desktop.window().live()->panel(), QStringLiteral("NPU times are simulated.")));
    const PerformanceReport report = desktop.performance().report();
    QVERIFY(report.figures.simulated);
    QCOMPARE(report.figures.npuSource, QStringLiteral("Busy time of the emulated array (simulated)"));
    for (const QByteArray& text : {reportAsMarkdown(report), reportAsJson(report)}) {
        QVERIFY(text.contains("gemm_bf16"));
        QVERIFY(text.contains("32 cores"));
        QVERIFY(text.contains("us (simulated)"));
    }

    // And back: nothing is simulated any more.
    choose(device, QStringLiteral("cpu"));
    QTRY_COMPARE_WITH_TIMEOUT(ready.count(), 3, patience_ms);
    QTRY_VERIFY_WITH_TIMEOUT(!desktop.performance().report().figures.simulated, 20'000);
    QVERIFY(!says(settings, QStringLiteral("simulated")));
    QTRY_VERIFY_WITH_TIMEOUT(!says(view, QStringLiteral("(simulated)")), 20'000);
}

void EmulatedNpuTest::itsLoadIsItsBusyTime() {
    Desktop desktop(home_->data());
    desktop.models().load({.model = QStringLiteral("pico.en-q8_0"), .backend = QStringLiteral("npu-emulated:npu1")});
    QTRY_VERIFY_WITH_TIMEOUT(desktop.models().model(), patience_ms);
    double busy = 0;
    double last = 0;
    int samples = 0;
    connect(&desktop.performance(), &PerformanceController::sampled, this, [&](const LoadSample& load) {
        const double interval = load.timeS - std::exchange(last, load.timeS);
        if (!load.npu) return;
        QVERIFY(load.npuSimulated);
        QVERIFY(*load.npu >= 0 && *load.npu <= 1);
        busy += *load.npu * interval;
        ++samples;
    });
    QTRY_VERIFY_WITH_TIMEOUT(samples >= 1, 20'000);
    QVERIFY(busy == 0.0);  // idle, and known to be
    desktop.performance().runBenchmark();
    QSignalSpy running(&desktop.performance(), &PerformanceController::benchmarkRunning);
    QTRY_COMPARE_WITH_TIMEOUT(running.count(), 1, patience_ms);
    const int before = samples;
    QTRY_VERIFY_WITH_TIMEOUT(samples >= before + 2, 20'000);
    double expected = 0;
    for (const OpProfileRow& row : desktop.models().trace()->snapshot().rows)
        if (row.simulated) expected += std::chrono::duration<double>(row.total).count();
    qInfo("the array was busy for %.4f s, the chart's area is %.4f s", expected, busy);
    QVERIFY(expected > 0);
    QVERIFY(std::abs(busy - expected) <= 0.01 * expected);
}

void EmulatedNpuTest::aTakeOverIsSaidAndKept() {
    Desktop desktop(home_->data());
    breakArray(desktop, npu::InjectedFault::lost_device, 40, 100000);
    QSignalSpy noticed(&desktop.models(), &ModelHost::noticed);
    desktop.start();
    QTRY_VERIFY_WITH_TIMEOUT(desktop.models().model(), patience_ms);
    QVERIFY(desktop.models().loaded().isEmulated);
    transcribe(desktop);
    QCOMPARE(noticed.count(), 1);
    const QString sentence = noticed[0][0].toString();
    QVERIFY2(sentence.startsWith(QLatin1String("The NPU was given up, and the CPU goes on; no text is lost.")),
             qPrintable(sentence));
    QVERIFY(noticed[0][1].toBool());
    // On screen: a banner over every view, the state of the device, why.
    QVERIFY(desktop.window().notices()->contains(QStringLiteral("npu")));
    QVERIFY(says(desktop.window().notices(), sentence));
    const Sidebar* sidebar = desktop.window().findChild<Sidebar*>();
    QVERIFY(says(sidebar, QStringLiteral("<b>CPU</b>")));
    QVERIFY(says(sidebar, QStringLiteral("The NPU was given up.")));
    QVERIFY(desktop.models().loaded().hasTakenOver);
    QVERIFY(desktop.performance().report().device.contains(QLatin1String("the NPU was given up")));
    // In the queue and in the session.
    QCOMPARE(desktop.window().files()->queue()->items().front().message, sentence);
    desktop.archive().settle();
    const SessionStore store(home_->store());
    const std::vector<SessionSummary> sessions = store.list();
    QCOMPARE(sessions.size(), std::size_t{1});
    QCOMPARE(QString::fromStdString(sessions[0].error), sentence);
    const std::vector<SessionMarker> markers = store.markers(sessions[0].id);
    QCOMPARE(markers.size(), std::size_t{1});
    QCOMPARE(QString::fromStdString(markers[0].reason), sentence);
    QVERIFY(sessions[0].words > 80);  // the window was not lost
    // Another device: the banner goes.
    QSignalSpy ready(&desktop.models(), &ModelHost::ready);
    desktop.models().load({.model = QStringLiteral("pico.en-q8_0"), .backend = QStringLiteral("cpu")});
    QVERIFY(!desktop.window().notices()->contains(QStringLiteral("npu")));
    QTRY_COMPARE_WITH_TIMEOUT(ready.count(), 1, patience_ms);
}

void EmulatedNpuTest::aRepeatedWindowIsSaid() {
    Desktop desktop(home_->data());
    breakArray(desktop, npu::InjectedFault::error_state, 40, 1);
    QSignalSpy noticed(&desktop.models(), &ModelHost::noticed);
    desktop.start();
    QTRY_VERIFY_WITH_TIMEOUT(desktop.models().model(), patience_ms);
    transcribe(desktop);
    QCOMPARE(noticed.count(), 1);
    QVERIFY(!noticed[0][1].toBool());
    QVERIFY(says(desktop.window().notices(), QStringLiteral("The NPU failed once: the window is repeated")));
    QVERIFY(!desktop.models().loaded().hasTakenOver);
    QVERIFY(says(desktop.window().findChild<Sidebar*>(), QStringLiteral("Emulated NPU")));
    desktop.archive().settle();
    const SessionStore store(home_->store());
    QVERIFY(store.markers(store.list().front().id).empty());  // the text is what it would have been
}

void EmulatedNpuTest::aBackendPassedOverIsSaid() {
    Desktop desktop(home_->data());
    desktop.models().makeBackendsBy([](const ModelWish& wish, const ModelHost::Tell& tell) {
        tell("npu: The NPU is busy. Taken instead: cpu.");
        return std::shared_ptr(BackendRegistry::with_built_in_backends().create("cpu", {.threads = wish.threads}));
    });
    desktop.start();
    QTRY_VERIFY_WITH_TIMEOUT(desktop.models().model(), patience_ms);
    QVERIFY(says(desktop.window().notices(),
                 QStringLiteral("The NPU could not be used, and the CPU was taken. npu: The NPU is busy.")));
    QVERIFY(!desktop.models().loaded().hasTakenOver);
}

void EmulatedNpuTest::emulatingIsLeftOutOfTheWindow() {
    using std::chrono::milliseconds;
    const auto op = [](OpKind kind, int start, int length, bool simulated) {
        return OpRecord{.tag = {kind},
                        .start = milliseconds(start),
                        .duration = milliseconds(length),
                        .device = simulated ? "npu" : "cpu",
                        .simulated = simulated};
    };
    OpRecord copied = op(OpKind::transfer, 1006, 3, false);  // of the host, among the array's ops
    copied.device = "npu";
    const std::vector<WindowOp> ops = windowOps({op(OpKind::audio_read, 1000, 5, false), op(OpKind::log_mel, 1005, 2, true),
                                                 op(OpKind::conv, 1007, 3, true), copied,
                                                 // emulated until here
                                                 op(OpKind::vocabulary, 1800, 4, false), op(OpKind::token_search, 1810, 1, false)});
    QCOMPARE(ops.size(), std::size_t{6});
    QCOMPARE(ops[3].startMs, 7.0);
    QCOMPARE(ops[4].startMs, 10.0);
    QCOMPARE(ops[5].startMs, 20.0);  // what the CPU waited for is its own
    QVERIFY(ops[1].simulated && !ops[4].simulated);
}

void EmulatedNpuTest::aWindowBeginsWhereItsSoundIsRead() {
    OpTrace trace;
    const auto run = [&](std::initializer_list<OpKind> kinds) {
        for (const OpKind kind : kinds) trace.record({.tag = {kind}, .device = "npu"});
    };
    run({OpKind::audio_read, OpKind::log_mel});  // looking for the maximum
    run({OpKind::audio_read, OpKind::transfer, OpKind::log_mel, OpKind::conv, OpKind::conv, OpKind::attention,
         OpKind::token_search});
    QCOMPARE(trace.windows(), 1);
    QCOMPARE(trace.last_window().size(), std::size_t{7});
    run({OpKind::audio_read, OpKind::log_mel, OpKind::conv, OpKind::conv, OpKind::token_search});
    QCOMPARE(trace.windows(), 2);
    QCOMPARE(trace.last_window().size(), std::size_t{7});  // the one that is over
    run({OpKind::audio_read, OpKind::log_mel});            // the next recording
    run({OpKind::audio_read, OpKind::conv});
    QCOMPARE(trace.windows(), 3);
    QCOMPARE(trace.last_window().size(), std::size_t{5});
    run({OpKind::attention, OpKind::conv});  // without sound in between
    QCOMPARE(trace.windows(), 4);
    QCOMPARE(trace.last_window().size(), std::size_t{3});
}

QTEST_MAIN(EmulatedNpuTest)
#include "emulated_npu_test.moc"
