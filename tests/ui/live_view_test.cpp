// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live_view.h"

#include "tests/ui/sample_values.h"
#include "ui/level_meter.h"
#include "ui/live_panel.h"
#include "ui/load_chart.h"
#include "ui/notice_area.h"
#include "ui/picker.h"
#include "ui/transcript_model.h"
#include "ui/transcript_view.h"

#include <QLabel>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace tilescribe;

namespace {

QPushButton* buttonNamed(QWidget& root, const QString& name) {
    for (auto* button : root.findChildren<QPushButton*>()) {
        if (button->accessibleName() == name) return button;
    }
    return nullptr;
}

}  // namespace

class LiveViewTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void spaceRecordsAndStops();
    void spaceFromTheCaptionsRecordsToo();
    void pauseAndResume();
    void nothingToPressWhileStarting();
    void noMicrophoneIsSaidPlainly();
    void scrolledUpOffersTheWayBack();
    void pickersSpeakOnlyForTheUser();
    void metersFollowTheTracks();
    void meterFallsAndHoldsItsPeak();
    void panelFoldsWhenNarrow();
    void whyThereIsNoNpuIsReadable();
    void noticesReplaceAndDismiss();
};

void LiveViewTest::spaceRecordsAndStops() {
    LiveView view;
    view.show();
    view.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&view));
    QSignalSpy record(&view, &LiveView::recordRequested);
    QSignalSpy stop(&view, &LiveView::stopRequested);
    view.setFocus();
    QTest::keyClick(view.focusWidget(), Qt::Key_Space);
    QCOMPARE(record.count(), 1);
    view.setState({.phase = RecordingPhase::recording, .elapsedS = 3});
    QVERIFY(buttonNamed(view, "Stop") != nullptr);
    QTest::keyClick(view.focusWidget(), Qt::Key_Space);
    QCOMPARE(stop.count(), 1);
    QCOMPARE(record.count(), 1);
}

void LiveViewTest::spaceFromTheCaptionsRecordsToo() {
    LiveView view;
    view.show();
    QSignalSpy record(&view, &LiveView::recordRequested);
    view.captionsView()->setFocus();
    QTest::keyClick(view.captionsView(), Qt::Key_Space);
    QCOMPARE(record.count(), 1);
}

void LiveViewTest::pauseAndResume() {
    LiveView view;
    view.show();
    QSignalSpy pause(&view, &LiveView::pauseRequested);
    QSignalSpy resume(&view, &LiveView::resumeRequested);
    QPushButton* button = buttonNamed(view, "Pause");
    if (button == nullptr) QFAIL("there is no such button");
    QVERIFY(!button->isEnabled());
    view.setState({.phase = RecordingPhase::recording});
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(pause.count(), 1);
    view.setState({.phase = RecordingPhase::paused});
    QCOMPARE(button->text(), QStringLiteral("Resume"));
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(resume.count(), 1);
}

void LiveViewTest::nothingToPressWhileStarting() {
    LiveView view;
    view.show();
    QSignalSpy record(&view, &LiveView::recordRequested);
    QSignalSpy stop(&view, &LiveView::stopRequested);
    for (const auto phase : {RecordingPhase::starting, RecordingPhase::finishing}) {
        view.setState({.phase = phase});
        view.toggleRecording();
        QTest::keyClick(&view, Qt::Key_Space);
    }
    QCOMPARE(record.count() + stop.count(), 0);
}

void LiveViewTest::noMicrophoneIsSaidPlainly() {
    LiveView view;
    view.setState({.phase = RecordingPhase::unavailable, .unavailableReason = "No microphone."});
    QCOMPARE(buttonNamed(view, "Record")->isEnabled(), false);
    QCOMPARE(buttonNamed(view, "Record")->toolTip(), QStringLiteral("No microphone."));
}

void LiveViewTest::scrolledUpOffersTheWayBack() {
    LiveView view;
    view.resize(900, 500);
    view.show();
    QPushButton* jump = buttonNamed(view, "Jump to live");
    QVERIFY(!jump->isVisible());
    for (int i = 0; i < 60; ++i)
        view.captions()->upsert({.id = i, .start = i * 2.0, .confirmed = "Some words that fill the line."});
    QScrollBar* bar = view.captionsView()->verticalScrollBar();
    QTRY_VERIFY(bar->maximum() > 0);
    bar->setValue(0);
    QVERIFY(jump->isVisible());
    QTest::mouseClick(jump, Qt::LeftButton);
    QCOMPARE(bar->value(), bar->maximum());
    QVERIFY(!jump->isVisible());
}

