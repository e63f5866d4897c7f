// SPDX-License-Identifier: GPL-3.0-or-later
// What is asked for is what the loudspeaker gets: the monitor of a sound server of the test's own is recorded meanwhile.
#include "app/desktop/sound_player.h"

#include "app/desktop/desktop.h"
#include "tests/app/desktop/private_home.h"
#include "tests/engine/capture/sound_match.h"
#include "tests/support/shared_files.h"
#include "tests/support/virtual_microphone.h"
#include "tests/support/wav_reader.h"
#include "ui/library_view.h"
#include "ui/session_list_model.h"
#include "ui/transcript_model.h"
#include "ui/transcript_page.h"
#include "ui/transcript_view.h"

#include <QApplication>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>
#include <QTextBlock>

#include <cmath>
#include <cstring>

using namespace tilescribe;
using tilescribe::testing::find_sound;
using tilescribe::testing::PrivateHome;
using tilescribe::testing::read_wav;
using tilescribe::testing::shared_folder;
using tilescribe::testing::SoundMatch;
using tilescribe::testing::VirtualMicrophone;

namespace {

constexpr int patience_ms = 60'000;

std::filesystem::path soundFile(const char* name) {
    return shared_folder() / "audio" / name;
}

std::span<const float> part(const std::vector<float>& samples, double start, double end) {
    const auto first = static_cast<std::size_t>(start * whisper_sample_rate);
    return std::span(samples).subspan(first, std::min(static_cast<std::size_t>(end * whisper_sample_rate), samples.size()) - first);
}

double energy(std::span<const float> samples) {
    double sum = 0;
    for (const float sample : samples) sum += static_cast<double>(sample) * sample;
    return sum;
}

/// Records what the loudspeaker "room" gives.
class Loudspeaker {
public:
    Loudspeaker() {
        recorder_.start(QStringLiteral("parec"),
                        {QStringLiteral("--device=room.monitor"), QStringLiteral("--rate=16000"), QStringLiteral("--channels=1"),
                         QStringLiteral("--format=s16le"), QStringLiteral("--raw"), QStringLiteral("--latency-msec=20")});
    }
    ~Loudspeaker() {
        recorder_.terminate();
        recorder_.waitForFinished();
    }
    Loudspeaker(const Loudspeaker&) = delete;
    Loudspeaker& operator=(const Loudspeaker&) = delete;

    std::size_t length() {
        bytes_ += recorder_.readAllStandardOutput();
        return static_cast<std::size_t>(bytes_.size()) / sizeof(qint16);
    }
    /// Waits until this much more has been recorded: it is recording, and what was played is in.
    bool hears(double seconds) {
        const std::size_t wanted = length() + static_cast<std::size_t>(seconds * whisper_sample_rate);
        return QTest::qWaitFor([&] { return length() >= wanted; }, patience_ms);
    }
    std::vector<float> samples() {
        std::vector<qint16> pcm(length());
        std::memcpy(pcm.data(), bytes_.constData(), pcm.size() * sizeof(qint16));
        std::vector<float> samples;
        for (const qint16 sample : pcm) samples.push_back(static_cast<float>(sample) / 32768);
        return samples;
    }

private:
    QProcess recorder_;
    QByteArray bytes_;
};

struct Spies {
    explicit Spies(SoundPlayer& player)
        : position(&player, &SoundPlayer::positionChanged),
          stopped(&player, &SoundPlayer::stopped),
          failed(&player, &SoundPlayer::failed) {}
    QSignalSpy position, stopped, failed;
};

}  // namespace

class SoundPlayerTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init() { home_ = std::make_unique<PrivateHome>(); }
    void cleanupTestCase() { server_.reset(); }
    void playsWhatWasAskedForAndNothingElse();
    void playsTheTracksTogether();
    void aNewOrderEndsTheOldOne();
    void stopIsHeardAtOnce();
    void whatCannotBePlayedIsSaid();
    void aClickOnAWordIsHeard();
    void noSoundServerIsSaid();

