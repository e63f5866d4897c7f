// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/op_profile.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>
#include <thread>
#include <vector>

using namespace tilescribe;
using namespace std::chrono_literals;
using std::chrono::nanoseconds;

namespace {

constexpr double half_a_bin = 0.008;  ///< bins are 1/64 of an octave's beginning wide; their middle is reported

OpRecord record_of(OpKind kind, nanoseconds duration, std::string_view device = "cpu", bool simulated = false) {
    return {.tag = {kind}, .macs = 1000, .bytes = 500, .duration = duration, .device = device, .simulated = simulated};
}

nanoseconds nearest_rank(std::vector<nanoseconds> sorted, double fraction) {
    std::sort(sorted.begin(), sorted.end());
    return sorted[static_cast<std::size_t>(std::ceil(fraction * static_cast<double>(sorted.size()))) - 1];
}

bool is_within(nanoseconds received, nanoseconds expected, double tolerance) {
    const auto wanted = static_cast<double>(expected.count());
    return std::abs(static_cast<double>(received.count()) - wanted) <= tolerance * wanted + 0.5;
}

}  // namespace

class TestOpProfile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothing_recorded() {
        const OpProfileSnapshot snapshot = OpProfile().snapshot();
        QVERIFY(snapshot.rows.empty());
        QCOMPARE(snapshot.measured_total.count(), 0);
        QCOMPARE(DurationHistogram().percentile(0.5).count(), 0);
    }

    void sums_and_rates() {
        OpProfile profile;
        profile.record(record_of(OpKind::mlp, 100us));
        profile.record(record_of(OpKind::mlp, 300us));
        profile.record(record_of(OpKind::qkv, 100us));
        const OpProfileSnapshot snapshot = profile.snapshot();
        QCOMPARE(snapshot.rows.size(), std::size_t{2});
        QVERIFY(snapshot.rows[0].kind == OpKind::qkv);  // in the order of OpKind
        const OpProfileRow& row = snapshot.rows[1];
        QVERIFY(row.kind == OpKind::mlp);
        QVERIFY(row.device == "cpu");
        QCOMPARE(row.calls, std::int64_t{2});
        QCOMPARE(row.total, nanoseconds(400us));
        QCOMPARE(row.mean, nanoseconds(200us));
        QCOMPARE(row.min, nanoseconds(100us));
        QCOMPARE(row.max, nanoseconds(300us));
        QCOMPARE(row.macs, std::int64_t{2000});
        QCOMPARE(row.gflops_per_second, 4000.0 / 400e-6 / 1e9);
        QCOMPARE(row.gbytes_per_second, 1000.0 / 400e-6 / 1e9);
        QCOMPARE(row.share, 0.8);
        QCOMPARE(snapshot.measured_total, nanoseconds(500us));
    }

    void devices_and_simulated_times_stay_apart() {
        OpProfile profile;
        profile.record(record_of(OpKind::mlp, 100us, "cpu"));
        profile.record(record_of(OpKind::mlp, 20us, "npu"));
        profile.record(record_of(OpKind::mlp, 7us, "npu", true));
        profile.record(record_of(OpKind::qkv, 1us, "npu", true));
        const OpProfileSnapshot snapshot = profile.snapshot();
        QCOMPARE(snapshot.rows.size(), std::size_t{4});
        QCOMPARE(snapshot.measured_total, nanoseconds(120us));
        QCOMPARE(snapshot.simulated_total, nanoseconds(8us));
        for (const OpProfileRow& row : snapshot.rows)
            if (row.kind == OpKind::mlp && row.simulated) QCOMPARE(row.share, 0.875);
    }

    void percentiles_of_known_data_data() {
        QTest::addColumn<double>("median_ns");
        QTest::addColumn<double>("spread");  // standard deviation of the logarithm
        QTest::newRow("tens of nanoseconds") << 40.0 << 0.4;
        QTest::newRow("microseconds") << 3e3 << 1.0;
        QTest::newRow("milliseconds") << 5e6 << 0.1;
        QTest::newRow("everything") << 1e6 << 5.0;
    }

    void percentiles_of_known_data() {
        QFETCH(double, median_ns);
        QFETCH(double, spread);
        std::mt19937 random(7);
        std::lognormal_distribution<double> distribution(std::log(median_ns), spread);
        OpProfile profile;
        std::vector<nanoseconds> durations;
        for (int i = 0; i < 10'000; ++i) {
            durations.emplace_back(std::llround(std::min(distribution(random), 4e12)));
            profile.record(record_of(OpKind::mlp, durations.back()));
        }
        const OpProfileRow row = profile.snapshot().rows.at(0);
        QVERIFY(is_within(row.p50, nearest_rank(durations, 0.50), half_a_bin));
        QVERIFY(is_within(row.p95, nearest_rank(durations, 0.95), half_a_bin));
        QVERIFY(is_within(row.p99, nearest_rank(durations, 0.99), half_a_bin));
        QCOMPARE(row.min, *std::min_element(durations.begin(), durations.end()));
        QCOMPARE(row.max, *std::max_element(durations.begin(), durations.end()));
    }

    /// Powers of two, where the bins change their width.
    void every_octave() {
        for (int exponent = 0; exponent < 42; ++exponent) {
            for (const std::int64_t offset : {-1, 0, 1}) {
                const nanoseconds duration((std::int64_t{1} << exponent) + offset);
                DurationHistogram histogram;
                histogram.add(duration);
                QVERIFY2(is_within(histogram.percentile(0.5), duration, half_a_bin), qPrintable(QString::number(duration.count())));
            }
        }
    }

    void absurd_durations() {
        OpProfile profile;
        profile.record(record_of(OpKind::mlp, nanoseconds(-5)));
        profile.record(record_of(OpKind::mlp, nanoseconds::max() / 2));
        const OpProfileRow row = profile.snapshot().rows.at(0);
        QCOMPARE(row.calls, std::int64_t{2});
        QVERIFY(row.p50 >= row.min && row.p99 <= row.max);
    }

    void threads_lose_no_record() {
        constexpr int n_threads = 4;
        constexpr int n_records = 20'000;
        OpProfile profile;
        {
            std::vector<std::jthread> threads;
            threads.reserve(n_threads);
            for (int t = 0; t < n_threads; ++t)
                threads.emplace_back([&profile, t] {
                    for (int i = 0; i < n_records; ++i)
                        profile.record(
                            record_of(static_cast<OpKind>(i % op_kind_count), nanoseconds(100), t % 2 == 0 ? "cpu" : "npu"));
                });
            for (int i = 0; i < 100; ++i) {
                std::int64_t calls = 0;
                const OpProfileSnapshot snapshot = profile.snapshot();
                for (const OpProfileRow& row : snapshot.rows) calls += row.calls;
                QCOMPARE(snapshot.measured_total.count(), 100 * calls);  // a snapshot is of one moment
            }
        }
        std::int64_t calls = 0;
        for (const OpProfileRow& row : profile.snapshot().rows) calls += row.calls;
        QCOMPARE(calls, std::int64_t{n_threads * n_records});
    }

    void clear_forgets() {
        OpProfile profile;
        profile.record(record_of(OpKind::mlp, 100us));
        profile.clear();
        QVERIFY(profile.snapshot().rows.empty());
    }

    void scopes_feed_it() {
        OpProfile profile;
        {
            const OpTimingScope scope(&profile, record_of(OpKind::token_search, 0ns));
        }
        const OpProfileSnapshot snapshot = profile.snapshot();
        QCOMPARE(snapshot.rows.at(0).calls, std::int64_t{1});
        QVERIFY(snapshot.measured_total > 0ns);
    }
};

QTEST_GUILESS_MAIN(TestOpProfile)
#include "test_op_profile.moc"
