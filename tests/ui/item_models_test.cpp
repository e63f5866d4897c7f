// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/sample_values.h"
#include "ui/file_queue_model.h"
#include "ui/kernel_table_model.h"
#include "ui/session_list_model.h"
#include "ui/transcript_model.h"

#include <QAbstractItemModelTester>
#include <QMimeData>
#include <QSignalSpy>
#include <QSortFilterProxyModel>
#include <QTest>

#include <memory>
#include <random>

using namespace tilescribe;

using Mode = QAbstractItemModelTester::FailureReportingMode;

/// Every model under QAbstractItemModelTester, through the changes it will really see.
class ItemModelsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void transcriptKeepsPartialRowsInPlace();
    void transcriptOrdersLateRowsByTime();
    void transcriptFindsTheRowSpoken();
    void transcriptSurvivesRandomChanges();
    void queueUpdatesInPlaceAndMoves();
    void queueMovesByMimeData();
    void queueSumsUp();
    void queueGuessesLengths();
    void sessionsRenameOnlyAsks();
    void sessionsInsertByDate();
    void kernelsKeepRowsById();
    void kernelsSortThroughAProxy();
    void unknownFiguresAreNotZeros();
};

void ItemModelsTest::transcriptKeepsPartialRowsInPlace() {
    TranscriptModel model;
    const QAbstractItemModelTester tester(&model, Mode::QtTest);
    model.setLines(samples::captions());
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);

    CaptionLine partial = model.lines().back();
    partial.confirmed += QStringLiteral(" and share it");
    partial.provisional = QStringLiteral("with everyone");
    model.upsert(partial);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed[0][0].toModelIndex().row(), model.rowCount() - 1);
    QCOMPARE(inserted.count(), 0);
    QCOMPARE(model.index(model.rowCount() - 1).data(TranscriptModel::ProvisionalRole).toString(), QStringLiteral("with everyone"));

    model.upsert(partial);
    QCOMPARE(changed.count(), 1);  // nothing new, nothing said

    model.remove(partial.id);
    model.remove(4711);
    QCOMPARE(model.rowOf(partial.id), -1);
    QCOMPARE(model.rowOf(1), 0);
    model.clear();
    QCOMPARE(model.rowCount(), 0);
}

void ItemModelsTest::transcriptOrdersLateRowsByTime() {
    TranscriptModel model;
    const QAbstractItemModelTester tester(&model, Mode::QtTest);
    model.upsert({.id = 1, .start = 10, .end = 12, .confirmed = "b"});
    model.upsert({.id = 2, .start = 20, .end = 22, .confirmed = "c"});
    model.upsert({.id = 3, .start = 5, .end = 7, .confirmed = "a"});
    model.upsert({.id = 4, .start = 20, .end = 21, .track = 1, .confirmed = "d"});
    QCOMPARE(model.rowOf(3), 0);
    QCOMPARE(model.rowOf(1), 1);
    QCOMPARE(model.rowOf(2), 2);
    QCOMPARE(model.rowOf(4), 3);
}

void ItemModelsTest::transcriptFindsTheRowSpoken() {
    TranscriptModel model;
    model.setLines(samples::captions());
    QCOMPARE(model.rowAt(862), 0);
    QCOMPARE(model.rowAt(866.5), -1);
    QCOMPARE(model.rowAt(884.3), -1);  // in the gap
    QCOMPARE(model.rowAt(891), 5);
    QCOMPARE(model.rowAt(1e9), -1);
    QCOMPARE(model.rowAt(-1), -1);
}

void ItemModelsTest::transcriptSurvivesRandomChanges() {
    TranscriptModel model;
    const QAbstractItemModelTester tester(&model, Mode::QtTest);
    std::mt19937 random(7);
    for (int step = 0; step < 600; ++step) {
        const qint64 id = random() % 60;
        if (random() % 4 == 0) {
            model.remove(id);
        } else {
            model.upsert({.id = id, .start = static_cast<double>(random() % 100), .confirmed = QString::number(step)});
        }
    }
    for (int row = 0; row < model.rowCount(); ++row) {
        QCOMPARE(model.rowOf(model.lines()[static_cast<std::size_t>(row)].id), row);
    }
}

