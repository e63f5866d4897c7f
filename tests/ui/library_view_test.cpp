// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library_view.h"

#include "tests/ui/sample_values.h"
#include "ui/session_list_model.h"

#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace tilescribe;

class LibraryViewTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void searchWaitsForThePause();
    void returnAndEmptyingSearchAtOnce();
    void downLeadsIntoTheList();
    void renameInPlace();
    void deleteKeyAsksForTheTrash();
    void soundIsDeletedOnlyAfterConfirmation();
    void exportMenuNamesEveryFormat();
    void openByReturnAndDoubleClick();

private:
    std::unique_ptr<LibraryView> view_;
    QListView* list_ = nullptr;
    QLineEdit* search_ = nullptr;
};

void LibraryViewTest::init() {
    view_ = std::make_unique<LibraryView>();
    view_->resize(900, 500);
    view_->sessions()->setRows(samples::sessions());
    view_->show();
    view_->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(view_.get()));
    list_ = view_->findChild<QListView*>();
    search_ = view_->findChild<QLineEdit*>();
}

void LibraryViewTest::searchWaitsForThePause() {
    QSignalSpy changed(view_.get(), &LibraryView::searchChanged);
    QTest::keyClicks(search_, "budget");
    QCOMPARE(changed.count(), 0);
    QTRY_COMPARE(changed.count(), 1);
    QCOMPARE(changed[0][0].toString(), QStringLiteral("budget"));
}

void LibraryViewTest::returnAndEmptyingSearchAtOnce() {
    QSignalSpy changed(view_.get(), &LibraryView::searchChanged);
    QTest::keyClicks(search_, "a");
    QTest::keyClick(search_, Qt::Key_Return);
    QCOMPARE(changed.count(), 1);
    QTest::keyClick(search_, Qt::Key_Backspace);
    QCOMPARE(changed.count(), 2);
    QCOMPARE(changed[1][0].toString(), QString());
}

void LibraryViewTest::downLeadsIntoTheList() {
    search_->setFocus();
    QTest::keyClick(search_, Qt::Key_Down);
    QVERIFY(list_->hasFocus());
    QCOMPARE(view_->currentSession(), 11);
}

void LibraryViewTest::renameInPlace() {
    QSignalSpy renamed(view_.get(), &LibraryView::renameRequested);
    list_->setFocus();
    list_->setCurrentIndex(view_->sessions()->index(1));
    QTest::keyClick(list_, Qt::Key_F2);
    auto* editor = list_->findChild<QLineEdit*>();
    QVERIFY(editor != nullptr);
    editor->selectAll();
    QTest::keyClicks(editor, "Frank");
    QTest::keyClick(editor, Qt::Key_Return);
    QTRY_COMPARE(renamed.count(), 1);
    QCOMPARE(renamed[0][0].toLongLong(), 12);
    QCOMPARE(renamed[0][1].toString(), QStringLiteral("Frank"));
}

void LibraryViewTest::deleteKeyAsksForTheTrash() {
    QSignalSpy deleted(view_.get(), &LibraryView::deleteRequested);
    QTest::keyClick(list_, Qt::Key_Delete);
    QCOMPARE(deleted.count(), 0);  // nothing chosen
    list_->setCurrentIndex(view_->sessions()->index(0));
    QTest::keyClick(list_, Qt::Key_Delete);
    QCOMPARE(deleted.count(), 1);
    QCOMPARE(deleted[0][1].value<DeleteScope>(), DeleteScope::everything);
    QCOMPARE(view_->sessions()->rowCount(), 4);  // the owner takes the row away, not the view
}

void LibraryViewTest::soundIsDeletedOnlyAfterConfirmation() {
    QSignalSpy deleted(view_.get(), &LibraryView::deleteRequested);
    list_->setCurrentIndex(view_->sessions()->index(0));
    QAction* soundAction = nullptr;
    for (auto* action : view_->findChildren<QAction*>()) {
        if (action->text().startsWith("Delete the sound, keep")) soundAction = action;
    }
    if (soundAction == nullptr) QFAIL("there is no such action");
    for (const bool confirm : {false, true}) {
        soundAction->trigger();
        auto* box = view_->findChild<QMessageBox*>();
        QVERIFY(box != nullptr);
        QAbstractButton* chosen = nullptr;
        for (auto* button : box->buttons()) {
            if ((box->buttonRole(button) == QMessageBox::DestructiveRole) == confirm) chosen = button;
        }
        if (chosen == nullptr) QFAIL("the question has no such answer");
        chosen->click();
        QTRY_VERIFY(view_->findChild<QMessageBox*>() == nullptr);
        QCOMPARE(deleted.count(), confirm ? 1 : 0);
    }
    QCOMPARE(deleted[0][1].value<DeleteScope>(), DeleteScope::soundOnly);
}

void LibraryViewTest::exportMenuNamesEveryFormat() {
    QSignalSpy exported(view_.get(), &LibraryView::exportRequested);
    list_->setCurrentIndex(view_->sessions()->index(2));
    for (auto* button : view_->findChildren<QPushButton*>()) {
        if (button->text() != "Export") continue;
        QCOMPARE(button->menu()->actions().size(), 9);
        for (auto* action : button->menu()->actions()) action->trigger();
    }
    QCOMPARE(exported.count(), 9);
    QCOMPARE(exported[0][0].toLongLong(), 13);
    QSet<int> formats;
    for (const auto& call : exported) formats.insert(static_cast<int>(call[1].value<TranscriptFormat>()));
    QCOMPARE(formats.size(), 9);
}

void LibraryViewTest::openByReturnAndDoubleClick() {
    QSignalSpy open(view_.get(), &LibraryView::openRequested);
    list_->setCurrentIndex(view_->sessions()->index(0));
    QTest::keyClick(list_, Qt::Key_Return);
    const QPoint second = list_->visualRect(view_->sessions()->index(1)).center();
    QTest::mouseClick(list_->viewport(), Qt::LeftButton, {}, second);
    QTest::mouseDClick(list_->viewport(), Qt::LeftButton, {}, second);
    QCOMPARE(open.count(), 2);
    QCOMPARE(open[1][0].toLongLong(), 12);
}

QTEST_MAIN(LibraryViewTest)
#include "library_view_test.moc"
