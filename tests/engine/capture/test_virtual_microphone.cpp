// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/audio/capture_devices.h"
#include "engine/audio/capture_session.h"
#include "engine/audio/wav_repair.h"
#include "tests/engine/capture/event_log.h"
#include "tests/engine/capture/sound_match.h"
#include "tests/support/busy_loops.h"
#include "tests/support/virtual_microphone.h"
#include "tests/support/wav_reader.h"

#include <QElapsedTimer>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <chrono>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

using namespace tilescribe;
using Kind = CaptureEvent::Kind;
using testing::BusyLoops;
using testing::EventLog;
using testing::VirtualMicrophone;

namespace {

constexpr int patience_ms = 20000;  // for conditions that come within a second or two on an idle machine

DeviceChoice choice(const char* name) {
    DeviceChoice made;
    made.device_id = std::string("pulse:") + name + ".monitor";
    made.monitor_is_fine = true;  // all devices without hardware are monitors
    return made;
}

std::string named(const char* name) {
    return std::string("Monitor of ") + name;
}

/// Whether `recorded` holds `played`; where not, says what is there instead.
bool holds(const std::vector<float>& recorded, const std::vector<float>& played, const EventLog& log) {
    const testing::SoundMatch match = testing::find_sound(recorded, played);
    // Two resamplers and a delay of up to half a sample leave 0.95 of the noisy parts; what is missing or shifted leaves less than
    // half.
    if (match.correlation > 0.9) return true;
    qWarning("correlation %.4f at %.3f s of %.3f s recorded, %.3f s played", match.correlation,
             static_cast<double>(match.offset) / 16000, static_cast<double>(recorded.size()) / 16000,
             static_cast<double>(played.size()) / 16000);
    // Half a second at a time: where it comes apart.
    for (std::size_t at = 0; at + 8000 <= played.size(); at += 8000) {
        const double part =
            testing::correlation_at(recorded, std::span(played).subspan(at, 8000), match.offset + static_cast<std::ptrdiff_t>(at));
        if (part < 0.9) qWarning("  from %.1f s: %.3f", static_cast<double>(at) / 16000, part);
    }
    log.print();
    return false;
}

}  // namespace

/// Real PortAudio, ALSA, libpulse and a real PulseAudio server; only the sound cards are missing.
class TestVirtualMicrophone : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }
    void listsTheSources();
    void recordsEveryFrameOfWhatIsPlayed_data();
    void recordsEveryFrameOfWhatIsPlayed();
    void movesOnWhenUnpluggedAndComesBack();
    void findsADeviceThatIsPluggedForTheFirstTime();
    void staysOnTheChosenDeviceWhenTheDefaultChanges();
    void followsTheDefault();
    void recordsTwoDevicesAndMissesTheSilentOne();
    void outlivesTheSoundServer();
    void leavesAReadableFileWhenKilled();

private:
    CaptureSessionOptions options(const std::vector<DeviceChoice>& devices) const {
        CaptureSessionOptions made;
        for (const DeviceChoice& device : devices) made.tracks.push_back({device, file(static_cast<int>(made.tracks.size()))});
        return made;
    }
    std::filesystem::path file(int track = 0) const {
        return folder_->path().toStdString() + "/track" + std::to_string(track) + ".wav";
    }
    static std::vector<float> sound(const char* name) { return testing::read_wav(testing::shared_folder() / "audio" / name); }
    static bool finish(QProcess& player) { return player.waitForFinished(60000) && player.exitCode() == 0; }
    bool is_heard(const CaptureSession& session, const char* device, int track = 0) const {
        return session.status(track).device == named(device);
    }
    /// The sound that has been played is in the file: what comes out of a device is a fraction of a second late.
    static bool has_recorded_more(const CaptureSession& session, FrameIndex than) {
        return session.recording(0)->length() > than + 8000;
    }

    std::unique_ptr<VirtualMicrophone> microphone_;
    std::unique_ptr<CaptureDevices> devices_;
    std::unique_ptr<QTemporaryDir> folder_;
};

void TestVirtualMicrophone::initTestCase() {
    REQUIRE_VIRTUAL_MICROPHONE();
    microphone_ = std::make_unique<VirtualMicrophone>(QStringList{QStringLiteral("room"), QStringLiteral("desk")});
    QVERIFY(microphone_->is_started());
    devices_ = std::make_unique<CaptureDevices>();
    QCOMPARE(devices_->problem(), std::string());
}

