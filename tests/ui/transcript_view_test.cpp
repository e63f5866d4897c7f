// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transcript_view.h"

#include "tests/ui/sample_values.h"
#include "ui/transcript_model.h"

#include <QApplication>
#include <QClipboard>
#include <QElapsedTimer>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QTextBlock>

#include <random>

using namespace tilescribe;

namespace {

std::vector<CaptionLine> manyLines(int count) {
    std::vector<CaptionLine> lines;
    lines.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        lines.push_back(
            {.id = i,
             .start = i * 3.0,
             .end = i * 3.0 + 2.5,
             .track = i % 2,
             .speaker = i % 2 == 0 ? "You" : "Others",
             .confirmed = QStringLiteral("Row %1 says something that is long enough to be wrapped in a narrow window.").arg(i)});
    }
    return lines;
}

/// What the document holds must always be what the model holds.
bool sameText(const TranscriptView& view, const TranscriptModel& model) {
    if (model.rowCount() == 0) return view.document()->isEmpty();
    if (view.document()->blockCount() != model.rowCount()) return false;
    for (int row = 0; row < model.rowCount(); ++row) {
        if (view.document()->findBlockByNumber(row).text() != model.lines()[static_cast<std::size_t>(row)].text()) return false;
    }
    return true;
}

QColor colorAt(const TranscriptView& view, int row, int offset) {
    QTextCursor cursor(view.document()->findBlockByNumber(row));
    cursor.setPosition(cursor.position() + offset + 1);
    return cursor.charFormat().foreground().color();
}

}  // namespace

class TranscriptViewTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void mirrorsTheModelThroughRandomChanges();
    void dimsUnconfirmedWordsOnly();
    void growingCaptionsSelectNothing();
    void selectionSurvivesNewCaptions();
    void copiesTextAndRows();
    void scrollingUpKeepsThePlace();
    void keyboardScrollsAndJumps();
    void clickAsksToHearTheWord();
    void marksWhatIsPlaying();
    void handlesThousandsOfRows();
};

void TranscriptViewTest::mirrorsTheModelThroughRandomChanges() {
    TranscriptModel model;
    TranscriptView view(&model);
    view.resize(500, 300);
    view.show();
    std::mt19937 random(11);
    for (int step = 0; step < 500; ++step) {
        const qint64 id = random() % 30;
        switch (random() % 8) {
            case 0:
                model.remove(id);
                break;
            case 1:
                model.setLines(manyLines(static_cast<int>(random() % 12)));
                break;
            default:
                model.upsert({.id = id,
                              .kind = random() % 9 == 0 ? CaptionLine::Kind::gap : CaptionLine::Kind::speech,
                              .start = static_cast<double>(random() % 50),
                              .confirmed = QStringLiteral("abc def ghi").left(static_cast<int>(random() % 12)),
                              .provisional = random() % 2 == 0 ? "xyz" : ""});
        }
        QVERIFY2(sameText(view, model), qPrintable(QStringLiteral("step %1").arg(step)));
    }
}

void TranscriptViewTest::dimsUnconfirmedWordsOnly() {
    TranscriptModel model;
    TranscriptView view(&model);
    model.upsert({.id = 1, .confirmed = "I will prepare", .provisional = "the whole"});
    QVERIFY(colorAt(view, 0, 3) != colorAt(view, 0, 18));
    model.upsert({.id = 1, .confirmed = "I will prepare the whole"});
    QCOMPARE(colorAt(view, 0, 3), colorAt(view, 0, 18));
    QVERIFY(sameText(view, model));
}

void TranscriptViewTest::growingCaptionsSelectNothing() {
    TranscriptModel model;
    TranscriptView view(&model);
    view.show();
    for (int id = 0; id < 3; ++id)
        for (const char* text : {"We", "We meet", "We meet on Tuesday."}) {
            model.upsert({.id = id, .start = id * 1.0, .end = id + 1.0, .confirmed = QString::fromLatin1(text)});
            QVERIFY(!view.textCursor().hasSelection());
        }
    QVERIFY(sameText(view, model));
}

void TranscriptViewTest::selectionSurvivesNewCaptions() {
    TranscriptModel model;
    TranscriptView view(&model);
    model.setLines(samples::captions());
    QTextCursor cursor(view.document()->findBlockByNumber(1));
    cursor.movePosition(QTextCursor::NextWord, QTextCursor::KeepAnchor, 2);
    view.setTextCursor(cursor);
    const QString chosen = view.textCursor().selectedText();
    QVERIFY(!chosen.isEmpty());
    CaptionLine last = model.lines().back();
    last.provisional = "and something else entirely";
    model.upsert(last);
    model.upsert({.id = 50, .start = 900, .confirmed = "new"});
    model.upsert({.id = 51, .start = 0, .confirmed = "first of all"});
    QCOMPARE(view.textCursor().selectedText(), chosen);
}

