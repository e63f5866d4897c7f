// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/runtime/npu_busy_time.h"
#include "kernels/npu/runtime/npu_load_meter.h"
#include "tests/kernels/npu/runtime/system_tree.h"

#include <QTemporaryDir>
#include <QTest>

using namespace tilescribe::npu;
using namespace std::chrono_literals;
using tilescribe::testing::SystemTree;

class TestNpuLoad : public QObject {
    Q_OBJECT

private:
    QTemporaryDir folder_;

private Q_SLOTS:
    void sums_the_clients_of_the_driver() {
        const SystemTree system(folder_.filePath("fd").toStdString());
        const std::string driver = "drm-driver:\tamdxdna_accel_driver\n";
        system.write("3", "pos:\t0\nflags:\t02\n");
        system.write("4", driver + "drm-client-id:\t7\ndrm-engine-npu-amdxdna:\t1000 ns\n");
        system.write("5", driver + "drm-client-id:\t7\ndrm-engine-npu-amdxdna:\t1000 ns\n");  // a duplicated descriptor
        system.write("6", driver + "drm-client-id:\t8\ndrm-engine-capacity-npu:\t6\ndrm-engine-npu:\t500 ns\n");
        system.write("7", "drm-driver:\ti915\ndrm-client-id:\t9\ndrm-engine-render:\t99999 ns\n");
        system.write("8", driver + "drm-client-id:\t10\ndrm-engine-npu:\tnonsense\n");
        QCOMPARE(read_npu_busy_time(system.root()).value_or(0ns), std::chrono::nanoseconds(1500));
    }

    void no_context_no_time() {
        QVERIFY(!read_npu_busy_time("/proc/self/fdinfo"));
        QVERIFY(!read_npu_busy_time(folder_.filePath("none").toStdString()));
    }

    void is_busy_time_over_time() {
        std::chrono::nanoseconds busy = 1s;
        NpuLoadMeter meter({.sensors = {}, .own_contexts = [&] { return busy; }, .own_busy_time = {}});
        const NpuLoadMeter::Clock::time_point begin{};
        const NpuLoad first = meter.sample(begin);
        QVERIFY(first.source == NpuLoadSource::own_contexts);
        QVERIFY(!first.fraction);
        busy += 250ms;
        QCOMPARE(meter.sample(begin + 1s).fraction.value_or(-1), 0.25);
        busy += 5s;  // several contexts at once
        QCOMPARE(meter.sample(begin + 2s).fraction.value_or(-1), 1.0);
        busy = 0s;  // contexts were closed
        QVERIFY(!meter.sample(begin + 3s).fraction);
        QVERIFY(!meter.sample(begin + 3s).fraction);  // no time has gone by
    }

    void falls_back_along_the_chain() {
        std::optional<NpuSensors> sensors = NpuSensors{.utilisation = 0.5, .power_w = std::nullopt};
        std::optional<std::chrono::nanoseconds> contexts = 0ns;
        NpuLoadMeter meter({.sensors = [&] { return sensors; },
                            .own_contexts = [&] { return contexts; },
                            .own_busy_time = [] { return std::optional(7ns); }});
        const NpuLoadMeter::Clock::time_point begin{};
        const NpuLoad whole = meter.sample(begin);
        QVERIFY(whole.source == NpuLoadSource::sensors);
        QCOMPARE(whole.fraction.value_or(-1), 0.5);
        sensors->utilisation.reset();  // Phoenix
        QVERIFY(meter.sample(begin + 1s).source == NpuLoadSource::own_contexts);
        contexts.reset();
        const NpuLoad own = meter.sample(begin + 2s);
        QVERIFY(own.source == NpuLoadSource::own_busy_time);
        QVERIFY(!own.fraction);  // another source's total is not comparable
        QCOMPARE(meter.sample(begin + 3s).fraction.value_or(-1), 0.0);
    }

    void nothing_to_ask() {
        NpuLoadMeter meter = NpuLoadMeter::of({});
        QVERIFY(meter.sample().source == NpuLoadSource::none);
        QVERIFY(!meter.sample().fraction);
    }

    void each_source_says_what_it_is() {
        QVERIFY(describe(NpuLoadSource::sensors) != describe(NpuLoadSource::own_contexts));
        QVERIFY(describe(NpuLoadSource::own_contexts) != describe(NpuLoadSource::own_busy_time));
        QVERIFY(!describe(NpuLoadSource::none).empty());
    }
};

QTEST_GUILESS_MAIN(TestNpuLoad)
#include "test_npu_load.moc"
