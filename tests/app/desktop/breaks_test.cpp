// SPDX-License-Identifier: GPL-3.0-or-later
// What may come between Record and Stop: a pause, a full disk, an NPU that gives up, the window being closed.
#include "app/store/database.h"
#include "kernels/npu/array/emulated_device.h"
#include "kernels/npu/npu_backend.h"
#include "tests/app/desktop/window_recording.h"
#include "tests/app/desktop/word_error_rate.h"
#include "tests/support/virtual_microphone.h"
#include "tests/support/wav_reader.h"
#include "ui/live_view.h"
#include "ui/notice_area.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/resource.h>

using namespace tilescribe;
using namespace tilescribe::testing;
using Kind = CaptureEvent::Kind;

namespace {

const QString room = QStringLiteral("room");
const QString heard_in_room = QStringLiteral("Monitor of room");
constexpr double understood = 0.4;

/// No file of this process may grow beyond a page, for a while: a full disk, as far as the program can tell.
class FullDisk {
public:
    FullDisk() {
        getrlimit(RLIMIT_FSIZE, &before_);
        rlimit limit = before_;
        limit.rlim_cur = 4096;
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FullDisk() { setrlimit(RLIMIT_FSIZE, &before_); }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;

private:
    rlimit before_{};
};

}  // namespace

class BreaksTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { microphone_.reset(); }
    void init();
    void cleanup();
    void pauseIsNotRecorded();
    void fullDiskCostsNothingOnceThereIsRoom();
    void fullDiskLeavesWhatWasWritten();
    void theNpuGivesUp();
    void closingTheWindowSaves();

private:
    void openWindow();
    void fillDisk(std::unique_ptr<FullDisk>& disk, const Speech& before, const Speech& meanwhile);
    [[nodiscard]] Speech cut(int first, int count = 1) const {
        return cut_speech("standup", first, count, folder_->path().toStdString());
    }
    [[nodiscard]] static double error_rate(const Speech& speech, const std::string& text) {
        return word_error_rate(speech.truth, text);
    }
    [[nodiscard]] std::string check_database() const {
        const Database database(folder_->filePath("data/sessions.db").toStdString());
        Statement check(database, "PRAGMA integrity_check");
        return check.step() ? check.text(0) : std::string();
    }

    std::unique_ptr<VirtualMicrophone> microphone_;
    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<WindowRecording> window_;
};

void BreaksTest::initTestCase() {
    REQUIRE_VIRTUAL_MICROPHONE();
    std::signal(SIGXFSZ, SIG_IGN);  // a file that is too large is an error, as it is on a full disk
    microphone_ = std::make_unique<VirtualMicrophone>(QStringList{room});
    QVERIFY(microphone_->is_started());
}

void BreaksTest::init() {
    folder_ = std::make_unique<QTemporaryDir>();
    openWindow();
}

void BreaksTest::openWindow() {
    window_ = std::make_unique<WindowRecording>(folder_->path().toStdString());
    QVERIFY(window_->open());
}

void BreaksTest::cleanup() {
    if (window_ && QTest::currentTestFailed()) window_->print();
    window_.reset();
}

