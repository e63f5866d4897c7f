// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/storage_use.h"

#include <QDir>
#include <QFile>
#include <QStorageInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace tilescribe;

class StorageUseTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void countsRecordingsAndBytes();
    void aFolderThatIsNotThereYet();
    void linksAreNotFollowed();
};

namespace {

void write(const QString& path, qsizetype bytes) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(QByteArray(bytes, 'x')), bytes);
}

}  // namespace

void StorageUseTest::countsRecordingsAndBytes() {
    const QTemporaryDir folder;
    QVERIFY(QDir(folder.path()).mkpath("2026-11-21 09.30.00"));
    QVERIFY(QDir(folder.path()).mkpath("2026-11-21 10.30.00/deeper"));
    write(folder.filePath("2026-11-21 09.30.00/You.wav"), 1000);
    write(folder.filePath("2026-11-21 10.30.00/deeper/Others.wav"), 234);
    const StorageUse use = storageUse(folder.path().toStdString());
    QCOMPARE(use.recordings, 2);
    QCOMPARE(use.bytes, 1234);
    const double disk = static_cast<double>(QStorageInfo(folder.path()).bytesAvailable());
    QVERIFY(use.freeBytes && *use.freeBytes > 0);
    QVERIFY(std::abs(static_cast<double>(*use.freeBytes) - disk) < 0.2 * disk + 1e9);  // others write too
}

void StorageUseTest::aFolderThatIsNotThereYet() {
    const QTemporaryDir folder;
    const StorageUse use = storageUse(folder.filePath("a/b/c").toStdString());
    QCOMPARE(use.recordings, 0);
    QCOMPARE(use.bytes, 0);
    QVERIFY(use.freeBytes.has_value());
    QVERIFY(!QFile::exists(folder.filePath("a")));
    QVERIFY(!storageUse({}).freeBytes.has_value());
}

void StorageUseTest::linksAreNotFollowed() {
    const QTemporaryDir folder;
    QVERIFY(QDir(folder.path()).mkpath("one"));
    QVERIFY(QFile::link(folder.path(), folder.filePath("one/round")));
    write(folder.filePath("one/You.wav"), 10);
    QCOMPARE(storageUse(folder.path().toStdString()).bytes, 10);
}

QTEST_GUILESS_MAIN(StorageUseTest)
#include "storage_use_test.moc"
