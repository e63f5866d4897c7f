// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/audio/capture_session.h"
#include "engine/audio/growing_wav_reader.h"
#include "tests/engine/capture/event_log.h"
#include "tests/engine/capture/scripted_devices.h"
#include "tests/support/wav_reader.h"

#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <chrono>
#include <cmath>
#include <memory>
#include <string>
#include <thread>
#include <vector>

using namespace tilescribe;
using namespace std::chrono_literals;
using Kind = CaptureEvent::Kind;
using testing::EventLog;
using testing::ScriptedDevices;

namespace {

/// Devices that speak by themselves, in real time: each sends its own value, 320 samples every 20 ms.
class LiveDevices {
public:
    LiveDevices() {
        devices.plug(ScriptedDevices::device("desk"));
        devices.plug(ScriptedDevices::device("room"));
        devices.plug(ScriptedDevices::device("speakers", true));
        devices.set_default("desk", "speakers");
    }

    ScriptedDevices devices;
    std::atomic<std::int64_t> delivered{0};  ///< samples that somebody recorded

private:
    std::jthread clock_{[this](const std::stop_token& stop) {
        for (auto next = ScriptedDevices::Clock::now(); !stop.stop_requested(); next += 20ms) {
            std::this_thread::sleep_until(next);
            const auto now = ScriptedDevices::Clock::now();
            for (const auto& [id, value] : {std::pair("desk", 0.25F), std::pair("room", 0.5F), std::pair("speakers", 0.125F)}) {
                if (devices.deliver(id, std::vector<float>(320, value), now)) delivered += 320;
            }
        }
    }};
};

}  // namespace

class TestCaptureSession : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }
    void recordsUntilStopped();
    void keepsTwoTracksInStep();
    void leavesPausesOut();
    void changesTheDeviceOnRequest();
    void survivesThatEverythingIsUnplugged();
    void recordsTheTail();
    void cannotOverwrite();
    void stopsInItsDestructor();
    void reportsAListenerThatThrows();

private:
    CaptureSessionOptions options(int tracks = 1) const {
        CaptureSessionOptions made;
        made.tracks.push_back({{TrackRole::microphone, "", false}, file(0)});
        if (tracks > 1) made.tracks.push_back({{TrackRole::monitor, "", false}, file(1)});
        made.tail = 100ms;
        return made;
    }
    std::filesystem::path file(int track) const {
        return folder_->path().toStdString() + "/track" + std::to_string(track) + ".wav";
    }
    std::unique_ptr<QTemporaryDir> folder_;
};

void TestCaptureSession::recordsUntilStopped() {
    LiveDevices live;
    EventLog log;
    CaptureSession session(live.devices, options(), log.listener());
    QTRY_VERIFY(session.recording(0)->length() > 16000);
    QTRY_VERIFY(session.status(0).peak > 0.2F);
    QVERIFY(std::abs(session.status(0).rms - 0.25F) < 0.01F);
    QCOMPARE(session.status(0).device, std::string("The desk"));
    QVERIFY(!session.is_stopped());
    session.stop();
    QVERIFY(session.is_stopped());
    const TrackStatus status = session.status(0);
    QCOMPARE(status.taken_frames, live.delivered.load());  // every frame that the callback delivered
    QCOMPARE(status.captured_samples, live.delivered.load());
    QCOMPARE(status.lost_frames, 0);
    QVERIFY(status.disk == WavRecorder::State::closed);
    QCOMPARE(static_cast<std::int64_t>(testing::read_wav(file(0)).size()), status.captured_samples + status.silence_samples);
    QVERIFY(log.all().back().kind == Kind::stopped);
    QVERIFY(log.of(Kind::gap).empty());
}

void TestCaptureSession::keepsTwoTracksInStep() {
    LiveDevices live;
    EventLog log;
    CaptureSession session(live.devices, options(2), log.listener());
    QTRY_VERIFY(session.recording(1)->length() > 16000);
    live.devices.unplug("speakers");
    QTRY_VERIFY(log.has(Kind::no_device, 1));
    QTRY_VERIFY(session.recording(0)->length() > 48000);
    live.devices.plug(ScriptedDevices::device("speakers", true));
    QTRY_VERIFY(log.has(Kind::gap, 1));
    const FrameIndex seen = session.recording(1)->length();
    QTRY_VERIFY(session.recording(1)->length() > seen + 8000);
    session.stop();
    const std::vector<float> you = testing::read_wav(file(0));
    const std::vector<float> others = testing::read_wav(file(1));
    QCOMPARE(you.size(), others.size());
    const CaptureEvent gap = log.of(Kind::gap, 1).at(0);
    QVERIFY(gap.start_s >= 1 && gap.duration_s > 0.5);
    // Silent from the gap's beginning to its end, to the sample; heard before and after.
    const auto from = static_cast<std::size_t>(std::lround(gap.start_s * 16000));
    const auto to = static_cast<std::size_t>(std::lround((gap.start_s + gap.duration_s) * 16000));
    QCOMPARE(others.at(from - 1), 0.125F);
    for (std::size_t i = from; i < to; ++i) QCOMPARE(others.at(i), 0.F);
    QCOMPARE(others.at(to), 0.125F);
    QVERIFY(log.of(Kind::gap, 0).empty());
    QCOMPARE(you.at(from), 0.25F);
}

