// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transcript_page.h"

#include "tests/ui/sample_values.h"
#include "ui/transcript_model.h"
#include "ui/transcript_view.h"

#include <QApplication>
#include <QClipboard>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace tilescribe;

class TranscriptPageTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void spacePlaysAndStops();
    void playsOnFromWhereItIs();
    void withoutSoundNothingPlays();
    void copiesEverything();
    void anotherSessionStartsAtItsBeginning();
    void opensAtItsBeginning();
    void segmentsBecomeRows();
};

void TranscriptPageTest::spacePlaysAndStops() {
    TranscriptPage page;
    page.model()->setLines(samples::captions());
    page.setSession(samples::sessions()[0]);
    page.show();
    QSignalSpy play(&page, &TranscriptPage::playRequested);
    QSignalSpy stop(&page, &TranscriptPage::stopPlayingRequested);
    QTest::keyClick(page.view(), Qt::Key_Space);
    QCOMPARE(play.count(), 1);
    QCOMPARE(play[0][0].toDouble(), 0.0);
    QVERIFY(play[0][1].toDouble() < 0);
    page.setPlayPosition(2, true);
    QTest::keyClick(page.view(), Qt::Key_Space);
    QCOMPARE(stop.count(), 1);
}

void TranscriptPageTest::playsOnFromWhereItIs() {
    TranscriptPage page;
    page.setSession(samples::sessions()[0]);
    page.show();
    page.setPlayPosition(77.5, false);
    QSignalSpy play(&page, &TranscriptPage::playRequested);
    QTest::keyClick(&page, Qt::Key_Space);
    QCOMPARE(play[0][0].toDouble(), 77.5);
}

void TranscriptPageTest::withoutSoundNothingPlays() {
    TranscriptPage page;
    page.model()->setLines(samples::captions());
    SessionRow silent = samples::sessions()[0];
    silent.hasSound = false;
    page.setSession(silent);
    page.show();
    QSignalSpy play(&page, &TranscriptPage::playRequested);
    QTest::keyClick(&page, Qt::Key_Space);
    QTest::keyClick(page.view(), Qt::Key_Return);
    QCOMPARE(play.count(), 0);
}

void TranscriptPageTest::copiesEverything() {
    TranscriptPage page;
    page.model()->setLines(samples::captions());
    page.show();
    for (auto* button : page.findChildren<QPushButton*>()) {
        if (button->text() == "Copy") QTest::mouseClick(button, Qt::LeftButton);
    }
    QCOMPARE(QApplication::clipboard()->text(), page.view()->plainText());
    QVERIFY(page.view()->plainText().contains("Priya from Mumbai"));
}

void TranscriptPageTest::anotherSessionStartsAtItsBeginning() {
    TranscriptPage page;
    page.model()->setLines(samples::captions());
    page.setSession(samples::sessions()[0]);
    page.setPlayPosition(877.4, true);
    QCOMPARE(page.view()->playingRow(), 2);
    page.setSession(samples::sessions()[0]);  // renamed, say: playing goes on
    QCOMPARE(page.view()->playingRow(), 2);
    page.setSession(samples::sessions()[1]);
    QCOMPARE(page.view()->playingRow(), -1);
    QCOMPARE(page.session(), 12);
}

void TranscriptPageTest::opensAtItsBeginning() {
    TranscriptPage page;
    page.resize(700, 400);
    page.show();
    std::vector<CaptionLine> lines;
    lines.reserve(200);
    for (int i = 0; i < 200; ++i) lines.push_back({.id = i, .start = i * 2.0, .confirmed = "Some words."});
    page.model()->setLines(lines);
    QScrollBar* bar = page.view()->verticalScrollBar();
    QTRY_VERIFY(bar->maximum() > 0);
    bar->setValue(bar->maximum());
    page.model()->setLines(lines);  // another session, read to the end before
    QCoreApplication::processEvents();
    QCOMPARE(bar->value(), 0);
}

void TranscriptPageTest::segmentsBecomeRows() {
    const TranscriptSegment segment{
        .id = 3, .start = 1.5, .end = 2.5, .text = " Grüße, Welt.", .words = {{1.5, 2, " Grüße,", 0.9}, {2, 2.5, " Welt.", 0.8}}};
    const CaptionLine line = captionOf(segment, 1, "Others");
    QCOMPARE(line.id, 3);
    QCOMPARE(line.text(), QStringLiteral("Grüße, Welt."));
    QCOMPARE(line.words.size(), std::size_t{2});
    QCOMPARE(line.words[1].text, QStringLiteral("Welt."));
    QCOMPARE(line.track, 1);
}

QTEST_MAIN(TranscriptPageTest)
#include "transcript_page_test.moc"
