// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/array/emulated_device.h"
#include "tests/kernels/npu/array/small_programs.h"

#include <QtTest>

#include <array>
#include <cstring>
#include <numeric>

using namespace tilescribe::npu;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t words = 64;

/// A device with a copy program, its input on the device and room for its output.
struct Bench {
    EmulatedArrayDevice device{ArrayGeneration::npu1, 1, small::kernels()};
    std::unique_ptr<LoadedProgram> program = device.load(serialise(small::copy_program(4, 16, 2)));
    std::unique_ptr<DeviceBuffer> in = device.allocate(4 * words);
    std::unique_ptr<DeviceBuffer> out = device.allocate(4 * words);

    Bench() {
        std::array<std::uint32_t, words> values{};
        std::iota(values.begin(), values.end(), 1U);
        std::memcpy(in->host().data(), values.data(), 4 * words);
        in->sync_to_device(0, 4 * words);
    }
    void enqueue() {
        const std::array<DeviceBuffer*, 2> arguments{in.get(), out.get()};
        device.enqueue(*program, arguments);
    }
    std::vector<RunReport> run() {
        enqueue();
        return device.wait(1s);
    }
    [[nodiscard]] std::uint32_t result(std::size_t index) const {
        std::uint32_t value = 0;
        std::memcpy(&value, out->host().data() + 4 * index, 4);
        return value;
    }
    bool is_right() {
        out->sync_from_device(0, 4 * words);
        for (std::size_t i = 0; i < words; ++i)
            if (result(i) != i + 1) return false;
        return true;
    }
    std::optional<FaultKind> fault() {
        try {
            (void)run();
        } catch (const NpuFault& fault) {
            return fault.kind();
        }
        return std::nullopt;
    }
};

}  // namespace

class TestEmulatedDevice : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void runs_and_reports_simulated_times() {
        Bench bench;
        bench.enqueue();
        bench.enqueue();
        const std::vector<RunReport> reports = bench.device.wait(1s);
        QCOMPARE(reports.size(), std::size_t{2});
        QVERIFY(bench.is_right());
        QVERIFY(bench.device.is_simulated());
        QVERIFY(reports[0].simulated);
        QCOMPARE(reports[0].bytes_moved, std::int64_t{2 * 4 * words});
        QVERIFY(reports[0].utilisation > 0 && reports[0].utilisation < 1);
        QVERIFY(bench.device.wait(1s).empty());
    }

    void a_call_on_its_own_costs_more_than_one_of_a_list() {
        Bench bench;
        const auto alone = bench.run().front().duration;
        for (int i = 0; i < 64; ++i) bench.enqueue();
        const auto in_list = bench.device.wait(1s).front().duration;
        const TimeParameters& time = device_parameters(ArrayGeneration::npu1).time;
        const double saved = static_cast<double>((alone - in_list).count()) / 1000;
        QVERIFY(std::abs(saved - (time.single_call_microseconds - time.call_microseconds)) < 0.1);
    }

    void a_forgotten_sync_shows() {
        Bench bench;
        (void)bench.run();
        QCOMPARE(bench.result(0), 0U);  // not fetched
        QVERIFY(bench.is_right());
        bench.in->host()[0] = std::byte{99};  // not sent
        (void)bench.run();
        QVERIFY(bench.is_right());
        const auto fresh = bench.device.allocate(8);
        fresh->sync_from_device(0, 8);
        QCOMPARE(fresh->host()[0], std::byte{0xFF});
    }

    void syncs_touch_their_part_only() {
        Bench bench;
        (void)bench.run();
        bench.out->sync_from_device(4, 8);
        QCOMPARE(bench.result(0), 0U);
        QCOMPARE(bench.result(1), 2U);
        QCOMPARE(bench.result(2), 3U);
        QCOMPARE(bench.result(3), 0U);
        QVERIFY_THROWS_EXCEPTION(NpuFault, bench.out->sync_from_device(4 * words - 4, 8));
        QVERIFY_THROWS_EXCEPTION(NpuFault, bench.out->sync_to_device(std::numeric_limits<std::size_t>::max(), 2));
    }

    void refuses_what_the_array_refuses() {
        Bench bench;
        ArrayProgram program = small::copy_program(4, 16, 2);
        program.cores[0].local_bytes = {64 * 1024};
        QVERIFY_THROWS_EXCEPTION(NpuFault, (void)bench.device.load(serialise(program)));
        QVERIFY_THROWS_EXCEPTION(NpuFault, (void)bench.device.load(std::array<std::uint32_t, 3>{1, 2, 3}));
    }

    void broken_contexts_are_rebuilt() {
        for (const auto& [injected, kind] : {std::pair(InjectedFault::error_state, FaultKind::run_failed),
                                             std::pair(InjectedFault::time_out, FaultKind::timed_out)}) {
            Bench bench;
            bench.device.inject(injected, 1);
            QVERIFY(!bench.fault());  // the one before
            QVERIFY(bench.fault() == kind);
            QVERIFY(bench.fault() == FaultKind::run_failed);  // until it is rebuilt
            bench.device.rebuild_context();
            QVERIFY(!bench.fault());
            QVERIFY(bench.is_right());
        }
    }

    void a_fault_empties_the_queue() {
        Bench bench;
        bench.device.inject(InjectedFault::error_state);
        bench.enqueue();
        bench.enqueue();
        QVERIFY_THROWS_EXCEPTION(NpuFault, (void)bench.device.wait(1s));
        bench.device.rebuild_context();
        QVERIFY(bench.device.wait(1s).empty());
    }

    void faults_can_persist() {
        Bench bench;
        bench.device.inject(InjectedFault::error_state, 0, 2);
        QVERIFY(bench.fault() == FaultKind::run_failed);
        bench.device.rebuild_context();
        QVERIFY(bench.fault() == FaultKind::run_failed);
        bench.device.rebuild_context();
        QVERIFY(!bench.fault());
    }

    void a_lost_device_stays_lost() {
        Bench bench;
        bench.device.inject(InjectedFault::lost_device);
        QVERIFY(bench.fault() == FaultKind::device_lost);
        QVERIFY(bench.fault() == FaultKind::device_lost);
        QVERIFY_THROWS_EXCEPTION(NpuFault, bench.device.rebuild_context());
    }

    void a_refused_context_is_said() {
        Bench bench;
        bench.device.inject(InjectedFault::refused_context);
        QVERIFY(bench.fault() == FaultKind::run_failed);
        QVERIFY_THROWS_EXCEPTION(NpuFault, bench.device.rebuild_context());
    }

    void silent_damage_is_silent() {
        Bench bench;
        bench.device.inject(InjectedFault::corrupted_tile);
        QVERIFY(!bench.fault());
        QVERIFY(!bench.is_right());
        QVERIFY(!bench.fault());
        QVERIFY(bench.is_right());

        Bench shorter;
        shorter.device.inject(InjectedFault::short_transfer);
        QVERIFY(!shorter.fault());
        QVERIFY(!shorter.is_right());
        QCOMPARE(shorter.result(47), 48U);  // three objects came
        QCOMPARE(shorter.result(48), 0xFFFF'FFFFU);
    }
};

QTEST_GUILESS_MAIN(TestEmulatedDevice)
#include "test_emulated_device.moc"
