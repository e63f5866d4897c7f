// SPDX-License-Identifier: GPL-3.0-or-later
// What is spoken into a microphone, recorded with the window and real PortAudio: all of it is in the file, and the text is as good
// as the file's would be.
#include "tests/app/desktop/window_recording.h"
#include "tests/app/desktop/word_error_rate.h"
#include "tests/support/busy_loops.h"
#include "tests/support/virtual_microphone.h"
#include "tests/support/wav_reader.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <optional>

using namespace tilescribe;
using namespace tilescribe::testing;

class SpokenTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { microphone_.reset(); }
    void cleanup();
    void transcribesAsWellAsTheFile_data();
    void transcribesAsWellAsTheFile();

private:
    std::optional<double> of_file_;
    std::unique_ptr<VirtualMicrophone> microphone_;
    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<WindowRecording> window_;
};

void SpokenTest::initTestCase() {
    REQUIRE_VIRTUAL_MICROPHONE();
    microphone_ = std::make_unique<VirtualMicrophone>(QStringList{QStringLiteral("room")});
    QVERIFY(microphone_->is_started());
}

void SpokenTest::cleanup() {
    if (window_ && QTest::currentTestFailed()) window_->print();
    window_.reset();
}

void SpokenTest::transcribesAsWellAsTheFile_data() {
    QTest::addColumn<int>("busy_loops");
    QTest::newRow("idle machine") << 0;
    QTest::newRow("loaded machine") << 2;
}

void SpokenTest::transcribesAsWellAsTheFile() {
    QFETCH(const int, busy_loops);
    constexpr double null_sink_rate = 44100;
    const Speech speech = whole_speech("standup");
    if (!of_file_) of_file_ = word_error_rate_of_file(speech);

    const BusyLoops load(busy_loops);
    folder_ = std::make_unique<QTemporaryDir>();
    window_ = std::make_unique<WindowRecording>(folder_->path().toStdString());
    QVERIFY(window_->open());
    QVERIFY(window_->record());
    QVERIFY(window_->speak(speech, QStringLiteral("room")));
    QVERIFY(window_->stop());

    const TrackStatus track = window_->desktop().recording().tracks().front();
    QCOMPARE(track.lost_frames, 0);
    QCOMPARE(track.driver_overflows, 0);
    QCOMPARE(track.taken_frames, track.delivered_frames);
    QCOMPARE(track.captured_samples, std::llround(static_cast<double>(track.delivered_frames) * 16000 / null_sink_rate));
    const auto samples = static_cast<std::int64_t>(read_wav(window_->sound_file()).size());
    QCOMPARE(samples, track.captured_samples + track.silence_samples);
    const auto session = window_->store().find(window_->session());
    QCOMPARE(session->state, SessionState::done);
    QCOMPARE(session->duration_s, static_cast<double>(samples) / 16000);
    QVERIFY(window_->store().markers(window_->session()).empty());

    const double rate = word_error_rate(speech.truth, window_->stored_text());
    qInfo("%s: the stored text's word error rate is %.3f:%s", QTest::currentDataTag(), rate, window_->stored_text().c_str());
    QVERIFY2(rate <= *of_file_ + 0.05, qPrintable(QStringLiteral("%1, the file's is %2").arg(rate).arg(*of_file_)));
}

QTEST_MAIN(SpokenTest)
#include "spoken_test.moc"
