// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/single_instance.h"

#include <QDir>
#include <QFile>
#include <QFuture>
#include <QLocalSocket>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <memory>

using namespace tilescribe;

class SingleInstanceTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theSecondHandsOver();
    void leftoversDoNotHinder();
    void nonsenseIsIgnored();
    void nobodyAnswers();
    void theNextWaitsForOneThatEnds();
};

void SingleInstanceTest::theSecondHandsOver() {
    QTemporaryDir folder;
    SingleInstance first(folder.path());
    QVERIFY(first.claim());
    QSignalSpy called(&first, &SingleInstance::called);
    bool claimed = true;
    bool handed = false;
    const std::unique_ptr<QThread> other(QThread::create([&] {
        SingleInstance second(folder.path());
        claimed = second.claim();
        handed = second.handOver({"/a/short.wav", "relative ü.wav"});
    }));
    other->start();
    QTRY_VERIFY(other->isFinished());
    QVERIFY(!claimed);
    QVERIFY(handed);
    QTRY_COMPARE(called.count(), 1);
    QCOMPARE(called[0][0].toStringList(), QStringList({"/a/short.wav", QDir::current().absoluteFilePath("relative ü.wav")}));
}

void SingleInstanceTest::leftoversDoNotHinder() {
    QTemporaryDir folder;
    QFile socket(folder.filePath("tilescribe.socket"));
    QVERIFY(socket.open(QIODevice::WriteOnly));
    socket.close();
    SingleInstance first(folder.path());
    QVERIFY(first.claim());
}

void SingleInstanceTest::nonsenseIsIgnored() {
    QTemporaryDir folder;
    SingleInstance first(folder.path());
    QVERIFY(first.claim());
    QSignalSpy called(&first, &SingleInstance::called);
    QLocalSocket socket;
    socket.connectToServer(folder.filePath("tilescribe.socket"));
    QVERIFY(socket.waitForConnected());
    socket.write("{nonsense\n");
    QTRY_COMPARE(called.count(), 1);
    QVERIFY(called[0][0].toStringList().isEmpty());
}

void SingleInstanceTest::nobodyAnswers() {
    QTemporaryDir folder;
    SingleInstance lonely(folder.path());
    QVERIFY(!lonely.handOver({"a.wav"}));
}

void SingleInstanceTest::theNextWaitsForOneThatEnds() {
    QTemporaryDir folder;
    auto ending = std::make_unique<SingleInstance>(folder.path());
    QVERIFY(ending->claim());
    ending->stopHearing();
    bool handed = true;
    bool claimed = false;
    QSemaphore asked;
    const std::unique_ptr<QThread> starting(QThread::create([&] {  // beside this thread, which would answer
        SingleInstance next(folder.path());
        handed = !next.claim() && next.handOver({"a.wav"});
        asked.release();
        claimed = next.claim(std::chrono::minutes(1));
    }));
    starting->start();
    QTRY_VERIFY_WITH_TIMEOUT(asked.available() == 1, 60'000);
    QVERIFY(!starting->isFinished());
    ending.reset();
    QTRY_VERIFY_WITH_TIMEOUT(starting->isFinished(), 60'000);
    QVERIFY(!handed);
    QVERIFY(claimed);
}

QTEST_GUILESS_MAIN(SingleInstanceTest)
#include "single_instance_test.moc"
