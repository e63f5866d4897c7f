// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/caption_overlay.h"

#include "tests/ui/sample_values.h"

#include <QApplication>
#include <QScreen>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

using namespace tilescribe;

namespace {

void turnWheel(QWidget& widget, int steps, Qt::KeyboardModifiers modifiers) {
    QWheelEvent event({10, 10}, widget.mapToGlobal(QPointF(10, 10)), {}, {0, steps * 120}, Qt::NoButton, modifiers,
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(&widget, &event);
}

}  // namespace

class CaptionOverlayTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void isFramelessAndOnTop();
    void wheelAndKeysChangeSizeAndOpacity();
    void firstPlaceIsTheScreensFoot();
    void stateIsRestored();
    void hostileStateIsRefused();
    void showsTheLastTwoLines();
    void escapeCloses();
};

void CaptionOverlayTest::isFramelessAndOnTop() {
    const CaptionOverlay overlay;
    QVERIFY(overlay.windowFlags().testFlag(Qt::FramelessWindowHint));
    QVERIFY(overlay.windowFlags().testFlag(Qt::WindowStaysOnTopHint));
}

void CaptionOverlayTest::wheelAndKeysChangeSizeAndOpacity() {
    CaptionOverlay overlay;
    overlay.show();
    const double size = overlay.fontSize();
    const double opacity = overlay.opacity();
    turnWheel(overlay, 2, Qt::NoModifier);
    QCOMPARE(overlay.fontSize(), size + 2);
    QTest::keyClick(&overlay, Qt::Key_Minus);
    QCOMPARE(overlay.fontSize(), size + 1);
    turnWheel(overlay, -2, Qt::ControlModifier);
    QVERIFY(overlay.opacity() < opacity);
    QTest::keyClick(&overlay, Qt::Key_Plus, Qt::ControlModifier);
    turnWheel(overlay, 1000, Qt::NoModifier);
    QCOMPARE(overlay.fontSize(), CaptionOverlay::largestFont);
    turnWheel(overlay, -1000, Qt::ControlModifier);
    QCOMPARE(overlay.opacity(), 0.2);
}

void CaptionOverlayTest::firstPlaceIsTheScreensFoot() {
    CaptionOverlay overlay;
    overlay.show();
    const QRect room = overlay.screen()->availableGeometry();
    QVERIFY(room.contains(overlay.geometry()));
    QVERIFY(std::abs(overlay.geometry().center().x() - room.center().x()) <= 1);
    QVERIFY(overlay.geometry().top() > room.center().y());
    // Where the user puts it, it stays.
    overlay.move(3, 4);
    overlay.hide();
    overlay.show();
    QCOMPARE(overlay.pos(), QPoint(3, 4));
}

void CaptionOverlayTest::stateIsRestored() {
    CaptionOverlay one;
    one.setGeometry(40, 50, 500, 140);
    one.setFontSize(31);
    one.setOpacity(0.5);
    CaptionOverlay other;
    QVERIFY(other.restoreState(one.saveState()));
    QCOMPARE(other.geometry(), one.geometry());
    QCOMPARE(other.fontSize(), 31.0);
    QCOMPARE(other.opacity(), 0.5);
}

void CaptionOverlayTest::hostileStateIsRefused() {
    CaptionOverlay overlay;
    const QByteArray good = overlay.saveState();
    const QRect place = overlay.geometry();
    for (qsizetype length = 0; length < good.size(); ++length) QVERIFY(!overlay.restoreState(good.left(length)));
    QVERIFY(!overlay.restoreState(QByteArray(good.size(), '\xff')));
    QCOMPARE(overlay.geometry(), place);
}

void CaptionOverlayTest::showsTheLastTwoLines() {
    CaptionOverlay overlay;
    overlay.resize(700, 140);
    const QImage empty = overlay.grab().toImage();
    overlay.setLines(samples::captions());
    QVERIFY(overlay.accessibleDescription().endsWith("and share it with the whole"));
    QVERIFY(overlay.grab().toImage() != empty);
    overlay.setLines({});
    QCOMPARE(overlay.grab().toImage(), empty);
}

void CaptionOverlayTest::escapeCloses() {
    CaptionOverlay overlay;
    overlay.show();
    QSignalSpy closed(&overlay, &CaptionOverlay::closed);
    QTest::keyClick(&overlay, Qt::Key_Escape);
    QCOMPARE(closed.count(), 1);
    QVERIFY(!overlay.isVisible());
}

QTEST_MAIN(CaptionOverlayTest)
#include "caption_overlay_test.moc"
