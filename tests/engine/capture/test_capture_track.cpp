// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/audio/capture_track.h"
#include "engine/audio/silence_alarm.h"
#include "tests/engine/capture/scripted_devices.h"
#include "tests/support/wav_reader.h"

#include <QTemporaryDir>
#include <QTest>

#include <chrono>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

using namespace tilescribe;
using namespace std::chrono_literals;
using Kind = CaptureEvent::Kind;
using testing::ScriptedDevices;

/// A track driven by hand: the test is the clock, the devices and the recorder's loop.
class TestCaptureTrack : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void recordsEverySample();
    void resamplesTheDevicesRate();
    void placesTheFirstFrameByTheClock();
    void movesToTheNextDeviceAndFillsTheGap();
    void keepsTheLastWordsOfALostDevice();
    void keepsTheFirstWordsOfADeviceThatIsStopped();
    void returnsToTheChosenDeviceWithoutALoss();
    void followsTheDefault();
    void leavesADeviceThatStalls();
    void leavesADeviceThatNeverBegins();
    void waitsInSilenceWhenThereIsNoDevice();
    void triesABrokenDeviceAgain();
    void noticesAReplugBetweenTwoLooks();
    void replacesWhatTheRingCouldNotHold();
    void endsAnOpenGap();
    void alarmsOnASilentTrack();

private:
    void start(const std::string& id = {}, bool monitor_is_fine = false) {
        track_ = std::make_unique<CaptureTrack>(0, DeviceChoice{TrackRole::microphone, id, monitor_is_fine}, file_, devices_,
                                                CaptureTimeouts{}, [this](const CaptureEvent& event) { events_.push_back(event); });
        poll();
    }
    void poll() { track_->poll(now_, clock_, devices_.devices(), {}); }
    /// `seconds` of sound of one value from the devices named, in steps of 20 ms; a device that nobody records speaks to nobody.
    void speak(double seconds, const std::vector<std::pair<std::string, float>>& voices, int samples = 320) {
        for (int step = 0; step < std::lround(seconds * 50); ++step) {
            now_ += 20ms;
            for (const auto& [id, value] : voices)
                devices_.deliver(id, std::vector<float>(static_cast<std::size_t>(samples), value), now_);
            poll();
        }
    }
    std::vector<float> finish() {
        track_->suspend(clock_);
        track_->close_gap(clock_.sample_at(now_));
        track_->finish(track_->length());
        return testing::read_wav(file_);
    }
    std::vector<CaptureEvent> events(Kind kind) const {
        std::vector<CaptureEvent> found;
        std::ranges::copy_if(events_, std::back_inserter(found), [&](const CaptureEvent& event) { return event.kind == kind; });
        return found;
    }
    /// The file as (value, samples) runs.
    static std::vector<std::pair<float, int>> runs(const std::vector<float>& samples) {
        std::vector<std::pair<float, int>> found;
        for (const float sample : samples) {
            if (found.empty() || found.back().first != sample) found.emplace_back(sample, 0);
            ++found.back().second;
        }
        return found;
    }
    using Runs = std::vector<std::pair<float, int>>;

    std::unique_ptr<QTemporaryDir> folder_;
    std::filesystem::path file_;
    ScriptedDevices devices_;
    CaptureTrack::Clock::time_point now_;
    SessionClock clock_{now_};
    std::vector<CaptureEvent> events_;
    std::unique_ptr<CaptureTrack> track_;
};

void TestCaptureTrack::init() {
    track_.reset();
    events_.clear();
    folder_ = std::make_unique<QTemporaryDir>();
    file_ = folder_->path().toStdString() + "/track.wav";
    for (const char* id : {"desk", "room"}) {
        devices_.unplug(id);
        devices_.plug(ScriptedDevices::device(id));
    }
    devices_.set_default("desk");
    devices_.set_broken({});
    now_ = CaptureTrack::Clock::time_point(1000s);
    clock_ = SessionClock(now_);
}