void ItemModelsTest::queueUpdatesInPlaceAndMoves() {
    FileQueueModel model;
    const QAbstractItemModelTester tester(&model, Mode::QtTest);
    model.setItems(samples::queue());
    QSignalSpy moved(&model, &FileQueueModel::itemMoved);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);

    QueueItem item = model.items()[1];
    item.progress = 0.64;
    model.upsert(item);
    QCOMPARE(model.index(1, FileQueueModel::ProgressColumn).data().toString(), QStringLiteral("64 %"));

    QVERIFY(model.moveItem(3, 0));
    QCOMPARE(model.rowOf(3), 0);
    QCOMPARE(model.rowOf(1), 1);
    QVERIFY(model.moveItem(3, 99));
    QCOMPARE(model.rowOf(3), model.rowCount() - 1);
    QVERIFY(!model.moveItem(3, model.rowCount() - 1));
    QVERIFY(!model.moveItem(4711, 0));
    QCOMPARE(moved.count(), 2);
    QCOMPARE(moved[0][1].toInt(), 0);

    model.removeItem(3);
    model.removeItem(3);
    model.upsert({.id = 77, .name = "new.wav"});
    QCOMPARE(model.rowOf(77), model.rowCount() - 1);
    QCOMPARE(reset.count(), 0);
}

void ItemModelsTest::queueMovesByMimeData() {
    FileQueueModel model;
    const QAbstractItemModelTester tester(&model, Mode::QtTest);
    model.setItems(samples::queue());
    const std::unique_ptr<QMimeData> mime(model.mimeData({model.index(0, 0)}));
    QVERIFY(model.dropMimeData(mime.get(), Qt::MoveAction, 3, 0, {}));
    QCOMPARE(model.rowOf(1), 2);  // before what was row 3

    QMimeData strange;
    strange.setData(model.mimeTypes().first(), "not a number");
    QVERIFY(!model.dropMimeData(&strange, Qt::MoveAction, 0, 0, {}));
    strange.setData(model.mimeTypes().first(), "4711");
    QVERIFY(!model.dropMimeData(&strange, Qt::MoveAction, 0, 0, {}));
}

/// A file that has not been opened yet counts as long as the others, so that the bar does not run ahead.
void ItemModelsTest::queueGuessesLengths() {
    FileQueueModel model;
    model.upsert({.id = 1, .name = "a", .state = QueueItem::State::running, .lengthS = 100, .progress = 0.5, .speed = 10});
    QCOMPARE(model.overall().progress, 0.5);
    model.upsert({.id = 2, .name = "b", .state = QueueItem::State::waiting});
    QCOMPARE(model.overall().progress, 0.25);
    QCOMPARE(model.overall().leftS.value_or(0), 15.0);
    QCOMPARE(model.overall().lengthS, 100.0);  // what is said is what is known
    model.upsert({.id = 2, .name = "b", .state = QueueItem::State::failed});
    QCOMPARE(model.overall().progress, 0.5);
}

void ItemModelsTest::queueSumsUp() {
    FileQueueModel model;
    QCOMPARE(model.overall().total, 0);
    QCOMPARE(model.overall().progress, 0.0);
    model.setItems({{.id = 1, .state = QueueItem::State::done, .lengthS = 100, .progress = 1},
                    {.id = 2, .state = QueueItem::State::running, .lengthS = 100, .progress = 0.5, .speed = 10},
                    {.id = 3, .state = QueueItem::State::failed},
                    {.id = 4, .lengthS = 200}});
    const auto sum = model.overall();
    QCOMPARE(sum.finished, 2);
    QCOMPARE(sum.lengthS, 400.0);
    QCOMPARE(sum.progress, 150.0 / 400);
    QCOMPARE(sum.leftS.value_or(-1), 25.0);
    model.setItems({{.id = 4, .lengthS = 200}});
    QVERIFY(!model.overall().leftS);  // nothing runs: no guess
}