private:
    std::unique_ptr<VirtualMicrophone> server_;
    std::unique_ptr<PrivateHome> home_;
};

void SoundPlayerTest::initTestCase() {
    REQUIRE_VIRTUAL_MICROPHONE();
    server_ = std::make_unique<VirtualMicrophone>(QStringList{QStringLiteral("room")});
    QVERIFY(server_->is_started());
}

void SoundPlayerTest::playsWhatWasAskedForAndNothingElse() {
    const std::vector<float> sound = read_wav(soundFile("standup.wav"));
    Loudspeaker loudspeaker;
    QVERIFY(loudspeaker.hears(0.2));
    SoundPlayer player;
    Spies spies(player);
    player.play({soundFile("standup.wav")}, 4.9, 7.1);
    QTRY_COMPARE_WITH_TIMEOUT(spies.stopped.count(), 1, patience_ms);
    QVERIFY(loudspeaker.hears(0.5));
    const std::vector<float> heard = loudspeaker.samples();
    const std::span<const float> wanted = part(sound, 4.9, 7.1);
    const SoundMatch match = find_sound(heard, wanted);
    QVERIFY2(match.correlation > 0.95, qPrintable(QString::number(match.correlation)));
    QVERIFY(std::abs(energy(heard) / energy(wanted) - 1) < 0.05);
    QVERIFY(spies.failed.isEmpty());
    QVERIFY(std::abs(spies.stopped[0][0].toDouble() - 7.1) < 0.11);
    double before = 4.9;
    for (const QList<QVariant>& told : spies.position) {
        QVERIFY(told[0].toDouble() >= before - 0.05 && told[0].toDouble() <= 7.2);
        before = told[0].toDouble();
    }
    QVERIFY(spies.position.count() > 15);
}

void SoundPlayerTest::playsTheTracksTogether() {
    const std::vector<float> one = read_wav(soundFile("short.wav"));
    const std::vector<float> other = read_wav(soundFile("standup.wav"));
    Loudspeaker loudspeaker;
    QVERIFY(loudspeaker.hears(0.2));
    SoundPlayer player;
    Spies spies(player);
    player.play({soundFile("short.wav"), soundFile("standup.wav")}, 1, 3);
    QTRY_COMPARE_WITH_TIMEOUT(spies.stopped.count(), 1, patience_ms);
    QVERIFY(loudspeaker.hears(0.5));
    std::vector<float> both;
    for (std::size_t i = whisper_sample_rate; i < 3U * whisper_sample_rate; ++i)
        both.push_back(std::clamp(one[i] + other[i], -1.0F, 1.0F));
    QVERIFY(find_sound(loudspeaker.samples(), both).correlation > 0.95);
}

void SoundPlayerTest::aNewOrderEndsTheOldOne() {
    const std::vector<float> sound = read_wav(soundFile("standup.wav"));
    Loudspeaker loudspeaker;
    QVERIFY(loudspeaker.hears(0.2));
    SoundPlayer player;
    Spies spies(player);
    player.play({soundFile("standup.wav")}, 0, -1);
    QTRY_VERIFY_WITH_TIMEOUT(!spies.position.isEmpty(), patience_ms);
    player.play({soundFile("standup.wav")}, 13.2, 15);
    QTRY_COMPARE_WITH_TIMEOUT(spies.stopped.count(), 1, patience_ms);
    QVERIFY(std::abs(spies.stopped[0][0].toDouble() - 15) < 0.11);  // the old one's end is not told
    QVERIFY(loudspeaker.hears(0.5));
    const SoundMatch match = find_sound(loudspeaker.samples(), part(sound, 13.3, 14.9));
    QVERIFY2(match.correlation > 0.95, qPrintable(QStringLiteral("%1 at %2").arg(match.correlation).arg(match.offset)));
    QVERIFY(spies.failed.isEmpty());
}