void TestCaptureTrack::recordsEverySample() {
    start("room");
    for (int i = 0; i < 200; ++i) {
        now_ += 20ms;
        std::vector<float> block(320);
        for (std::size_t k = 0; k < block.size(); ++k)
            block[k] = static_cast<float>((i * 320 + static_cast<int>(k)) % 30000) / 32768;
        QVERIFY(devices_.deliver("room", block, now_));
        if (i % 3 == 0) poll();
    }
    const std::vector<float> samples = finish();
    QCOMPARE(samples.size(), std::size_t(64000));
    for (std::size_t i = 0; i < samples.size(); ++i) {
        if (samples[i] != static_cast<float>(i % 30000) / 32768) QFAIL(qPrintable(QString::number(i)));
    }
    const TrackStatus status = track_->status();
    QCOMPARE(status.delivered_frames, 64000);
    QCOMPARE(status.taken_frames, 64000);
    QCOMPARE(status.captured_samples, 64000);
    QCOMPARE(status.silence_samples, 0);
    QCOMPARE(status.lost_frames, 0);
    QCOMPARE(events(Kind::device_changed).size(), std::size_t(1));
    QCOMPARE(events(Kind::device_changed)[0].device, std::string("The room"));
}

void TestCaptureTrack::resamplesTheDevicesRate() {
    devices_.plug(ScriptedDevices::device("studio", false, 48000));
    start("studio");
    speak(3, {{"studio", 0.25F}}, 960);
    const std::vector<float> samples = finish();
    QCOMPARE(samples.size(), std::size_t(48000));
    for (std::size_t i = 1000; i < 47000; ++i) QVERIFY(std::abs(samples[i] - 0.25F) < 0.001F);
    QCOMPARE(track_->status().delivered_frames, 144000);
    devices_.unplug("studio");
}

void TestCaptureTrack::placesTheFirstFrameByTheClock() {
    start("room");
    now_ += 500ms;  // the device took its time
    poll();
    speak(1, {{"room", 0.5F}});
    QCOMPARE(runs(finish()), (Runs{{0, 8000}, {0.5F, 16000}}));
    QVERIFY(events(Kind::gap).empty());
}

void TestCaptureTrack::movesToTheNextDeviceAndFillsTheGap() {
    start("room");
    speak(2, {{"room", 0.5F}, {"desk", 0.25F}});
    devices_.unplug("room");
    poll();
    QVERIFY(devices_.is_recorded("desk"));
    now_ += 300ms;  // until the new device sends its first block
    speak(1, {{"room", 0.5F}, {"desk", 0.25F}});
    QCOMPARE(track_->status().device, std::string("The desk"));
    QCOMPARE(runs(finish()), (Runs{{0.5F, 32000}, {0, 4800}, {0.25F, 16000}}));
    QCOMPARE(events(Kind::device_lost).size(), std::size_t(1));
    const std::vector<CaptureEvent> gaps = events(Kind::gap);
    QCOMPARE(gaps.size(), std::size_t(1));
    QCOMPARE(gaps[0].start_s, 2.0);
    QCOMPARE(gaps[0].duration_s, 0.3);
    QCOMPARE(gaps[0].device, std::string("The desk"));
    QVERIFY(!gaps[0].reason.empty());
    QCOMPARE(track_->status().silence_samples, 4800);
}

void TestCaptureTrack::keepsTheLastWordsOfALostDevice() {
    start("room");
    speak(2, {{"room", 0.5F}});
    devices_.deliver_at_stop("room", std::vector<float>(800, 0.5F), now_);
    devices_.unplug("room");
    poll();
    now_ += 300ms;
    speak(1, {{"desk", 0.25F}});
    QCOMPARE(runs(finish()), (Runs{{0.5F, 32800}, {0, 4000}, {0.25F, 16000}}));
    QCOMPARE(track_->status().taken_frames, track_->status().delivered_frames);
    QCOMPARE(events(Kind::gap)[0].start_s, 2.05);
}

void TestCaptureTrack::keepsTheFirstWordsOfADeviceThatIsStopped() {
    start("room");
    now_ += 300ms;
    devices_.deliver_at_stop("room", std::vector<float>(320, 0.5F), now_);
    QCOMPARE(runs(finish()), (Runs{{0, 4480}, {0.5F, 320}}));
    QCOMPARE(track_->status().taken_frames, track_->status().delivered_frames);
}