void LiveViewTest::pickersSpeakOnlyForTheUser() {
    LiveView view;
    view.show();
    QSignalSpy chosen(&view, &LiveView::languageChosen);
    view.setLanguages({{"", "Detect"}, {"en", "English"}, {"de", "Deutsch"}}, "en");
    QCOMPARE(chosen.count(), 0);
    for (auto* picker : view.findChildren<Picker*>()) {
        if (picker->currentId() != "en") continue;
        QTest::keyClick(picker, Qt::Key_Down);
    }
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(chosen[0][0].toString(), QStringLiteral("de"));
}

void LiveViewTest::metersFollowTheTracks() {
    LiveView view;
    QCOMPARE(view.findChildren<LevelMeter*>().size(), 1);
    view.setLevels({{.name = "Microphone"}, {.name = "Speakers", .peak = 0.5F, .rms = 0.1F}});
    QCOMPARE(view.findChildren<LevelMeter*>().size(), 2);
    view.setLevels({{.name = "Microphone"}});
    QCOMPARE(view.findChildren<LevelMeter*>().size(), 1);
}

void LiveViewTest::meterFallsAndHoldsItsPeak() {
    LevelMeter meter;
    meter.setLevel(0.5F, 0.1F);
    QVERIFY(std::abs(meter.peakDb() + 6.02) < 0.1);
    QVERIFY(std::abs(meter.rmsDb() + 20) < 0.1);
    meter.advance(1);
    QVERIFY(std::abs(meter.peakDb() + 6.02) < 0.1);  // held
    QVERIFY(meter.rmsDb() < -40);
    meter.advance(1);
    QVERIFY(meter.peakDb() < -12);
    meter.advance(10);
    QCOMPARE(meter.peakDb(), -60.0);
    meter.setLevel(std::numeric_limits<float>::quiet_NaN(), -1);
    QCOMPARE(meter.peakDb(), -60.0);
    meter.setLevel(7, 7);
    QCOMPARE(meter.peakDb(), 0.0);
}

void LiveViewTest::panelFoldsWhenNarrow() {
    LiveView view;
    view.resize(1000, 600);
    view.show();
    QVERIFY(view.panel()->isVisible());
    view.resize(620, 600);
    QTRY_VERIFY(!view.panel()->isVisible());
    view.resize(1000, 600);
    QTRY_VERIFY(view.panel()->isVisible());
    QTest::mouseClick(buttonNamed(view, "Show load and kernels"), Qt::LeftButton);
    QVERIFY(!view.panel()->isVisible());
    QVERIFY(!view.isPanelWanted());
}

/// Why there is no NPU is a sentence with a remedy: none of it may be cut off.
void LiveViewTest::whyThereIsNoNpuIsReadable() {
    LiveView view;
    view.resize(1000, 700);
    const QString reason =
        QStringLiteral("No NPU: ") + QStringLiteral("its driver is not loaded, and that is a long story. ").repeated(6);
    view.panel()->setNpuUnavailable(reason);
    view.show();
    const auto* chart = view.panel()->findChild<LoadChart*>();
    QVERIFY(!chart->isVisible());
    const QLabel* label = nullptr;
    for (const QLabel* candidate : view.panel()->findChildren<QLabel*>())
        if (candidate->text() == reason) label = candidate;
    QVERIFY(label && label->isVisible());
    QTRY_VERIFY(label->height() >= label->heightForWidth(label->width()));
    view.panel()->setNpuUnavailable({});
    QVERIFY(chart->isVisible());
    QVERIFY(!label->isVisible());
}

void LiveViewTest::noticesReplaceAndDismiss() {
    LiveView view;
    view.show();
    NoticeArea* area = view.notices();
    QVERIFY(!area->isVisible());
    QSignalSpy action(area, &NoticeArea::actionRequested);
    QSignalSpy dismissed(area, &NoticeArea::dismissed);
    area->post({.id = "silent", .level = Notice::Level::warning, .text = "Speakers are silent", .action = "Choose"});
    area->post({.id = "silent", .level = Notice::Level::warning, .text = "Speakers are still silent", .action = "Choose"});
    QCOMPARE(area->count(), 1);
    QVERIFY(area->isVisible());
    for (auto* button : area->findChildren<QPushButton*>()) {
        if (button->isVisible() && button->text() == "Choose") QTest::mouseClick(button, Qt::LeftButton);
    }
    QCOMPARE(action.count(), 1);
    for (auto* button : area->findChildren<QPushButton*>()) {
        if (button->isVisible() && button->accessibleName() == "Dismiss") QTest::keyClick(button, Qt::Key_Space);
    }
    QCOMPARE(dismissed.count(), 1);
    QVERIFY(!area->isVisible());
}

QTEST_MAIN(LiveViewTest)
#include "live_view_test.moc"
