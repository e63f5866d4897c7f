// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/files_view.h"

#include "tests/ui/sample_values.h"
#include "ui/bar_widget.h"
#include "ui/file_queue_model.h"
#include "ui/queue_table.h"

#include <QApplication>
#include <QDropEvent>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace tilescribe;

class FilesViewTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void actionsByMouse();
    void actionsByKeyboard();
    void reorderByKeyboard();
    void reorderByDrop();
    void footerFollowsTheQueue();
    void pauseAllToggles();
    void emptyStateOffersToAdd();

private:
    [[nodiscard]] QPoint cell(int row, int column) const;

    std::unique_ptr<FilesView> view_;
};

void FilesViewTest::init() {
    view_ = std::make_unique<FilesView>();
    view_->resize(900, 500);
    view_->queue()->setItems(samples::queue());
    view_->show();
    QVERIFY(QTest::qWaitForWindowExposed(view_.get()));
}

QPoint FilesViewTest::cell(int row, int column) const {
    return view_->table()->visualRect(view_->queue()->index(row, column)).center();
}

void FilesViewTest::actionsByMouse() {
    QSignalSpy open(view_.get(), &FilesView::openRequested);
    QSignalSpy cancel(view_.get(), &FilesView::cancelRequested);
    QSignalSpy remove(view_.get(), &FilesView::removeRequested);
    QWidget* viewport = view_->table()->viewport();
    QTest::mouseClick(viewport, Qt::LeftButton, {}, cell(0, FileQueueModel::ActionColumn));
    QTest::mouseClick(viewport, Qt::LeftButton, {}, cell(1, FileQueueModel::ActionColumn));
    QTest::mouseClick(viewport, Qt::LeftButton, {}, cell(4, FileQueueModel::ActionColumn));
    QCOMPARE(open.count(), 1);
    QCOMPARE(open[0][0].toLongLong(), 1);
    QCOMPARE(cancel.count(), 1);
    QCOMPARE(cancel[0][0].toLongLong(), 2);
    QCOMPARE(remove.count(), 1);
    QCOMPARE(remove[0][0].toLongLong(), 5);
}

void FilesViewTest::actionsByKeyboard() {
    QSignalSpy open(view_.get(), &FilesView::openRequested);
    QSignalSpy cancel(view_.get(), &FilesView::cancelRequested);
    QSignalSpy retry(view_.get(), &FilesView::retryRequested);
    QSignalSpy remove(view_.get(), &FilesView::removeRequested);
    QueueTable* table = view_->table();
    table->setCurrentIndex(view_->queue()->index(0, 0));
    QTest::keyClick(table, Qt::Key_Return);
    QTest::keyClick(table, Qt::Key_Delete);
    table->setCurrentIndex(view_->queue()->index(1, 0));
    QTest::keyClick(table, Qt::Key_Return);  // not finished: nothing to open
    QTest::keyClick(table, Qt::Key_Delete);
    QTest::keyClick(table, Qt::Key_R);
    table->setCurrentIndex(view_->queue()->index(4, 0));
    QTest::keyClick(table, Qt::Key_R);
    QCOMPARE(open.count(), 1);
    QCOMPARE(remove.count(), 1);
    QCOMPARE(cancel.count(), 1);
    QCOMPARE(retry.count(), 1);
    QCOMPARE(retry[0][0].toLongLong(), 5);
}

void FilesViewTest::reorderByKeyboard() {
    QSignalSpy moved(view_.get(), &FilesView::itemMoved);
    QueueTable* table = view_->table();
    table->setCurrentIndex(view_->queue()->index(2, 0));
    QTest::keyClick(table, Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(view_->queue()->rowOf(3), 1);
    QCOMPARE(table->currentIndex().row(), 1);  // the focus goes with it
    QTest::keyClick(table, Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(moved.count(), 2);
    table->setCurrentIndex(view_->queue()->index(0, 0));
    QTest::keyClick(table, Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(moved.count(), 2);
}

void FilesViewTest::reorderByDrop() {
    QSignalSpy moved(view_.get(), &FilesView::itemMoved);
    const std::unique_ptr<QMimeData> mime(view_->queue()->mimeData({view_->queue()->index(0, 0)}));
    const QRect target = view_->table()->visualRect(view_->queue()->index(2, 0));
    QDragEnterEvent enter(target.center(), Qt::MoveAction, mime.get(), Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(view_->table()->viewport(), &enter);
    QDropEvent drop(QPointF(target.center().x(), target.bottom() - 2), Qt::MoveAction, mime.get(), Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(view_->table()->viewport(), &drop);
    QCOMPARE(moved.count(), 1);
    QCOMPARE(view_->queue()->rowOf(1), 2);
    QCOMPARE(view_->queue()->rowCount(), 6);
    QVERIFY(!view_->queue()->removeRow(0));  // nor will the view's own clearing after a drag take one away
}

void FilesViewTest::footerFollowsTheQueue() {
    auto* bar = view_->findChild<BarWidget*>();
    const double before = bar->fraction();
    QVERIFY(before > 0.5 && before < 1);
    QueueItem item = view_->queue()->items()[1];
    item.progress = 0.99;
    view_->queue()->upsert(item);
    QVERIFY(bar->fraction() > before);
}

void FilesViewTest::pauseAllToggles() {
    QSignalSpy pause(view_.get(), &FilesView::pauseAllRequested);
    QSignalSpy resume(view_.get(), &FilesView::resumeAllRequested);
    QPushButton* button = nullptr;
    for (auto* candidate : view_->findChildren<QPushButton*>()) {
        if (candidate->text() == "Pause all") button = candidate;
    }
    if (button == nullptr) QFAIL("there is no such button");
    QTest::mouseClick(button, Qt::LeftButton);
    view_->setPaused(true);
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(pause.count(), 1);
    QCOMPARE(resume.count(), 1);
}

void FilesViewTest::emptyStateOffersToAdd() {
    QSignalSpy add(view_.get(), &FilesView::addRequested);
    view_->queue()->setItems({});
    QVERIFY(!view_->table()->isVisible());
    int offers = 0;
    for (auto* button : view_->findChildren<QPushButton*>()) {
        if (!button->isVisible() || button->text() != QStringLiteral("Add files…")) continue;
        ++offers;
        QTest::mouseClick(button, Qt::LeftButton);
    }
    QCOMPARE(offers, 2);
    QCOMPARE(add.count(), 2);
}

QTEST_MAIN(FilesViewTest)
#include "files_view_test.moc"