void TestCaptureTrack::returnsToTheChosenDeviceWithoutALoss() {
    start("room");
    speak(1, {{"room", 0.5F}});
    devices_.unplug("room");
    poll();
    speak(1, {{"desk", 0.25F}});
    devices_.plug(ScriptedDevices::device("room"));
    poll();
    QVERIFY(devices_.is_recorded("room"));
    speak(0.5, {{"desk", 0.25F}});  // the chosen one is slow to begin; meanwhile the other goes on
    QVERIFY(devices_.is_recorded("desk"));
    speak(1, {{"desk", 0.25F}, {"room", 0.5F}});
    QVERIFY(!devices_.is_recorded("desk"));
    QCOMPARE(track_->status().device, std::string("The room"));
    // One block was heard by both: it is in the file once.
    QCOMPARE(track_->status().overlap_samples, 320);
    QCOMPARE(runs(finish()), (Runs{{0.5F, 16000}, {0.25F, 16000 + 8000 + 320}, {0.5F, 16000 - 320}}));
    QCOMPARE(events(Kind::device_changed).size(), std::size_t(3));
}

void TestCaptureTrack::followsTheDefault() {
    start();
    speak(1, {{"desk", 0.25F}, {"room", 0.5F}});
    devices_.set_default("room");
    speak(1, {{"desk", 0.25F}, {"room", 0.5F}});
    QCOMPARE(track_->device_id(), std::string("room"));
    track_->choose({TrackRole::microphone, "desk", false});
    speak(1, {{"desk", 0.25F}, {"room", 0.5F}});
    QCOMPARE(track_->device_id(), std::string("desk"));
    devices_.set_default("desk");
    devices_.set_default("room");
    speak(1, {{"desk", 0.25F}, {"room", 0.5F}});
    QCOMPARE(track_->device_id(), std::string("desk"));  // the user's own choice stands
    const std::vector<float> samples = finish();
    QCOMPARE(samples.size(), std::size_t(64000));
    QVERIFY(std::ranges::count(samples, 0.F) == 0);
}

void TestCaptureTrack::leavesADeviceThatStalls() {
    start("room");
    speak(2, {{"room", 0.5F}, {"desk", 0.25F}});
    speak(0.9, {{"desk", 0.25F}});
    QVERIFY(!devices_.is_recorded("desk"));
    speak(0.3, {{"desk", 0.25F}});
    QCOMPARE(track_->status().device, std::string("The desk"));
    speak(1, {{"desk", 0.25F}, {"room", 0.5F}});
    speak(3, {{"desk", 0.25F}, {"room", 0.5F}});  // it speaks again, and is chosen
    QCOMPARE(track_->status().device, std::string("The room"));
    const std::vector<CaptureEvent> gaps = events(Kind::gap);
    QCOMPARE(gaps.size(), std::size_t(1));
    QCOMPARE(gaps[0].start_s, 2.0);
    QVERIFY(gaps[0].duration_s > 0.9 && gaps[0].duration_s < 1.2);
    QCOMPARE(finish().size(), static_cast<std::size_t>(7.2 * 16000));
}

void TestCaptureTrack::leavesADeviceThatNeverBegins() {
    start("room");
    speak(6, {{"desk", 0.25F}});
    QCOMPARE(track_->status().device, std::string("The desk"));
    QCOMPARE(finish().size(), std::size_t(96000));
}

void TestCaptureTrack::waitsInSilenceWhenThereIsNoDevice() {
    devices_.unplug("room");
    devices_.unplug("desk");
    start();
    speak(5, {});
    QCOMPARE(events(Kind::no_device).size(), std::size_t(1));
    QVERIFY(track_->length() >= 4 * 16000 && track_->length() <= 5 * 16000);  // the file grows in step with the clock
    devices_.plug(ScriptedDevices::device("desk"));
    speak(1, {{"desk", 0.25F}});
    const std::vector<CaptureEvent> gaps = events(Kind::gap);
    QCOMPARE(gaps.size(), std::size_t(1));
    QCOMPARE(gaps[0].start_s, 0.0);
    QVERIFY(std::abs(gaps[0].duration_s - 5.0) < 0.021);
    const std::vector<float> samples = finish();
    QCOMPARE(samples.size(), std::size_t(96000));
    QCOMPARE(samples.back(), 0.25F);
}