void TestVirtualMicrophone::cleanupTestCase() {
    devices_.reset();
    microphone_.reset();
}

void TestVirtualMicrophone::listsTheSources() {
    const AudioDeviceList list = devices_->devices();
    const AudioDevice* room = list.find("pulse:room.monitor");
    QVERIFY(room != nullptr);
    QVERIFY(list.find("pulse:desk.monitor") != nullptr);
    QCOMPARE(room->name, named("room"));
    QCOMPARE(room->host_api, std::string("PulseAudio"));
    QVERIFY(room->is_monitor);
    QCOMPARE(room->rate, 44100);
    QCOMPARE(list.default_input_id, std::string("pulse:room.monitor"));
    QVERIFY(!list.default_monitor_id.empty());
    for (const AudioDevice& device : list.devices) QVERIFY2(!device.name.starts_with("tilescribe"), device.name.c_str());
}

void TestVirtualMicrophone::recordsEveryFrameOfWhatIsPlayed_data() {
    QTest::addColumn<int>("busy_loops");
    QTest::newRow("idle machine") << 0;
    QTest::newRow("loaded machine") << 2;
}

void TestVirtualMicrophone::recordsEveryFrameOfWhatIsPlayed() {
    QFETCH(const int, busy_loops);
    const BusyLoops load(busy_loops);
    EventLog log;
    CaptureSession session(*devices_, options({choice("room")}), log.listener());
    QTRY_VERIFY_WITH_TIMEOUT(is_heard(session, "room"), patience_ms);
    const auto player = VirtualMicrophone::play("short.wav", QStringLiteral("room"));
    QTRY_VERIFY_WITH_TIMEOUT(session.status(0).peak > 0.05F, patience_ms);
    QVERIFY(finish(*player));
    const FrameIndex played = session.recording(0)->length();
    QTRY_VERIFY_WITH_TIMEOUT(has_recorded_more(session, played), patience_ms);
    session.stop();

    const TrackStatus status = session.status(0);
    QCOMPARE(status.lost_frames, 0);
    QCOMPARE(status.driver_overflows, 0);
    QCOMPARE(status.taken_frames, status.delivered_frames);
    QCOMPARE(status.captured_samples, std::llround(static_cast<double>(status.delivered_frames) * 16000 / 44100));
    const std::vector<float> recorded = testing::read_wav(file());
    QCOMPARE(static_cast<std::int64_t>(recorded.size()), status.captured_samples + status.silence_samples);
    QVERIFY(holds(recorded, sound("short.wav"), log));
    QVERIFY(log.of(Kind::gap).empty());
    QVERIFY(log.of(Kind::sound_lost).empty());
}

void TestVirtualMicrophone::movesOnWhenUnpluggedAndComesBack() {
    EventLog log;
    QElapsedTimer clock;
    clock.start();
    CaptureSession session(*devices_, options({choice("room")}), log.listener());
    QTRY_VERIFY_WITH_TIMEOUT(is_heard(session, "room"), patience_ms);
    QVERIFY(microphone_->run({QStringLiteral("unplug"), QStringLiteral("room")}));
    QTRY_VERIFY_WITH_TIMEOUT(is_heard(session, "desk"), patience_ms);
    QVERIFY(finish(*VirtualMicrophone::play("short.wav", QStringLiteral("desk"))));
    QVERIFY(microphone_->run({QStringLiteral("plug"), QStringLiteral("room")}));
    QTRY_VERIFY_WITH_TIMEOUT(is_heard(session, "room"), patience_ms);
    QVERIFY(finish(*VirtualMicrophone::play("jfk.wav", QStringLiteral("room"))));
    const FrameIndex played = session.recording(0)->length();
    QTRY_VERIFY_WITH_TIMEOUT(has_recorded_more(session, played), patience_ms);
    session.stop();
    const double elapsed_s = static_cast<double>(clock.elapsed()) / 1000;

    const std::vector<float> recorded = testing::read_wav(file());
    const double recorded_s = static_cast<double>(recorded.size()) / 16000;
    QVERIFY2(std::abs(recorded_s - elapsed_s) < 0.7, qPrintable(QStringLiteral("%1 s of %2 s").arg(recorded_s).arg(elapsed_s)));
    const testing::SoundMatch first = testing::find_sound(recorded, sound("short.wav"));
    const testing::SoundMatch second = testing::find_sound(recorded, sound("jfk.wav"));
    QVERIFY(holds(recorded, sound("short.wav"), log));
    QVERIFY(holds(recorded, sound("jfk.wav"), log));
    QVERIFY(second.offset > first.offset);

    const std::vector<CaptureEvent> gaps = log.of(Kind::gap);
    // A server that hands over what it heard before it was asked leaves no gap; mostly there is one of two seconds.
    for (const CaptureEvent& gap : gaps) {
        const auto from = static_cast<std::size_t>(std::lround(gap.start_s * 16000));
        const auto length = static_cast<std::size_t>(std::lround(gap.duration_s * 16000));
        for (const float sample : std::span(recorded).subspan(from, length)) QCOMPARE(sample, 0.F);
    }
    if (gaps.empty()) log.print();
    QCOMPARE(log.of(Kind::device_lost).at(0).device, named("room"));
}

