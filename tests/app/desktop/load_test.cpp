// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/cpu_load.h"

#include <QFile>
#include <QTest>

#include <chrono>
#include <ctime>
#include <unistd.h>

using namespace tilescribe;

class LoadTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsTheFormats();
    void refusesWhatIsNotProc();
    void ownLoadAgreesWithTheClock();
    void memoryAgreesWithStatm();
};

void LoadTest::readsTheFormats() {
    const auto before = parse_cpu_ticks("cpu  100 0 50 800 50 0 0 0 0 0", "1 (a) b) S 1 1 1 0 -1 0 0 0 0 0 30 10 0 0");
    const auto after = parse_cpu_ticks("cpu  160 0 70 820 50 0 0 0 0 0", "1 (a) b) S 1 1 1 0 -1 0 0 0 0 0 60 20 0 0");
    QVERIFY(before && after);
    QCOMPARE(before->program, 40U);
    const auto load = cpu_load_between(*before, *after);
    QVERIFY(load);
    QCOMPARE(load->machine, 0.8);
    QCOMPARE(load->program, 0.4);
    QVERIFY(!cpu_load_between(*after, *after));
    QVERIFY(!cpu_load_between(*after, *before));
}

void LoadTest::refusesWhatIsNotProc() {
    QVERIFY(!parse_cpu_ticks("", ""));
    QVERIFY(!parse_cpu_ticks("cpu 1 2 3", "1 (a) S 1 1 1 0 -1 0 0 0 0 0 1 1"));
    QVERIFY(!parse_cpu_ticks("cpu 1 2 3 4 5", "no parenthesis"));
    QVERIFY(!parse_cpu_ticks("cpu 1 2 3 4 5", "1 (a) S 1"));
}

void LoadTest::ownLoadAgreesWithTheClock() {
    const auto before = read_cpu_ticks();
    const std::clock_t begin = std::clock();
    while (std::clock() - begin < CLOCKS_PER_SEC / 2) {
    }
    const auto after = read_cpu_ticks();
    QVERIFY(before && after);
    const double seconds = static_cast<double>(after->program - before->program) / static_cast<double>(::sysconf(_SC_CLK_TCK));
    const double own = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    QVERIFY2(std::abs(seconds - own) < 0.05, qPrintable(QStringLiteral("%1 s, the clock says %2 s").arg(seconds).arg(own)));
    const auto load = cpu_load_between(*before, *after);
    QVERIFY(load);
    QVERIFY(load->program > 0 && load->machine >= load->program - 0.1 && load->machine <= 1);
}

void LoadTest::memoryAgreesWithStatm() {
    const auto bytes = resident_bytes();
    QFile statm("/proc/self/statm");
    QVERIFY(statm.open(QIODevice::ReadOnly));
    const qint64 pages = statm.readLine().split(' ').at(1).toLongLong();
    QVERIFY(bytes);
    QVERIFY(std::abs(*bytes - pages * ::sysconf(_SC_PAGESIZE)) < (4 << 20));
}

QTEST_GUILESS_MAIN(LoadTest)
#include "load_test.moc"