void TestCaptureTrack::triesABrokenDeviceAgain() {
    devices_.set_broken({"room"});
    const int before = devices_.openings("room");
    start("room");
    speak(10, {{"desk", 0.25F}});
    QCOMPARE(track_->status().device, std::string("The desk"));
    const int tries = devices_.openings("room") - before;
    QVERIFY2(tries >= 3 && tries <= 5, qPrintable(QString::number(tries)));  // at 0, 1, 3, 7 s: not 50 times a second
    devices_.set_broken({});
    speak(9, {{"desk", 0.25F}, {"room", 0.5F}});
    QCOMPARE(track_->status().device, std::string("The room"));
}

void TestCaptureTrack::noticesAReplugBetweenTwoLooks() {
    start("room");
    speak(1, {{"room", 0.5F}});
    devices_.unplug("room");
    devices_.plug(ScriptedDevices::device("room"));
    const int before = devices_.openings("room");
    speak(1, {{"room", 0.5F}});
    QCOMPARE(devices_.openings("room"), before + 1);
    QCOMPARE(finish().size(), std::size_t(32000));
}

void TestCaptureTrack::replacesWhatTheRingCouldNotHold() {
    start("room");
    speak(1, {{"room", 0.5F}});
    // The recorder sleeps for 40 s, the ring holds 2^19 frames.
    for (int i = 0; i < 40; ++i) {
        now_ += 1s;
        devices_.deliver("room", std::vector<float>(16000, 0.5F), now_);
    }
    poll();
    const TrackStatus status = track_->status();
    QCOMPARE(status.delivered_frames, 41 * 16000);
    QVERIFY(status.lost_frames > 0);
    QCOMPARE(status.captured_samples, status.delivered_frames - status.lost_frames);
    QCOMPARE(status.silence_samples, status.lost_frames);
    QCOMPARE(events(Kind::sound_lost).size(), std::size_t(1));
    QCOMPARE(events(Kind::sound_lost)[0].duration_s * 16000, static_cast<double>(status.lost_frames));
    QCOMPARE(finish().size(), std::size_t(41 * 16000));  // in step with the clock
}

void TestCaptureTrack::endsAnOpenGap() {
    start("room");
    speak(1, {{"room", 0.5F}});
    devices_.unplug("room");
    devices_.unplug("desk");
    speak(2, {});
    QCOMPARE(runs(finish()), (Runs{{0.5F, 16000}, {0, 32000}}));
    const std::vector<CaptureEvent> gaps = events(Kind::gap);
    QCOMPARE(gaps.size(), std::size_t(1));
    QCOMPARE(gaps[0].duration_s, 2.0);
    QVERIFY(gaps[0].device.empty());
}

void TestCaptureTrack::alarmsOnASilentTrack() {
    using Change = SilenceAlarm::Change;
    SilenceAlarm alarm(2);
    std::vector<SilenceAlarm::Track> tracks(2);
    int silent_at = 0;
    for (int tenth = 1; tenth <= 300; ++tenth) {
        tracks[0].length = tracks[1].length = tenth * 1600;
        tracks[0].last_sound = tracks[0].length;
        tracks[0].speech_samples += 800;  // half of the time
        QVERIFY(alarm.update(0, tracks) == Change::none);
        const Change change = alarm.update(1, tracks);
        if (change == Change::silent && silent_at == 0) {
            silent_at = tenth;
        } else {
            QVERIFY(change == Change::none);  // said once
        }
    }
    QCOMPARE(silent_at, 100);
    tracks[1].last_sound = tracks[1].length;
    QVERIFY(alarm.update(1, tracks) == Change::heard);
    QVERIFY(alarm.update(1, tracks) == Change::none);
    // Nobody speaks: nothing to be alarmed about.
    tracks[1].length = tracks[0].length += 60 * 16000;
    QVERIFY(alarm.update(0, tracks) == Change::none);
    QVERIFY(alarm.update(1, tracks) == Change::none);
}

QTEST_GUILESS_MAIN(TestCaptureTrack)
#include "test_capture_track.moc"