/// PortAudio's own list was frozen long ago.
void TestVirtualMicrophone::findsADeviceThatIsPluggedForTheFirstTime() {
    EventLog log;
    CaptureSession session(*devices_, options({choice("newcomer"), choice("desk")}), log.listener());
    QTRY_VERIFY_WITH_TIMEOUT(is_heard(session, "room", 0) && is_heard(session, "desk", 1), patience_ms);
    QVERIFY(microphone_->run({QStringLiteral("plug"), QStringLiteral("newcomer")}));
    QTRY_VERIFY_WITH_TIMEOUT(is_heard(session, "newcomer"), patience_ms);
    QVERIFY(finish(*VirtualMicrophone::play("short.wav", QStringLiteral("newcomer"))));
    const FrameIndex played = session.recording(0)->length();
    QTRY_VERIFY_WITH_TIMEOUT(has_recorded_more(session, played), patience_ms);
    session.stop();
    QVERIFY(microphone_->run({QStringLiteral("unplug"), QStringLiteral("newcomer")}));
    QVERIFY(holds(testing::read_wav(file(0)), sound("short.wav"), log));
    // The other track did not notice.
    QVERIFY(log.of(Kind::gap, 1).empty());
    QVERIFY(log.of(Kind::device_lost, 1).empty());
    QCOMPARE(log.of(Kind::device_changed, 1).size(), std::size_t(1));
}

/// PulseAudio would move the stream to the new default source.
void TestVirtualMicrophone::staysOnTheChosenDeviceWhenTheDefaultChanges() {
    QVERIFY(microphone_->run({QStringLiteral("default"), QStringLiteral("desk")}));
    EventLog log;
    CaptureSession session(*devices_, options({choice("desk")}), log.listener());
    QTRY_VERIFY_WITH_TIMEOUT(is_heard(session, "desk"), patience_ms);
    QVERIFY(microphone_->run({QStringLiteral("default"), QStringLiteral("room")}));
    QTRY_COMPARE(devices_->devices().default_input_id, std::string("pulse:room.monitor"));
    const auto other = VirtualMicrophone::play("jfk.wav", QStringLiteral("room"));
    QVERIFY(finish(*VirtualMicrophone::play("short.wav", QStringLiteral("desk"))));
    QVERIFY(finish(*other));
    session.stop();
    const std::vector<float> recorded = testing::read_wav(file());
    QVERIFY(holds(recorded, sound("short.wav"), log));
    QVERIFY(testing::find_sound(recorded, sound("jfk.wav")).correlation < 0.5);
}

void TestVirtualMicrophone::followsTheDefault() {
    DeviceChoice system_default;
    system_default.monitor_is_fine = true;
    QVERIFY(microphone_->run({QStringLiteral("default"), QStringLiteral("room")}));
    QTRY_COMPARE(devices_->devices().default_input_id, std::string("pulse:room.monitor"));
    EventLog log;
    CaptureSession session(*devices_, options({system_default}), log.listener());
    QTRY_VERIFY_WITH_TIMEOUT(is_heard(session, "room"), patience_ms);
    QVERIFY(microphone_->run({QStringLiteral("default"), QStringLiteral("desk")}));
    QTRY_VERIFY_WITH_TIMEOUT(is_heard(session, "desk"), patience_ms);
    QVERIFY(microphone_->run({QStringLiteral("default"), QStringLiteral("room")}));
    QTRY_VERIFY_WITH_TIMEOUT(is_heard(session, "room"), patience_ms);
}