void TestCaptureSession::leavesPausesOut() {
    LiveDevices live;
    EventLog log;
    CaptureSession session(live.devices, options(), log.listener());
    QTRY_VERIFY(session.recording(0)->length() > 8000);
    session.pause();
    QTRY_VERIFY(log.has(Kind::paused));
    QVERIFY(!live.devices.is_recorded("desk"));  // the microphone's light is off
    const FrameIndex length = session.recording(0)->length();
    const auto paused_at = ScriptedDevices::Clock::now();
    QTRY_VERIFY(ScriptedDevices::Clock::now() - paused_at > 700ms);
    QCOMPARE(session.recording(0)->length(), length);
    session.resume();
    QTRY_VERIFY(session.recording(0)->length() > length + 8000);
    session.stop();
    const CaptureEvent resumed = log.of(Kind::resumed).at(0);
    QVERIFY2(resumed.duration_s > 0.6, qPrintable(QString::number(resumed.duration_s)));
    QCOMPARE(std::lround(resumed.start_s * 16000), length);
    // What is silent around the pause is the devices' start, not the pause.
    QVERIFY2(session.status(0).silence_samples < 4800, qPrintable(QString::number(session.status(0).silence_samples)));
    QCOMPARE(session.status(0).taken_frames, live.delivered.load());
}

void TestCaptureSession::changesTheDeviceOnRequest() {
    LiveDevices live;
    EventLog log;
    CaptureSession session(live.devices, options(), log.listener());
    QTRY_COMPARE(session.status(0).device, std::string("The desk"));
    session.choose_device(0, {TrackRole::microphone, "room", false});
    QTRY_COMPARE(session.status(0).device, std::string("The room"));
    QVERIFY(log.of(Kind::device_lost).empty());
    QVERIFY_EXCEPTION_THROWN(session.choose_device(1, {}), std::out_of_range);
}

void TestCaptureSession::survivesThatEverythingIsUnplugged() {
    LiveDevices live;
    EventLog log;
    CaptureSession session(live.devices, options(), log.listener());
    for (int round = 0; round < 3; ++round) {
        QTRY_VERIFY(session.status(0).device == "The desk");
        for (const char* id : {"desk", "room"}) live.devices.unplug(id);
        QTRY_VERIFY(log.of(Kind::no_device).size() == static_cast<std::size_t>(round) + 1);
        live.devices.plug(ScriptedDevices::device("room"));
        QTRY_VERIFY(session.status(0).device == "The room");
        live.devices.plug(ScriptedDevices::device("desk"));
        live.devices.set_default("desk", "speakers");
    }
    session.stop();
    QVERIFY(log.all().back().kind == Kind::stopped);
    QCOMPARE(static_cast<FrameIndex>(testing::read_wav(file(0)).size()), session.recording(0)->length());
}

/// What the device sends within the tail after Stop is in the file.
void TestCaptureSession::recordsTheTail() {
    LiveDevices live;
    CaptureSessionOptions slow = options();
    slow.tail = 500ms;
    CaptureSession session(live.devices, slow, {});
    QTRY_VERIFY(session.recording(0)->length() > 1600);
    const std::int64_t at_stop = live.delivered;
    session.request_stop();
    QTRY_VERIFY(session.is_stopped());
    QVERIFY2(session.status(0).captured_samples >= at_stop + 6000,
             qPrintable(QString::number(session.status(0).captured_samples - at_stop)));
    QCOMPARE(session.status(0).taken_frames, live.delivered.load());
}

void TestCaptureSession::cannotOverwrite() {
    LiveDevices live;
    {
        CaptureSession(live.devices, options(), {});
    }
    const auto again = [&] { CaptureSession(live.devices, options(), {}); };
    QVERIFY_EXCEPTION_THROWN(again(), RecordingError);
}

void TestCaptureSession::stopsInItsDestructor() {
    LiveDevices live;
    std::shared_ptr<const WavRecorder> recording;
    {
        CaptureSession session(live.devices, options(), {});
        recording = session.recording(0);
        QTRY_VERIFY(recording->length() > 3200);
    }
    QVERIFY(recording->state() == WavRecorder::State::closed);
    // The reader outlives the session.
    GrowingWavReader reader(recording);
    std::vector<float> samples(static_cast<std::size_t>(recording->length()));
    QCOMPARE(reader.read(samples), samples.size());
    QVERIFY(reader.finished());
}

void TestCaptureSession::reportsAListenerThatThrows() {
    LiveDevices live;
    EventLog log;
    const auto inner = log.listener();
    CaptureSession session(live.devices, options(), [&](const CaptureEvent& event) {
        inner(event);
        if (event.kind == Kind::device_changed) throw std::runtime_error("listener");
    });
    QTRY_VERIFY(log.has(Kind::failed));
    QCOMPARE(log.of(Kind::failed).at(0).reason, std::string("listener"));
    session.stop();
    QVERIFY(session.recording(0)->state() == WavRecorder::State::closed);
    static_cast<void>(testing::read_wav(file(0)));
}

QTEST_GUILESS_MAIN(TestCaptureSession)
#include "test_capture_session.moc"
