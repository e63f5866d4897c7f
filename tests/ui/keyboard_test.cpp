// SPDX-License-Identifier: GPL-3.0-or-later
// Every control of every view has a name for a screen reader and is reached without a mouse.
#include "tests/ui/sample_values.h"
#include "ui/icons.h"
#include "ui/live_view.h"
#include "ui/main_window.h"
#include "ui/notice_area.h"
#include "ui/recovery_banner.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSet>
#include <QTest>
#include <QTextEdit>

using namespace tilescribe;

namespace {

bool isControl(const QWidget* widget) {
    const bool partOfAnother = widget->inherits("QLineEditIconButton") || widget->inherits("QComboBoxListView") ||
                               widget->inherits("QTableCornerButton") || widget->inherits("QHeaderView");
    return !partOfAnother &&
           (qobject_cast<const QAbstractButton*>(widget) != nullptr || qobject_cast<const QComboBox*>(widget) != nullptr ||
            qobject_cast<const QLineEdit*>(widget) != nullptr || qobject_cast<const QAbstractItemView*>(widget) != nullptr ||
            qobject_cast<const QTextEdit*>(widget) != nullptr);
}

QString nameOf(QWidget* widget) {
    QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(widget);
    return spoken != nullptr ? spoken->text(QAccessible::Name) : QString();
}

QString shown(QWidget* widget) {
    return QStringLiteral("%1 \"%2\" in %3")
        .arg(QLatin1String(widget->metaObject()->className()), nameOf(widget),
             QLatin1String(widget->parentWidget() != nullptr ? widget->parentWidget()->metaObject()->className() : ""));
}

/// What Tab leads to, once round, and back with Shift+Tab.
QSet<QWidget*> reachedByTab(Qt::Key key) {
    QSet<QWidget*> reached;
    for (int step = 0; step < 400; ++step) {
        QWidget* focus = QApplication::focusWidget();
        if (focus == nullptr) break;
        if (step > 0 && reached.contains(focus) && reached.size() > 3 && step > 2 * reached.size()) break;
        reached.insert(focus);
        QTest::keyClick(focus, key, key == Qt::Key_Backtab ? Qt::ShiftModifier : Qt::NoModifier);
    }
    return reached;
}

}  // namespace

class KeyboardTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void everythingIsReachedAndNamed_data();
    void everythingIsReachedAndNamed();
    void menusAreReached();
    void picturesSayWhatTheyShow();
};

void KeyboardTest::initTestCase() {
    QApplication::setStyle(QStringLiteral("Fusion"));
    registerResources();
}

void KeyboardTest::everythingIsReachedAndNamed_data() {
    QTest::addColumn<int>("page");
    QTest::addColumn<bool>("filled");
    const char* names[] = {"live", "files", "library", "performance", "settings", "transcript", "models"};
    for (const bool filled : {true, false})
        for (int page = 0; page < 7; ++page) QTest::addRow("%s, %s", names[page], filled ? "filled" : "empty") << page << filled;
}

void KeyboardTest::everythingIsReachedAndNamed() {
    QFETCH(const int, page);
    QFETCH(const bool, filled);
    MainWindow window;
    window.resize(1280, 800);
    if (filled) {
        samples::fill(window, true);
        window.live()->notices()->post({.id = "a", .text = "Something happened.", .action = "Choose"});
        window.recovery()->setItems({{.id = 8, .title = "Meeting", .soundS = 751, .transcribedS = 702}});
    }
    window.show();
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    if (page < 5) window.showView(static_cast<View>(page));
    if (page == 5) window.showTranscript();
    if (page == 6) window.showModels();
    QCoreApplication::processEvents();
    QVERIFY2(QApplication::focusWidget() != nullptr, "a view that is shown takes the focus");

    const QSet<QWidget*> forwards = reachedByTab(Qt::Key_Tab);
    const QSet<QWidget*> backwards = reachedByTab(Qt::Key_Backtab);
    const QSet<QWidget*> reached = forwards & backwards;
    for (QWidget* widget : reached) QVERIFY2(!nameOf(widget).isEmpty(), qPrintable("has no name: " + shown(widget)));
    int controls = 0;
    for (QWidget* widget : window.findChildren<QWidget*>()) {
        if (!isControl(widget) || !widget->isVisibleTo(&window) || !widget->isEnabled()) continue;
        ++controls;
        QVERIFY2(!nameOf(widget).isEmpty(), qPrintable("has no name: " + shown(widget)));
        QVERIFY2(forwards.contains(widget), qPrintable("Tab does not lead to " + shown(widget)));
        QVERIFY2(backwards.contains(widget), qPrintable("Shift+Tab does not lead to " + shown(widget)));
    }
    QVERIFY(controls >= 6);
}

/// A button with a menu opens it with the keyboard, and every entry says something.
void KeyboardTest::menusAreReached() {
    MainWindow window;
    samples::fill(window, true);
    int entries = 0;
    for (const auto* button : window.findChildren<QPushButton*>()) {
        if (button->menu() == nullptr) continue;
        QVERIFY(button->focusPolicy() & Qt::TabFocus);
        for (const QAction* action : button->menu()->actions()) {
            if (action->isSeparator()) continue;
            ++entries;
            QVERIFY2(!action->text().isEmpty(), qPrintable(button->accessibleName()));
        }
    }
    QVERIFY(entries >= 12);
}

/// What is painted has a name, and a description in words.
void KeyboardTest::picturesSayWhatTheyShow() {
    MainWindow window;
    samples::fill(window, true);
    int pictures = 0;
    for (QWidget* widget : window.findChildren<QWidget*>()) {
        const bool painted = widget->inherits("tilescribe::LoadChart") || widget->inherits("tilescribe::LevelMeter") ||
                             widget->inherits("tilescribe::KernelBars") || widget->inherits("tilescribe::WaterfallView") ||
                             widget->inherits("tilescribe::WindowBar") || widget->inherits("tilescribe::BarWidget") ||
                             widget->inherits("tilescribe::FigureStrip");
        if (!painted) continue;
        ++pictures;
        QVERIFY2(!widget->accessibleName().isEmpty(), widget->metaObject()->className());
        QVERIFY2(!widget->accessibleDescription().isEmpty(), qPrintable(shown(widget)));
    }
    QVERIFY2(pictures >= 8, qPrintable(QString::number(pictures)));
}

QTEST_MAIN(KeyboardTest)
#include "keyboard_test.moc"
