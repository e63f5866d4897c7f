// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/array/emulated_array.h"
#include "tests/kernels/npu/array/small_programs.h"

#include <QtTest>

#include <cmath>

using namespace tilescribe::npu;

namespace {

// The sums below follow the model's rules with the parameters of npu1, so that they stay right when a parameter is fitted anew.
const TimeParameters& parameters() {
    return device_parameters(ArrayGeneration::npu1).time;
}
double issue() {
    return parameters().task_microseconds * 1000 * parameters().clock_ghz;
}
double dma(double words, double runs, double run_cycles) {
    return std::max(words + parameters().descriptor_cycles,
                    4 * words / (parameters().shim_channel_gb_per_s / parameters().clock_ghz) + runs * run_cycles);
}
double dma_in(double words, double runs) {
    return dma(words, runs, parameters().read_run_cycles);
}
double dma_out(double words, double runs) {
    return dma(words, runs, parameters().write_run_cycles);
}
double lock() {
    return parameters().lock_cycles + parameters().step_cycles;
}
double call(double slots) {
    return std::floor(slots / parameters().schedule_efficiency + 0.5) + parameters().call_cycles + parameters().step_cycles;
}
double cycles(const ArrayProgram& program) {
    return prepare_program(program, small::kernels())->time.cycles;
}
/// The copy program with the output's task issued first, so that nothing waits for it.
ArrayProgram ready_copy(std::uint32_t objects, std::uint32_t words, std::uint32_t depth) {
    ArrayProgram program = small::copy_program(objects, words, depth);
    std::swap(program.transfers[0], program.transfers[1]);
    return program;
}
bool close(double a, double b) {
    return std::abs(a - b) < 0.5 + b / 1e5;
}

}  // namespace

