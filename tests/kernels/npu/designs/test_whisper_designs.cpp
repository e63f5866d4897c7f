// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/array/emulated_array.h"
#include "kernels/npu/designs/overlay.h"
#include "tests/kernels/npu/designs/run_program.h"
#include "tests/kernels/npu/designs/size_rows.h"

#include <QTest>

#include <cstdio>

using namespace tilescribe::npu;

class TestWhisperDesigns : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void every_size_data() { add_rows_of_sizes(); }
    /// The array takes every program; all share the overlay. Prints the simulated times.
    void every_size() {
        QFETCH(ArrayGeneration, generation);
        QFETCH(GemmType, type);
        QFETCH(int, size);
        const WhisperSize model = whisper_sizes()[static_cast<std::size_t>(size)];
        const auto programs = window_programs(generation, type, model);
        double milliseconds = 0;
        double calls = 0;
        for (const WindowProgram& op : programs) {
            const std::string complaints = complaints_about(op.program);
            QVERIFY2(complaints.empty(), complaints.c_str());
            QVERIFY2(share_overlay(programs.front().program, op.program), op.program.name.c_str());
            const auto ready = prepare_program(op.program);
            const double time = static_cast<double>(ready->time.duration.count()) * 1e-6;
            std::printf("%-50s %6.3f ms x %-3ld %5.1f %% of peak, %s\n", op.program.name.c_str(), time, static_cast<long>(op.times),
                        100 * ready->time.utilisation, ready->time.binding().c_str());
            milliseconds += time * static_cast<double>(op.times);
            calls += static_cast<double>(op.times);
        }
        std::printf("%s: %.2f ms on the array (simulated), %.0f calls\n", model.name.c_str(), milliseconds, calls);
    }
};

QTEST_GUILESS_MAIN(TestWhisperDesigns)
#include "test_whisper_designs.moc"