void TestVirtualMicrophone::recordsTwoDevicesAndMissesTheSilentOne() {
    EventLog log;
    CaptureSessionOptions two = options({choice("room"), choice("desk")});
    two.silence_alarm_s = 5;  // instead of 10
    CaptureSession session(*devices_, two, log.listener());
    QTRY_VERIFY_WITH_TIMEOUT(is_heard(session, "room", 0) && is_heard(session, "desk", 1), patience_ms);
    const auto in_room = VirtualMicrophone::play("short.wav", QStringLiteral("room"));
    QTRY_VERIFY_WITH_TIMEOUT(log.has(Kind::silent_track, 1), patience_ms);
    QVERIFY(!log.has(Kind::silent_track, 0));
    const auto at_desk = VirtualMicrophone::play("jfk.wav", QStringLiteral("desk"));
    QTRY_VERIFY_WITH_TIMEOUT(log.has(Kind::track_heard, 1), patience_ms);
    QVERIFY(finish(*in_room));
    QVERIFY(finish(*at_desk));
    const FrameIndex played = session.recording(0)->length();
    QTRY_VERIFY_WITH_TIMEOUT(has_recorded_more(session, played), patience_ms);
    session.stop();
    const std::vector<float> room = testing::read_wav(file(0));
    const std::vector<float> desk = testing::read_wav(file(1));
    QCOMPARE(room.size(), desk.size());
    QVERIFY(holds(room, sound("short.wav"), log));
    QVERIFY(holds(desk, sound("jfk.wav"), log));
    QVERIFY(testing::find_sound(room, sound("jfk.wav")).correlation < 0.5);
    QVERIFY(testing::find_sound(desk, sound("short.wav")).correlation < 0.5);
    for (int track : {0, 1}) {
        QCOMPARE(session.status(track).lost_frames, 0);
        QCOMPARE(session.status(track).taken_frames, session.status(track).delivered_frames);
    }
}

void TestVirtualMicrophone::outlivesTheSoundServer() {
    EventLog log;
    CaptureSession session(*devices_, options({choice("room")}), log.listener());
    QTRY_VERIFY_WITH_TIMEOUT(is_heard(session, "room"), patience_ms);
    QVERIFY(microphone_->run({QStringLiteral("stop")}));
    QTRY_VERIFY_WITH_TIMEOUT(log.has(Kind::no_device), patience_ms);
    // The old server takes a moment to go.
    bool started = false;
    const auto start = [&] {
        if (!started) started = microphone_->run({QStringLiteral("start"), QStringLiteral("room"), QStringLiteral("desk")});
        return started;
    };
    QTRY_VERIFY_WITH_TIMEOUT(start(), patience_ms);
    QTRY_VERIFY_WITH_TIMEOUT(is_heard(session, "room"), patience_ms);
    session.stop();
    QVERIFY(log.has(Kind::gap));
    QCOMPARE(static_cast<FrameIndex>(testing::read_wav(file()).size()), session.recording(0)->length());
}

void TestVirtualMicrophone::leavesAReadableFileWhenKilled() {
    QProcess recorder;
    recorder.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    recorder.start(QStringLiteral(RECORD_UNTIL_KILLED), {QString::fromStdString(file().string()) + QStringLiteral("=room")});
    const auto player = VirtualMicrophone::play("short.wav", QStringLiteral("room"));
    qint64 length = 0;
    const QRegularExpression line(QStringLiteral("^track 0 length (\\d+)"));
    while (length < 5 * 16000) {
        QVERIFY(recorder.canReadLine() || recorder.waitForReadyRead(patience_ms));
        while (recorder.canReadLine()) {
            const QRegularExpressionMatch match = line.match(QString::fromUtf8(recorder.readLine()));
            if (match.hasMatch()) length = match.captured(1).toLongLong();
        }
    }
    recorder.kill();  // SIGKILL
    QVERIFY(recorder.waitForFinished());
    QVERIFY(recorder.exitStatus() == QProcess::CrashExit);
    // Valid as it is, up to the last second; complete after the repair.
    const auto readable = static_cast<qint64>(testing::read_wav(file()).size());
    QVERIFY2(readable >= length - 16000 - 1600, qPrintable(QStringLiteral("%1 of %2").arg(readable).arg(length)));
    const WavRepair repair = repair_wav(file());
    QVERIFY(repair.samples >= length);
    QCOMPARE(static_cast<FrameIndex>(testing::read_wav(file()).size()), repair.samples);
    QVERIFY(finish(*player));
}

QTEST_GUILESS_MAIN(TestVirtualMicrophone)
#include "test_virtual_microphone.moc"