void TranscriptViewTest::copiesTextAndRows() {
    TranscriptModel model;
    TranscriptView view(&model);
    view.show();
    model.setLines(samples::captions());
    QTextCursor cursor(view.document()->findBlockByNumber(0));
    cursor.movePosition(QTextCursor::NextWord, QTextCursor::KeepAnchor, 2);
    view.setTextCursor(cursor);
    QTest::keyClick(&view, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("Before we "));
    QTest::keyClick(&view, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(&view, Qt::Key_C, Qt::ControlModifier);
    const QString everything = QApplication::clipboard()->text();
    QVERIFY(everything.startsWith("14:21 You: Before we start"));
    QCOMPARE(everything.count(QLatin1Char('\n')), 5);
    QCOMPARE(everything, view.plainText());
}

void TranscriptViewTest::scrollingUpKeepsThePlace() {
    TranscriptModel model;
    TranscriptView view(&model);
    view.resize(500, 300);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    model.setLines(manyLines(60));
    QTRY_COMPARE(view.verticalScrollBar()->value(), view.verticalScrollBar()->maximum());
    QVERIFY(view.isFollowing());

    QSignalSpy following(&view, &TranscriptView::followingChanged);
    view.verticalScrollBar()->setValue(view.verticalScrollBar()->value() / 2);  // the user scrolls up
    QCOMPARE(following.count(), 1);
    QVERIFY(!view.isFollowing());
    const int place = view.verticalScrollBar()->value();
    for (int i = 60; i < 90; ++i) {
        model.upsert(manyLines(i + 1).back());
        QCoreApplication::processEvents();
    }
    QCOMPARE(view.verticalScrollBar()->value(), place);

    view.jumpToEnd();
    QVERIFY(view.isFollowing());
    model.upsert(manyLines(91).back());
    QTRY_COMPARE(view.verticalScrollBar()->value(), view.verticalScrollBar()->maximum());
}

void TranscriptViewTest::keyboardScrollsAndJumps() {
    TranscriptModel model;
    TranscriptView view(&model);
    view.resize(500, 300);
    view.show();
    model.setLines(manyLines(60));
    QTRY_VERIFY(view.verticalScrollBar()->maximum() > 0);
    QTest::keyClick(&view, Qt::Key_PageUp);
    QTest::keyClick(&view, Qt::Key_Home, Qt::ControlModifier);
    QTRY_VERIFY(!view.isFollowing());
    QTest::keyClick(&view, Qt::Key_End, Qt::ControlModifier);
    QTRY_VERIFY(view.isFollowing());
}

void TranscriptViewTest::clickAsksToHearTheWord() {
    TranscriptModel model;
    TranscriptView view(&model);
    view.resize(700, 400);
    view.show();
    model.setLines(samples::captions());
    QSignalSpy play(&view, &TranscriptView::playRequested);
    QTextCursor cursor(view.document()->findBlockByNumber(2));
    cursor.movePosition(QTextCursor::NextWord, QTextCursor::MoveAnchor, 2);  // in front of "Mumbai"
    cursor.movePosition(QTextCursor::NextCharacter, QTextCursor::MoveAnchor, 2);
    const QPoint word = view.cursorRect(cursor).center();
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, word);
    QCOMPARE(play.count(), 0);  // not asked for in this view
    view.setClickToHear(true);
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, word);
    QCOMPARE(play.count(), 1);
    const CaptionLine& line = model.lines()[2];
    QCOMPARE(play[0][0].toDouble(), line.words[2].start);
    QCOMPARE(play[0][1].toDouble(), line.end);

    view.setTextCursor(cursor);
    QTest::keyClick(&view, Qt::Key_Return);
    QCOMPARE(play.count(), 2);
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {},
                      view.cursorRect(QTextCursor(view.document()->findBlockByNumber(4))).center());
    QCOMPARE(play.count(), 2);  // a gap has no sound
}

void TranscriptViewTest::marksWhatIsPlaying() {
    TranscriptModel model;
    TranscriptView view(&model);
    model.setLines(samples::captions());
    view.setPlayPosition(877.4);
    QCOMPARE(view.playingRow(), 2);
    QCOMPARE(view.extraSelections().size(), 2);  // the row and the word
    QCOMPARE(view.extraSelections()[1].cursor.selectedText(), QStringLiteral("the"));
    view.setPlayPosition({});
    QCOMPARE(view.playingRow(), -1);
    QVERIFY(view.extraSelections().isEmpty());
}

void TranscriptViewTest::handlesThousandsOfRows() {
    TranscriptModel model;
    TranscriptView view(&model);
    view.resize(600, 500);
    view.show();
    model.setLines(manyLines(5000));
    QCoreApplication::processEvents();
    QElapsedTimer clock;
    clock.start();
    CaptionLine partial{.id = 100000, .start = 1e6, .speaker = "You"};
    for (int i = 0; i < 50; ++i) {
        partial.confirmed += QStringLiteral(" word");
        model.upsert(partial);
        QCoreApplication::processEvents();
    }
    qInfo("a caption in 5000 rows: %.2f ms", static_cast<double>(clock.nsecsElapsed()) / 50e6);
    QVERIFY(sameText(view, model));
}

QTEST_MAIN(TranscriptViewTest)
#include "transcript_view_test.moc"
