// SPDX-License-Identifier: GPL-3.0-or-later
// Devices that come and go under a recording in the window, and two of them at once.
#include "tests/app/desktop/file_dialog.h"
#include "tests/app/desktop/window_recording.h"
#include "tests/app/desktop/word_error_rate.h"
#include "tests/support/virtual_microphone.h"
#include "ui/library_view.h"
#include "ui/live_view.h"
#include "ui/notice_area.h"
#include "ui/settings_page.h"
#include "ui/transcript_model.h"
#include "ui/transcript_page.h"

#include <QApplication>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace tilescribe;
using namespace tilescribe::testing;
using Kind = CaptureEvent::Kind;

namespace {

const QString room = QStringLiteral("room");
const QString desk = QStringLiteral("desk");
const QString heard_in_room = QStringLiteral("Monitor of room");
const QString heard_at_desk = QStringLiteral("Monitor of desk");
constexpr double understood = 0.4;

/// The lines of a text export that a speaker said.
std::string said_by(const QByteArray& text, const QByteArray& speaker) {
    std::string said;
    for (const QByteArray& line : text.split('\n')) {
        if (line.startsWith(speaker + ": ")) said += line.mid(speaker.size() + 2).toStdString() + ' ';
    }
    return said;
}

}  // namespace

class DevicesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { microphone_.reset(); }
    void init();
    void cleanup();
    void goesOnFromTheOtherMicrophone();
    void keepsTwoTracksApart();

private:
    void change(const std::function<void(SettingsValues&)>& what);
    [[nodiscard]] double error_rate(const Speech& speech, const std::string& text) const {
        return word_error_rate(speech.truth, text);
    }

    std::unique_ptr<VirtualMicrophone> microphone_;
    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<WindowRecording> window_;
};

void DevicesTest::initTestCase() {
    REQUIRE_VIRTUAL_MICROPHONE();
    microphone_ = std::make_unique<VirtualMicrophone>(QStringList{room, desk});
    QVERIFY(microphone_->is_started());
}

void DevicesTest::init() {
    folder_ = std::make_unique<QTemporaryDir>();
    window_ = std::make_unique<WindowRecording>(folder_->path().toStdString());
    QVERIFY(window_->open());
}

void DevicesTest::cleanup() {
    if (window_ && QTest::currentTestFailed()) window_->print();
    window_.reset();
}

void DevicesTest::change(const std::function<void(SettingsValues&)>& what) {
    SettingsPage* page = window_->desktop().window().settings();
    SettingsValues values = page->values();
    what(values);
    Q_EMIT page->changed(values);
}

void DevicesTest::goesOnFromTheOtherMicrophone() {
    const std::filesystem::path folder = folder_->path().toStdString();
    const Speech before = cut_speech("standup", 3, 2, folder);
    const Speech meanwhile = cut_speech("standup", 6, 1, folder);
    const Speech after = cut_speech("standup", 8, 1, folder);
    Q_EMIT window_->desktop().window().live()->deviceChosen(QStringLiteral("pulse:room.monitor"));
    // The other device comes a moment later: a server may hand over what it heard before it was asked, and there would be no gap.
    QVERIFY(microphone_->run({QStringLiteral("unplug"), desk}));
    QVERIFY(window_->record());
    QVERIFY(window_->hears(heard_in_room));
    QVERIFY(window_->speak(before, room));

    QVERIFY(microphone_->run({QStringLiteral("unplug"), room}));
    QTRY_COMPARE_WITH_TIMEOUT(window_->events(Kind::no_device).size(), 1U, WindowRecording::patience_ms);
    QVERIFY(microphone_->run({QStringLiteral("plug"), desk}));
    QVERIFY(window_->hears(heard_at_desk));
    QVERIFY(window_->is_told(QStringLiteral("device0")));
    QCOMPARE(window_->events(Kind::device_lost).size(), 1U);
    QTRY_VERIFY_WITH_TIMEOUT(window_->notices().join('\n').contains(heard_at_desk), WindowRecording::patience_ms);
    QVERIFY(window_->speak(meanwhile, desk));
    QVERIFY(microphone_->run({QStringLiteral("plug"), room}));
    QVERIFY(window_->hears(heard_in_room));
    QVERIFY(window_->speak(after, room));
    QVERIFY(window_->stop());

    // One session, all of the sound in its one file.
    QCOMPARE(window_->store().list().size(), 1U);
    QCOMPARE(window_->store().list().front().state, SessionState::done);
    const double at_before = second_of(before, window_->sound_file());
    const double at_meanwhile = second_of(meanwhile, window_->sound_file());
    const double at_after = second_of(after, window_->sound_file());
    QVERIFY2(at_before >= 0 && at_before < at_meanwhile && at_meanwhile < at_after,
             qPrintable(QStringLiteral("%1 %2 %3").arg(at_before).arg(at_meanwhile).arg(at_after)));
    const TrackStatus track = window_->desktop().recording().tracks().front();
    QCOMPARE(track.lost_frames, 0);
    QCOMPARE(track.taken_frames, track.delivered_frames);

    // The gap between the two halves, in the database and on screen.
    const auto marks = window_->store().markers(window_->session());
    const auto gap =
        std::ranges::find_if(marks, [](const SessionMarker& mark) { return mark.reason.find("unplugged") != std::string::npos; });
    QVERIFY(gap != marks.end());
    QVERIFY(gap->duration_s > 0);
    QVERIFY(gap->start_s >= at_before + before.seconds && gap->start_s + gap->duration_s <= at_meanwhile);
    QCOMPARE(static_cast<std::size_t>(window_->shown_gaps().size()), marks.size());
    QVERIFY(window_->shown_gaps().contains(QString::fromStdString(gap->reason)));
    Q_EMIT window_->desktop().window().library()->openRequested(window_->session());
    const TranscriptModel* page = window_->desktop().window().transcript()->model();
    QTRY_VERIFY_WITH_TIMEOUT(page->rowCount() > 0, WindowRecording::patience_ms);
    QVERIFY(std::ranges::any_of(page->lines(), [&](const CaptionLine& line) {
        return line.kind == CaptionLine::Kind::gap && line.text().toStdString() == gap->reason;
    }));

    QVERIFY(error_rate(before, window_->stored_text(0, 0, gap->start_s)) < understood);
    QVERIFY(error_rate(meanwhile, window_->stored_text(0, gap->start_s, at_after)) < understood);
    QVERIFY(error_rate(after, window_->stored_text(0, at_after)) < understood);
}

