// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/cpu/flush_denormals.h"
#include "kernels/cpu/thread_pool.h"

#include <QTest>

#include <atomic>
#include <ctime>
#include <latch>
#include <stdexcept>
#include <vector>

using namespace tilescribe;

namespace {

double process_cpu_seconds() {
    std::timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

float smallest_normal_halved() {
    volatile float tiny = 1.17549435e-38F;
    return tiny * 0.5F;
}

}  // namespace

/// The data-parallel loop of the CPU kernels.
class TestThreadPool : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void every_index_runs_once_data() {
        QTest::addColumn<int>("threads");
        QTest::addColumn<int>("count");
        for (const int threads : {1, 2, 3, 8})
            for (const int count : {0, 1, 2, 7, 1000}) QTest::addRow("%d threads, %d", threads, count) << threads << count;
    }
    void every_index_runs_once() {
        QFETCH(int, threads);
        QFETCH(int, count);
        ThreadPool pool(threads);
        QCOMPARE(pool.threads(), threads);
        std::vector<std::atomic<int>> calls(static_cast<std::size_t>(count));
        pool.for_each(count, [&](std::int64_t i, int) { ++calls[static_cast<std::size_t>(i)]; });
        for (const auto& n : calls) QCOMPARE(n.load(), 1);
    }

    void results_are_seen_after_each_of_many_short_loops() {
        ThreadPool pool(3);
        std::vector<int> values(5);
        for (int round = 0; round < 20000; ++round) {
            pool.for_each(5, [&](std::int64_t i, int) { ++values[static_cast<std::size_t>(i)]; });
            for (const int value : values) QCOMPARE(value, round + 1);
        }
    }

    void a_slot_is_used_by_one_thread_at_a_time() {
        ThreadPool pool(4);
        std::vector<std::atomic<bool>> busy(4);
        std::atomic<int> overlaps = 0;
        pool.for_each(2000, [&](std::int64_t, int slot) {
            if (busy[static_cast<std::size_t>(slot)].exchange(true)) ++overlaps;
            busy[static_cast<std::size_t>(slot)] = false;
        });
        QCOMPARE(overlaps.load(), 0);
    }

    void all_threads_take_part() {
        ThreadPool pool(3);
        std::latch all(3);  // each body waits for the others: only three threads together get through
        pool.for_each(3, [&](std::int64_t, int) { all.arrive_and_wait(); });
    }

    void an_exception_reaches_the_caller_and_the_pool_lives_on() {
        ThreadPool pool(3);
        for (int round = 0; round < 100; ++round) {
            QVERIFY_THROWS_EXCEPTION(std::runtime_error, pool.for_each(50, [](std::int64_t i, int) {
                if (i == 17) throw std::runtime_error("seventeen");
            }));
            std::atomic<int> calls = 0;
            pool.for_each(50, [&](std::int64_t, int) { ++calls; });
            QCOMPARE(calls.load(), 50);
        }
    }

    void workers_flush_denormals() {
        ThreadPool pool(2);
        std::latch both(2);
        std::vector<float> halves(2, 1.0F);
        pool.for_each(2, [&](std::int64_t, int slot) {
            both.arrive_and_wait();
            halves[static_cast<std::size_t>(slot)] = smallest_normal_halved();
        });
        QCOMPARE(halves[1], 0.0F);
        QVERIFY(halves[0] > 0.0F);  // the caller's thread is its own
        {
            const FlushDenormals flush;
            QCOMPARE(smallest_normal_halved(), 0.0F);
        }
        QVERIFY(smallest_normal_halved() > 0.0F);
    }

    /// Processor time, not the clock's: a loaded machine changes nothing.
    void idle_workers_use_no_processor_time() {
        ThreadPool pool(4);
        pool.for_each(100, [](std::int64_t, int) {});
        const double before = process_cpu_seconds();
        QTest::qSleep(250);
        QVERIFY(process_cpu_seconds() - before < 0.05);
    }
};

QTEST_GUILESS_MAIN(TestThreadPool)
#include "test_thread_pool.moc"