void ItemModelsTest::sessionsRenameOnlyAsks() {
    SessionListModel model;
    const QAbstractItemModelTester tester(&model, Mode::QtTest);
    model.setRows(samples::sessions());
    QSignalSpy asked(&model, &SessionListModel::renameRequested);
    QVERIFY(model.setData(model.index(0), "  Planning,   week 47 ", Qt::EditRole));
    QCOMPARE(asked.count(), 1);
    QCOMPARE(asked[0][1].toString(), QStringLiteral("Planning, week 47"));
    QCOMPARE(model.index(0).data().toString(), QStringLiteral("Weekly planning"));
    QVERIFY(!model.setData(model.index(0), "   ", Qt::EditRole));
    QVERIFY(!model.setData(model.index(0), "Weekly planning", Qt::EditRole));
    QCOMPARE(asked.count(), 1);
}

void ItemModelsTest::sessionsInsertByDate() {
    SessionListModel model;
    const QAbstractItemModelTester tester(&model, Mode::QtTest);
    model.setRows(samples::sessions());
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    SessionRow renamed = model.rows()[1];
    renamed.title = "Frank";
    auto rows = model.rows();
    rows[1] = renamed;
    model.setRows(rows);
    QCOMPARE(reset.count(), 0);  // the same sessions: the selection stays
    QCOMPARE(model.index(1).data().toString(), QStringLiteral("Frank"));

    model.upsert({.id = 99, .title = "Now", .date = QDateTime(QDate(2026, 11, 22), QTime(8, 0))});
    QCOMPARE(model.rowOf(99), 0);
    model.upsert({.id = 98, .title = "Old", .date = QDateTime(QDate(2020, 1, 1), QTime(8, 0))});
    QCOMPARE(model.rowOf(98), model.rowCount() - 1);
    model.removeSession(99);
    QCOMPARE(model.rowOf(99), -1);
}

void ItemModelsTest::kernelsKeepRowsById() {
    KernelTableModel model;
    const QAbstractItemModelTester tester(&model, Mode::QtTest);
    auto rows = samples::kernels(true);
    model.setRows(rows);
    const QPersistentModelIndex decoder = model.index(7, 0);
    rows.erase(rows.begin());
    rows.back().calls = 5000;
    rows.push_back({.id = "new", .name = "New", .device = "CPU"});
    model.setRows(rows);
    QVERIFY(decoder.isValid());
    QCOMPARE(decoder.data().toString(), QStringLiteral("Decoder step"));
    QCOMPARE(model.rowCount(), 9);
    model.setRows({});
    QCOMPARE(model.rowCount(), 0);
}

void ItemModelsTest::kernelsSortThroughAProxy() {
    KernelTableModel model;
    QSortFilterProxyModel proxy;
    proxy.setSourceModel(&model);
    proxy.setSortRole(KernelTableModel::SortRole);
    const QAbstractItemModelTester tester(&proxy, Mode::QtTest);
    model.setRows(samples::kernels(true));
    proxy.sort(KernelTableModel::ShareColumn, Qt::DescendingOrder);
    QCOMPARE(proxy.index(0, 0).data().toString(), QStringLiteral("Decoder step"));
    auto rows = samples::kernels(true);
    rows[0].share = 0.99;
    model.setRows(rows);
    QCOMPARE(proxy.index(0, 0).data().toString(), QStringLiteral("Log-mel"));
}

void ItemModelsTest::unknownFiguresAreNotZeros() {
    KernelTableModel model;
    model.setRows({{.id = "x", .name = "X", .device = "NPU", .onNpu = true, .simulated = true}});
    for (const int column : {KernelTableModel::MeanColumn, KernelTableModel::P99Column, KernelTableModel::GflopsColumn}) {
        QCOMPARE(model.index(0, column).data().toString(), QStringLiteral("—"));
    }
    QVERIFY(model.index(0, KernelTableModel::DeviceColumn).data().toString().contains("simulated"));
}

QTEST_MAIN(ItemModelsTest)
#include "item_models_test.moc"