void DevicesTest::keepsTwoTracksApart() {
    const std::filesystem::path folder = folder_->path().toStdString();
    const Speech others = cut_speech("short", 0, 2, folder);
    const Speech you = cut_speech("standup", 3, 2, folder);
    change([](SettingsValues& values) {
        values.microphone = QStringLiteral("pulse:desk.monitor");
        values.recordSpeakers = true;
    });
    QVERIFY(window_->record());
    QVERIFY(window_->hears(heard_at_desk, 0));
    QVERIFY(window_->hears(heard_in_room, 1));
    QVERIFY(window_->speak(others, room));
    // Ten seconds of nothing from the microphone although the others have spoken.
    QVERIFY(window_->is_told(QStringLiteral("silent0")));
    QVERIFY2(window_->notices().join('\n').contains(heard_at_desk), qPrintable(window_->notices().join('\n')));
    QVERIFY(!window_->desktop().window().live()->notices()->contains(QStringLiteral("silent1")));
    QVERIFY(window_->speak(you, desk));
    QVERIFY(!window_->desktop().window().live()->notices()->contains(QStringLiteral("silent0")));
    QVERIFY(window_->stop());

    const auto tracks = window_->store().tracks(window_->session());
    QCOMPARE(tracks.size(), 2U);
    QCOMPARE(tracks[0].name, std::string("You"));
    QCOMPARE(tracks[1].name, std::string("Others"));
    QVERIFY(second_of(you, window_->sound_file(0)) >= 0);
    QVERIFY(second_of(others, window_->sound_file(1)) >= 0);
    QVERIFY(second_of(others, window_->sound_file(0)) < 0);
    QVERIFY(second_of(you, window_->sound_file(1)) < 0);
    for (const TrackStatus& track : window_->desktop().recording().tracks()) {
        QCOMPARE(track.lost_frames, 0);
        QCOMPARE(track.taken_frames, track.delivered_frames);
    }
    QVERIFY(error_rate(you, window_->stored_text(0)) < understood);
    QVERIFY(error_rate(others, window_->stored_text(1)) < understood);
    QVERIFY(error_rate(you, window_->shown_text(0)) < understood);
    QVERIFY(error_rate(others, window_->shown_text(1)) < understood);

    const QString path = folder_->filePath(QStringLiteral("export.txt"));
    const FileDialogAnswer dialog(path);
    Q_EMIT window_->desktop().window().library()->exportRequested(window_->session(), TranscriptFormat::txt);
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path), WindowRecording::patience_ms);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    QVERIFY2(error_rate(you, said_by(text, "You")) < understood, text.constData());
    QVERIFY2(error_rate(others, said_by(text, "Others")) < understood, text.constData());
}

QTEST_MAIN(DevicesTest)
#include "devices_test.moc"
