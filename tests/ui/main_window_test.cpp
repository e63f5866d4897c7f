// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window.h"

#include "tests/ui/sample_values.h"
#include "ui/files_view.h"
#include "ui/library_view.h"
#include "ui/live_view.h"
#include "ui/models_page.h"
#include "ui/queue_table.h"
#include "ui/recovery_banner.h"
#include "ui/theme.h"
#include "ui/transcript_page.h"
#include "ui/transcript_view.h"

#include <QApplication>
#include <QDropEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace tilescribe;

class MainWindowTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void shortcutsSwitchViews();
    void controlRRecordsFromAnywhere();
    void dropsGoOut();
    void aDropWithoutFilesIsRefused();
    void titleShowsProgress();
    void layoutIsRestored();
    void hostileLayoutIsRefused();
    void closeGuardIsAsked();
    void paletteChangesTheLookAtOnce();
    void everyControlHasANameAndTakesFocus();
    void statusSaysDeviceAndReason();
    void recoveryAsks();
    void escapeLeadsBack();
};

void MainWindowTest::initTestCase() {
    QApplication::setStyle(QStringLiteral("Fusion"));
}

void MainWindowTest::cleanup() {
    applyAppearance(Appearance::system);
}

void MainWindowTest::shortcutsSwitchViews() {
    MainWindow window;
    window.show();
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QSignalSpy changed(&window, &MainWindow::viewChanged);
    QTest::keyClick(&window, Qt::Key_3, Qt::ControlModifier);
    QCOMPARE(window.view(), View::library);
    QVERIFY(window.library()->isVisible());
    QTest::keyClick(&window, Qt::Key_2, Qt::ControlModifier);
    QTest::keyClick(&window, Qt::Key_4, Qt::ControlModifier);
    QTest::keyClick(&window, Qt::Key_Comma, Qt::ControlModifier);
    QCOMPARE(window.view(), View::settings);
    QTest::keyClick(&window, Qt::Key_1, Qt::ControlModifier);
    QCOMPARE(window.view(), View::live);
    QCOMPARE(changed.count(), 5);
}

void MainWindowTest::controlRRecordsFromAnywhere() {
    MainWindow window;
    window.show();
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    window.showView(View::library);
    QSignalSpy record(window.live(), &LiveView::recordRequested);
    QTest::keyClick(&window, Qt::Key_R, Qt::ControlModifier);
    QCOMPARE(record.count(), 1);
    QCOMPARE(window.view(), View::live);
}