void BreaksTest::pauseIsNotRecorded() {
    const Speech before = cut(3);
    const Speech meanwhile = cut(4);
    const Speech after = cut(8);
    QVERIFY(window_->record());
    QVERIFY(window_->speak(before, room));
    QVERIFY(window_->click(QStringLiteral("Pause")));
    QTRY_COMPARE_WITH_TIMEOUT(window_->desktop().recording().phase(), RecordingPhase::paused, WindowRecording::patience_ms);
    QVERIFY(window_->speak(meanwhile, room));
    QVERIFY(window_->click(QStringLiteral("Resume")));
    QTRY_COMPARE_WITH_TIMEOUT(window_->desktop().recording().phase(), RecordingPhase::recording, WindowRecording::patience_ms);
    QVERIFY(window_->hears(heard_in_room));
    QVERIFY(window_->speak(after, room));
    QVERIFY(window_->stop());

    const double at_before = second_of(before, window_->sound_file());
    const double at_after = second_of(after, window_->sound_file());
    QVERIFY2(at_before >= 0 && at_after > at_before, qPrintable(QStringLiteral("%1 %2").arg(at_before).arg(at_after)));
    QVERIFY(second_of(meanwhile, window_->sound_file()) < 0);
    QVERIFY(error_rate(meanwhile, window_->stored_text()) > understood);

    // The recording goes on where it was left, and the mark is there.
    const auto paused = window_->events(Kind::paused);
    const auto resumed = window_->events(Kind::resumed);
    QCOMPARE(paused.size(), 1U);
    QCOMPARE(resumed.size(), 1U);
    QCOMPARE(resumed.front().start_s, paused.front().start_s);
    QVERIFY(resumed.front().duration_s >= meanwhile.seconds);
    const auto marks = window_->store().markers(window_->session());
    QCOMPARE(marks.size(), 1U);
    QCOMPARE(marks.front().start_s, paused.front().start_s);
    QCOMPARE(marks.front().duration_s, 0.0);  // it is not in the recording
    QCOMPARE(window_->shown_gaps(), QStringList(QString::fromStdString(marks.front().reason)));
    QVERIFY(marks.front().start_s >= at_before + before.seconds && marks.front().start_s <= at_after);

    // The words stand where their sound is.
    QVERIFY(error_rate(before, window_->stored_text(0, 0, marks.front().start_s)) < understood);
    QVERIFY(error_rate(after, window_->stored_text(0, at_after, at_after + after.seconds)) < understood);
    const auto samples = static_cast<double>(read_wav(window_->sound_file()).size());
    QCOMPARE(window_->store().find(window_->session())->duration_s, samples / 16000);
}

/// Records until the disk is full and a sentence has been spoken and read since.
void BreaksTest::fillDisk(std::unique_ptr<FullDisk>& disk, const Speech& before, const Speech& meanwhile) {
    QVERIFY(window_->record());
    QVERIFY(window_->speak(before, room));
    QTRY_VERIFY_WITH_TIMEOUT(error_rate(before, window_->stored_text()) < understood, WindowRecording::patience_ms);
    disk = std::make_unique<FullDisk>();
    QVERIFY(window_->speak(meanwhile, room));
    QVERIFY(window_->is_told(QStringLiteral("disk")));
    QVERIFY2(window_->notices().join('\n').contains(QStringLiteral("disk is full")), qPrintable(window_->notices().join('\n')));
    Speech both = before;
    both.truth += ' ' + meanwhile.truth;
    QVERIFY(window_->shows_finally(both));
}

void BreaksTest::fullDiskCostsNothingOnceThereIsRoom() {
    std::unique_ptr<FullDisk> disk;
    const Speech before = cut(3);
    const Speech meanwhile = cut(4);
    fillDisk(disk, before, meanwhile);
    if (QTest::currentTestFailed()) return;
    disk.reset();
    const NoticeArea* notices = window_->desktop().window().live()->notices();
    QTRY_VERIFY_WITH_TIMEOUT(!notices->contains(QStringLiteral("disk")), WindowRecording::patience_ms);
    QVERIFY(window_->stop());

    QCOMPARE(window_->store().find(window_->session())->state, SessionState::done);
    QVERIFY(second_of(before, window_->sound_file()) >= 0);
    const double at_meanwhile = second_of(meanwhile, window_->sound_file());
    QVERIFY(at_meanwhile >= 0);
    const TrackStatus track = window_->desktop().recording().tracks().front();
    QCOMPARE(track.lost_frames, 0);
    QCOMPARE(static_cast<std::int64_t>(read_wav(window_->sound_file()).size()), track.captured_samples + track.silence_samples);
    QVERIFY(error_rate(before, window_->stored_text(0, 0, at_meanwhile)) < understood);
    QVERIFY(error_rate(meanwhile, window_->stored_text(0, at_meanwhile)) < understood);
    QCOMPARE(check_database(), std::string("ok"));
}