class TestTimeSimulation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void one_object_takes_what_its_steps_take() {
        // In: after the first task was issued. Out: as soon as the core and the second task's issue are done.
        const double computed = issue() + dma_in(64, 1) + 2 * lock() + call(64) + 2 * lock();
        const double expected = std::max(computed, 2 * issue()) + dma_out(64, 1);
        const double found = cycles(small::copy_program(1, 64, 1));
        QVERIFY2(close(found, expected), qPrintable(QStringLiteral("%1 instead of %2").arg(found).arg(expected)));
    }

    void double_buffers_hide_the_dma() {
        const int objects = 400;
        const double turn = 4 * lock() + call(64) + parameters().step_cycles;
        const double runs = 1.0 / objects;  // all of them are one
        const double expected = 2 * issue() + dma_in(64, runs) + objects * turn - parameters().step_cycles + dma_out(64, runs);
        const double found = cycles(ready_copy(objects, 64, 2));
        QVERIFY2(close(found, expected), qPrintable(QStringLiteral("%1 instead of %2").arg(found).arg(expected)));
    }

    void single_buffers_do_not() {
        const int objects = 400;
        // From an object's arrival to its release, then the DMA brings the next one.
        const double runs = 1.0 / objects;  // all of them are one
        const double turn = 3 * lock() + call(64) + dma_in(64, runs);
        const double last = dma_in(64, runs) + 4 * lock() + call(64) + dma_out(64, runs);
        const double expected = 2 * issue() + (objects - 1) * turn + last;
        const double found = cycles(ready_copy(objects, 64, 1));
        QVERIFY2(close(found, expected), qPrintable(QStringLiteral("%1 instead of %2").arg(found).arg(expected)));
    }

    void a_stream_carries_a_word_per_cycle() {
        // Nothing to compute to speak of: the slowest DMA sets the pace.
        ArrayProgram program = small::tile_copy_program(200, 1024, 2);
        program.cores[0].steps[3].parameters = {16};
        const double found = cycles(program) / 200;
        const double pace = std::max(dma_in(1024, 1.0 / 200), 1024.0 + parameters().descriptor_cycles);
        QVERIFY2(found > pace && found < 1.1 * pace, qPrintable(QStringLiteral("%1 for %2").arg(found).arg(pace)));
    }

    void all_channels_together_share_the_path() {
        // Eight channels at once, no computing: the common path sets the pace, or each channel's own work for short runs.
        const auto eight_channels = [](std::uint32_t run_words) {
            ArrayProgram program;
            program.kernels = {"copy"};
            for (std::uint8_t i = 0; i < 8; ++i) {
                const TileAddress core{.column = static_cast<std::uint8_t>(i / 2), .row = static_cast<std::uint8_t>(2 + i % 2)};
                program.fifos.push_back(small::fifo("in", {.column = static_cast<std::uint8_t>(i / 2), .row = 0}, {core}, 4096, 2));
                program.cores.push_back({.tile = core,
                                         .local_bytes = {},
                                         .steps = {small::loop(1000), small::acquire(i), small::release(i), small::end()}});
                program.argument_bytes.push_back(1U << 20U);
                program.transfers.push_back(
                    {.fifo = i,
                     .argument = i,
                     .pattern = {.offset = 0, .dimensions = {{1024 / run_words, 2 * run_words}, {run_words, 1}}},
                     .repeat = 250});
                for (int more = 0; more < 3; ++more) program.transfers.push_back(program.transfers.back());
            }
            return prepare_program(program, small::kernels())->time;
        };
        const TimeReport fast = eight_channels(256);
        const double per_object = 4096 / (parameters().shim_read_gb_per_s / parameters().clock_ghz);
        const double expected_fast = 8000 * (per_object + 4 * parameters().path_run_cycles);
        QVERIFY2(fast.cycles > expected_fast && fast.cycles < 1.05 * expected_fast, qPrintable(QString::number(fast.cycles)));
        QCOMPARE(fast.bytes_read, std::int64_t{8000} * 4096);
        QVERIFY(fast.binding().starts_with("the path from DRAM"));
        const TimeReport slow = eight_channels(8);
        const double per_own_object = 4096 / (parameters().shim_channel_gb_per_s / parameters().clock_ghz);
        const double expected_slow = 1000 * (per_own_object + 128 * parameters().read_run_cycles);
        QVERIFY2(slow.cycles > expected_slow && slow.cycles < 1.05 * expected_slow, qPrintable(QString::number(slow.cycles)));
        QVERIFY(slow.binding().starts_with("a shim channel"));
    }

    void computing_binds_where_there_is_much_of_it() {
        ArrayProgram program = small::copy_program(100, 64, 2);
        program.kernels = {"work"};
        program.cores[0].steps[3] = small::call(0, {small::fifo_buffer(1)}, {64, 8600});
        program.macs = std::int64_t{100} * 8'600 * 16 * 128;  // as if every slot multiplied, on all cores
        const TimeReport time = prepare_program(program, small::kernels())->time;
        QVERIFY(time.core_share > 0.95);
        QVERIFY(time.binding().starts_with("the cores"));
        const double of_schedule = time.utilisation / parameters().schedule_efficiency;
        QVERIFY2(of_schedule > 0.95 && of_schedule <= 1, qPrintable(QString::number(of_schedule)));
        QCOMPARE(time.cores, 1);
    }

    void the_instruction_word_has_its_slots() {
        DeviceParameters device = device_parameters(ArrayGeneration::npu1);
        device.time.schedule_efficiency = 0.5;
        device.time.call_cycles = 7;
        QCOMPARE(call_cycles({.vector_macs = 100}, device), 207);
        QCOMPARE(
            call_cycles({.vector_macs = 60, .vector_ops = 40, .loads = 200, .stores = 100, .scalar_ops = 100, .table_lookups = 400},
                        device),
            207);
        QCOMPARE(call_cycles({.vector_macs = 100, .loads = 202}, device), 209);
        QCOMPARE(call_cycles({.stores = 10, .loop_overhead = 50}, device), 77);
    }

    void is_the_same_every_time() {
        const ArrayProgram program = small::tile_copy_program(100, 64, 2);
        QCOMPARE(cycles(program), cycles(program));
    }
};

QTEST_GUILESS_MAIN(TestTimeSimulation)
#include "test_time_simulation.moc"
