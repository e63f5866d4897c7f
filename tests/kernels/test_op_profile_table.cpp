// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/op_profile_table.h"

#include <QTest>

using namespace tilescribe;
using namespace std::chrono_literals;

class TestOpProfileTable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_table_of_every_kind_of_figure() {
        OpProfile profile;
        for (int i = 0; i < 3; ++i)
            profile.record({.tag = {OpKind::mlp}, .macs = 1'000'000, .bytes = 4'000'000, .duration = 2ms, .device = "cpu"});
        profile.record({.tag = {OpKind::token_search}, .duration = 80ns, .device = "cpu"});
        profile.record({.tag = {OpKind::vocabulary}, .duration = 2s, .device = "cpu"});
        profile.record({.tag = {OpKind::mlp}, .duration = 900us, .device = "npu", .simulated = true});
        const QString expected =
            "Kernel                 Device           Calls     Total      Mean       p50       p95       p99   Share  GFLOP/s  "
            "GB/s\n"
            "Vocabulary projection  cpu                  1    2.00 s    2.00 s    2.00 s    2.00 s    2.00 s   99.7%        -     "
            "-\n"
            "Encoder MLP            cpu                  3    6.0 ms    2.0 ms    2.0 ms    2.0 ms    2.0 ms    0.3%      1.0   "
            "2.0\n"
            "Token search           cpu                  1     80 ns     80 ns     80 ns     80 ns     80 ns    0.0%        -     "
            "-\n"
            "Encoder MLP            npu (simulated)      1  900.0 us  900.0 us  900.0 us  900.0 us  900.0 us  100.0%        -     "
            "-\n"
            "Total                                            2.01 s\n"
            "Total (simulated)                              900.0 us\n";
        QCOMPARE(QString::fromStdString(format_as_table(profile.snapshot())), expected);
    }

    void nothing_ran() {
        const QString table = QString::fromStdString(format_as_table({}));
        QCOMPARE(table.count('\n'), 2);  // the headings and a total of nothing
        QVERIFY(table.endsWith("0 ns\n"));
    }
};

QTEST_GUILESS_MAIN(TestOpProfileTable)
#include "test_op_profile_table.moc"