void BreaksTest::fullDiskLeavesWhatWasWritten() {
    std::unique_ptr<FullDisk> disk;
    const Speech before = cut(3);
    fillDisk(disk, before, cut(4));
    if (QTest::currentTestFailed()) return;
    const SessionId session = window_->session();
    const std::filesystem::path sound = window_->sound_file();
    QSignalSpy finished(&window_->desktop(), &Desktop::finished);
    window_->desktop().window().close();
    QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, WindowRecording::patience_ms);
    window_.reset();
    disk.reset();

    QVERIFY(second_of(before, sound) >= 0);
    QCOMPARE(check_database(), std::string("ok"));
    openWindow();
    QCOMPARE(window_->store().list().size(), 1U);
    QCOMPARE(window_->store().list().front().id, session);
    // It says that something is missing: the next start offers to complete it.
    QCOMPARE(window_->store().interrupted().size(), 1U);
    std::string text;
    for (const StoredSegment& stored : window_->store().segments(session)) text += stored.segment.text;
    QVERIFY2(error_rate(before, text) < understood, text.c_str());
}

/// In the midst of a sentence: the CPU goes on from the same window, and both the captions and the session say where.
void BreaksTest::theNpuGivesUp() {
    constexpr int runs = 60;  // in the second pass over a window: each takes about forty
    ModelHost& models = window_->desktop().models();
    models.makeBackendsBy([](const ModelWish&, const ModelHost::Tell&) {
        auto device = std::make_unique<npu::EmulatedArrayDevice>(npu::ArrayGeneration::npu1, 0);
        device->inject(npu::InjectedFault::lost_device, runs, 100000);
        return std::make_shared<npu::NpuBackend>(std::move(device), npu::NpuBackendOptions{.name = "npu-emulated"});
    });
    QSignalSpy ready(&models, &ModelHost::ready);
    models.load({.model = QStringLiteral("pico.en-q8_0"), .backend = QStringLiteral("npu-emulated:npu1")});
    QTRY_COMPARE_WITH_TIMEOUT(ready.count(), 1, WindowRecording::patience_ms);
    const Speech speech = cut(3, 2);
    QVERIFY(window_->record());
    QVERIFY(window_->speak(speech, room));
    QTRY_VERIFY_WITH_TIMEOUT(models.loaded().hasTakenOver, WindowRecording::patience_ms);
    QVERIFY(window_->shows_finally(speech));
    QVERIFY(window_->stop());

    const auto marks = window_->store().markers(window_->session());
    QCOMPARE(marks.size(), 1U);
    const QString reason = QString::fromStdString(marks.front().reason);
    QVERIFY2(reason.startsWith(QStringLiteral("The NPU was given up, and the CPU goes on; no text is lost.")), qPrintable(reason));
    QCOMPARE(window_->store().find(window_->session())->state, SessionState::done);
    QCOMPARE(window_->shown_gaps(), QStringList(reason));
    const double at = second_of(speech, window_->sound_file());
    QVERIFY(at >= 0);
    QVERIFY(marks.front().start_s >= 0 && marks.front().start_s < at + speech.seconds);
    QVERIFY(error_rate(speech, window_->stored_text()) < understood);
}

void BreaksTest::closingTheWindowSaves() {
    const Speech speech = cut(3, 2);
    QVERIFY(window_->record());
    QVERIFY(window_->speak(speech, room));
    const SessionId session = window_->session();
    const std::filesystem::path sound = window_->sound_file();
    QSignalSpy finished(&window_->desktop(), &Desktop::finished);
    QVERIFY(!window_->desktop().window().close());  // not before the text is there
    QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, WindowRecording::patience_ms);
    window_->close();  // as the program does now

    QCOMPARE(window_->store().find(session)->state, SessionState::done);
    QVERIFY(window_->store().interrupted().empty());
    QVERIFY(second_of(speech, sound) >= 0);
    QCOMPARE(window_->store().find(session)->duration_s, static_cast<double>(read_wav(sound).size()) / 16000);
    std::string text;
    for (const StoredSegment& stored : window_->store().segments(session)) text += stored.segment.text;
    QVERIFY2(error_rate(speech, text) < understood, text.c_str());
}

QTEST_MAIN(BreaksTest)
#include "breaks_test.moc"