void SoundPlayerTest::stopIsHeardAtOnce() {
    const std::vector<float> sound = read_wav(soundFile("standup.wav"));
    Loudspeaker loudspeaker;
    QVERIFY(loudspeaker.hears(0.2));
    SoundPlayer player;
    Spies spies(player);
    player.play({soundFile("standup.wav")}, 0, -1);
    QTRY_VERIFY_WITH_TIMEOUT(spies.position.count() >= 10, patience_ms);
    player.stop();
    QTRY_COMPARE_WITH_TIMEOUT(spies.stopped.count(), 1, patience_ms);
    const double until = spies.stopped[0][0].toDouble();
    QVERIFY(loudspeaker.hears(1.5));
    // No more than what had been written by then has been heard; the rest of the file has not.
    const double heard = energy(loudspeaker.samples());
    QVERIFY(heard > 0);
    QVERIFY2(heard <= energy(part(sound, 0, until)) * 1.02, qPrintable(QString::number(until)));
    player.stop();  // nothing is being played
}

void SoundPlayerTest::whatCannotBePlayedIsSaid() {
    SoundPlayer player;
    Spies spies(player);
    player.play({home_->path(QStringLiteral("gone.wav")).toStdString()}, 0, -1);
    QTRY_COMPARE_WITH_TIMEOUT(spies.failed.count(), 1, patience_ms);
    QVERIFY2(spies.failed[0][0].toString().contains("gone.wav"), qPrintable(spies.failed[0][0].toString()));
    QTRY_COMPARE(spies.stopped.count(), 1);
    QVERIFY(spies.position.isEmpty());
}

void SoundPlayerTest::aClickOnAWordIsHeard() {
    const std::vector<float> sound = read_wav(soundFile("standup.wav"));
    Desktop desktop(home_->data());
    QSignalSpy ended(&desktop.queue(), &FileQueueController::queueEnded);
    desktop.start();
    desktop.openFiles({QString::fromStdString(soundFile("standup.wav").string())});
    QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 1, patience_ms);
    LibraryView* library = desktop.window().library();
    QTRY_COMPARE_WITH_TIMEOUT(library->sessions()->rowCount(), 1, patience_ms);
    Q_EMIT library->openRequested(library->sessions()->rows().front().id);
    TranscriptPage* page = desktop.window().transcript();
    QTRY_VERIFY_WITH_TIMEOUT(page->model()->rowCount() > 3, patience_ms);

    Loudspeaker loudspeaker;
    QVERIFY(loudspeaker.hears(0.2));
    QSignalSpy asked(page, &TranscriptPage::playRequested);
    QTextCursor cursor(page->view()->document()->findBlockByNumber(2));
    cursor.movePosition(QTextCursor::NextCharacter, QTextCursor::MoveAnchor, 2);
    QTest::mouseClick(page->view()->viewport(), Qt::LeftButton, {}, page->view()->cursorRect(cursor).center());
    QCOMPARE(asked.count(), 1);
    const double start = asked[0][0].toDouble();
    const double end = asked[0][1].toDouble();
    QVERIFY(end > start && start >= 0);
    QVERIFY(loudspeaker.hears(end - start + 1.5));
    const SoundMatch match = find_sound(loudspeaker.samples(), part(sound, start, end));
    QVERIFY2(match.correlation > 0.95, qPrintable(QString::number(match.correlation)));
}

void SoundPlayerTest::noSoundServerIsSaid() {
    qputenv("PULSE_SERVER", "unix:/nowhere/at/all");
    SoundPlayer player;
    Spies spies(player);
    player.play({soundFile("short.wav")}, 0, -1);
    QTRY_COMPARE_WITH_TIMEOUT(spies.failed.count(), 1, patience_ms);
    qunsetenv("PULSE_SERVER");
    QTRY_COMPARE(spies.stopped.count(), 1);
    QVERIFY2(spies.failed[0][0].toString().startsWith("The sound cannot be played: "), qPrintable(spies.failed[0][0].toString()));
}

QTEST_MAIN(SoundPlayerTest)
#include "sound_player_test.moc"