void MainWindowTest::dropsGoOut() {
    MainWindow window;
    window.show();
    QSignalSpy dropped(&window, &MainWindow::filesDropped);
    QMimeData mime;
    mime.setUrls({QUrl::fromLocalFile("/a/short.wav"), QUrl::fromLocalFile("/a/folder")});
    QDragEnterEvent enter({10, 10}, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop({10, 10}, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window, &drop);
    QCOMPARE(dropped.count(), 1);
    // No child keeps a drop for itself.
    for (QWidget* part :
         std::initializer_list<QWidget*>{window.live()->captionsView()->viewport(), window.files()->table()->viewport(),
                                         window.library()->findChild<QLineEdit*>(), window.sidebar()}) {
        QDragEnterEvent over({5, 5}, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(part, &over);
        QDropEvent into({5, 5}, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(part, &into);
    }
    QCOMPARE(dropped.count(), 5);
    QCOMPARE(dropped[0][0].value<QList<QUrl>>().size(), 2);
    QCOMPARE(window.view(), View::files);
}

void MainWindowTest::aDropWithoutFilesIsRefused() {
    MainWindow window;
    QMimeData mime;
    mime.setText("hello");
    QDragEnterEvent enter({10, 10}, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    enter.ignore();
    QApplication::sendEvent(&window, &enter);
    QVERIFY(!enter.isAccepted());
}

void MainWindowTest::titleShowsProgress() {
    MainWindow window;
    window.setTitleStatus("63 %");
    QCOMPARE(window.windowTitle(), QStringLiteral("63 % – Tilescribe"));
    window.setTitleStatus({});
    QCOMPARE(window.windowTitle(), QStringLiteral("Tilescribe"));
}

void MainWindowTest::layoutIsRestored() {
    QByteArray state;
    {
        MainWindow window;
        window.resize(1010, 655);
        window.show();
        window.live()->setPanelWanted(false);
        window.showView(View::performance);
        state = window.saveLayout();
    }
    MainWindow window;
    QVERIFY(window.restoreLayout(state));
    window.show();
    QCOMPARE(window.view(), View::performance);
    QCOMPARE(window.live()->isPanelWanted(), false);
    QCOMPARE(window.size(), QSize(1010, 655));
}

void MainWindowTest::hostileLayoutIsRefused() {
    MainWindow window;
    const QByteArray good = window.saveLayout();
    QVERIFY(!window.restoreLayout({}));
    QVERIFY(!window.restoreLayout("nonsense of some length, to be sure"));
    for (qsizetype length = 0; length < good.size(); ++length) QVERIFY(!window.restoreLayout(good.left(length)));
    QCOMPARE(window.view(), View::live);
}

void MainWindowTest::closeGuardIsAsked() {
    MainWindow window;
    window.show();
    bool allow = false;
    window.setCloseGuard([&allow] { return allow; });
    QVERIFY(!window.close());
    QVERIFY(window.isVisible());
    allow = true;
    QVERIFY(window.close());
}

void MainWindowTest::paletteChangesTheLookAtOnce() {
    MainWindow window;
    window.show();
    applyAppearance(Appearance::light);
    QCoreApplication::processEvents();
    const QString light = window.styleSheet();
    QVERIFY(light.contains(lightColors().accent.name()));
    applyAppearance(Appearance::dark);
    QCoreApplication::processEvents();
    QVERIFY(window.styleSheet().contains(darkColors().accent.name()));
    QVERIFY(window.grab().toImage().pixelColor(window.width() - 3, 3).lightness() < 80);
    applyAppearance(Appearance::light);
    QCoreApplication::processEvents();
    QCOMPARE(window.styleSheet(), light);
    QVERIFY(window.grab().toImage().pixelColor(window.width() - 3, 3).lightness() > 200);
}

void MainWindowTest::everyControlHasANameAndTakesFocus() {
    MainWindow window;
    window.show();
    samples::fill(window, true);
    int controls = 0;
    for (const QWidget* widget : window.findChildren<QWidget*>()) {
        const bool inside = widget->inherits("QScrollBar") || widget->inherits("QHeaderView") ||
                            widget->inherits("QComboBoxPrivateContainer") || widget->objectName().startsWith("qt_") ||
                            widget->inherits("QTableCornerButton") || widget->inherits("QMenu");
        const bool control = widget->inherits("QAbstractButton") || widget->inherits("QComboBox") ||
                             widget->inherits("QLineEdit") || widget->inherits("QAbstractItemView") ||
                             widget->inherits("QTextEdit");
        if (!control || inside || widget->inherits("QLineEditIconButton") || widget->inherits("QComboBoxListView")) continue;
        ++controls;
        QVERIFY2(!widget->accessibleName().isEmpty(), widget->metaObject()->className());
        if (widget->focusPolicy() == Qt::NoFocus) QVERIFY2(false, qPrintable(widget->accessibleName()));
    }
    QVERIFY(controls > 40);
}

void MainWindowTest::statusSaysDeviceAndReason() {
    MainWindow window;
    window.setBackendStatus(samples::backend(false));
    QVERIFY(window.sidebar()->statusText().contains("No NPU: /dev/accel is absent"));
    QVERIFY(window.sidebar()->statusText().contains("CPU"));
}

void MainWindowTest::recoveryAsks() {
    MainWindow window;
    window.show();
    RecoveryBanner* banner = window.recovery();
    QVERIFY(!banner->isVisible());
    QSignalSpy recover(banner, &RecoveryBanner::recoverRequested);
    QSignalSpy later(banner, &RecoveryBanner::laterRequested);
    banner->setItems({{.id = 8, .title = "Meeting", .soundS = 751, .transcribedS = 702}});
    QVERIFY(banner->isVisible());
    for (auto* button : banner->findChildren<QPushButton*>()) QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(recover.count(), 1);
    QCOMPARE(recover[0][0].toLongLong(), 8);
    QCOMPARE(later.count(), 1);
    banner->setItems({});
    QVERIFY(!banner->isVisible());
}

void MainWindowTest::escapeLeadsBack() {
    MainWindow window;
    window.show();
    samples::fill(window, false);
    window.showTranscript();
    QVERIFY(window.transcript()->isVisible());
    QTest::keyClick(window.transcript(), Qt::Key_Escape);
    QVERIFY(window.library()->isVisible());
    window.showModels();
    QVERIFY(window.models()->isVisible());
    QCOMPARE(window.view(), View::settings);
    QTest::keyClick(window.models(), Qt::Key_Escape);
    QVERIFY(!window.models()->isVisible());
}

QTEST_MAIN(MainWindowTest)
#include "main_window_test.moc"
