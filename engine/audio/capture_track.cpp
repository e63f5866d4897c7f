// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/audio/capture_track.h"

#include "engine/speech/energy_voice_activity.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tilescribe {
namespace {

/// Quieter than this (-66 dB) is no microphone at all: muted, or nothing plays.
constexpr float nothing_at_all = 0.0005F;
constexpr FrameIndex shortest_told_gap = whisper_sample_rate / 50;

bool is_same(const AudioDevice& a, const AudioDevice& b) {
    return a.id == b.id && a.incarnation == b.incarnation;
}

double seconds(FrameIndex samples) {
    return static_cast<double>(samples) / whisper_sample_rate;
}

}  // namespace

CaptureTrack::CaptureTrack(int index, DeviceChoice choice, const std::filesystem::path& file, CaptureSystem& system,
                           CaptureTimeouts timeouts, CaptureEventListener listener)
    : index_(index),
      choice_(std::move(choice)),
      system_(system),
      timeouts_(timeouts),
      listener_(std::move(listener)),
      recording_(std::make_shared<WavRecorder>(file)),
      voice_(std::make_unique<EnergyVoiceActivity>()) {}

void CaptureTrack::poll(Clock::time_point now, const SessionClock& clock, const AudioDeviceList& devices,
                        std::span<const std::string> taken) {
    record_current();
    watch_current(now, devices);
    follow_choice(now, devices, taken);
    end_leaving();
    hand_over(clock);
    if (current_ == nullptr) fill_until(clock.sample_at(now - timeouts_.waiting));
    recording_->sync(now);
    watch_disk();
    publish();
}

void CaptureTrack::record_current() {
    if (current_ == nullptr) return;
    samples_.clear();
    current_->drain(samples_);
    meter_.feed(samples_, current_->take_peak());
    append(samples_);
    if (const std::int64_t lost = current_->take_lost_samples(); lost > 0) {
        tell(CaptureEvent::Kind::sound_lost, length(), lost, "the computer was too busy to keep up with the device",
             current_->device().name);
        fill_until(length() + lost);
    }
}

void CaptureTrack::watch_current(Clock::time_point now, const AudioDeviceList& devices) {
    if (current_ != nullptr) {
        const AudioDevice* listed = devices.find(current_->device().id);
        if (listed == nullptr || !is_same(*listed, current_->device())) {
            lose_current("the device was unplugged");
        } else if (!current_->is_running()) {
            lose_current("the sound system ended the recording from the device");
        } else if (current_->silent_for(now) > timeouts_.stall) {
            avoid(current_->device(), now);
            lose_current("the device stopped sending sound");
        }
    }
    if (incoming_ == nullptr) return;
    const AudioDevice* listed = devices.find(incoming_->device().id);
    const bool gone = listed == nullptr || !is_same(*listed, incoming_->device());
    const bool dead = !incoming_->is_running() || (!incoming_->is_heard() && incoming_->silent_for(now) > timeouts_.start);
    if (dead) avoid(incoming_->device(), now);
    if (gone || dead) retire(incoming_);
}

void CaptureTrack::lose_current(const std::string& reason) {
    gap_start_ = length();
    gap_reason_ = reason;
    tell(CaptureEvent::Kind::device_lost, gap_start_, 0, reason, current_->device().name);
    leaving_ = std::move(current_);
    meter_.reset();
}

/// After the next device has been started: stopping a dead one may take a second. While it is being stopped it may still hand over
/// what it had heard.
void CaptureTrack::end_leaving() {
    if (leaving_ == nullptr) return;
    leaving_->stop();
    samples_.clear();
    leaving_->finish(samples_);
    append(samples_);
    gap_start_ = length();
    retire(leaving_);
}

void CaptureTrack::follow_choice(Clock::time_point now, const AudioDeviceList& devices, std::span<const std::string> taken) {
    std::vector<std::string> avoided(taken.begin(), taken.end());
    for (const auto& [id, failure] : failures_) {
        const AudioDevice* listed = devices.find(id);
        const bool replugged = listed != nullptr && listed->incarnation != failure.incarnation;
        if (now < failure.until && !replugged) avoided.push_back(id);
    }
    const std::optional<AudioDevice> wanted = choose_device(devices, choice_, avoided);
    if (!wanted) {
        if (current_ == nullptr && incoming_ == nullptr) note_no_device();
        return;
    }
    if (current_ != nullptr && is_same(*wanted, current_->device())) return retire(incoming_);
    if (incoming_ != nullptr && is_same(*wanted, incoming_->device())) return;
    // A device that failed before is tried again and again; the one that works is not left for it until it is heard.
    retire(incoming_);
    open(*wanted, now);
}

void CaptureTrack::open(const AudioDevice& device, Clock::time_point now) {
    try {
        incoming_ = std::make_unique<CaptureInput>(system_.open(device), device, now);
    } catch (const AudioDeviceError& error) {
        avoid(device, now);
        if (current_ == nullptr && gap_reason_.empty()) gap_reason_ = error.what();
    }
}

void CaptureTrack::note_no_device() {
    if (std::exchange(told_no_device_, true)) return;
    if (gap_reason_.empty()) gap_reason_ = "there was no device to record from";
    tell(CaptureEvent::Kind::no_device, length(), 0, gap_reason_, "");
}

/// Longer each time, up to eight times.
void CaptureTrack::avoid(const AudioDevice& device, Clock::time_point now) {
    Failure& failure = failures_[device.id];
    failure.incarnation = device.incarnation;
    failure.until = now + timeouts_.retry * (1 << std::min(failure.count, 3));
    ++failure.count;
}

/// The incoming device takes over with its first frame, placed by the clock.
void CaptureTrack::hand_over(const SessionClock& clock) {
    if (incoming_ == nullptr || !incoming_->is_heard()) return;
    const Clock::time_point first_frame = incoming_->first_frame_time();
    overlap_left_ = 0;
    if (current_ != nullptr) {
        current_->stop();
        samples_.clear();
        current_->finish(samples_);
        append(samples_);
        const FrameIndex overlap = clock.sample_at(current_->last_arrival()) - clock.sample_at(first_frame);
        retire(current_);
        gap_start_ = length();
        overlap_left_ = std::max<FrameIndex>(0, overlap);
    }
    current_ = std::move(incoming_);
    if (overlap_left_ == 0) fill_until(clock.sample_at(first_frame));
    tell(CaptureEvent::Kind::device_changed, length(), 0, gap_reason_, current_->device().name);
    tell_gap(current_->device().name);
    told_no_device_ = false;
    failures_.erase(current_->device().id);
    record_current();
}

void CaptureTrack::retire(std::unique_ptr<CaptureInput>& input) {
    if (input == nullptr) return;
    input->stop();
    past_.delivered += input->delivered_frames();
    past_.taken += input->taken_frames();
    past_.lost += input->lost_frames();
    past_.overflows += input->driver_overflows();
    input.reset();
}

void CaptureTrack::fill_until(FrameIndex position) {
    const FrameIndex missing = position - length();
    if (missing <= 0) return;
    recording_->append_silence(missing);
    silence_samples_ += missing;
    is_speech_ = false;
    voice_->reset();
}

void CaptureTrack::append(std::span<const float> samples) {
    const auto skipped = std::min<std::size_t>(samples.size(), static_cast<std::size_t>(overlap_left_));
    overlap_left_ -= static_cast<std::int64_t>(skipped);
    overlap_samples_ += static_cast<std::int64_t>(skipped);
    samples = samples.subspan(skipped);
    if (samples.empty()) return;
    recording_->append(samples);
    captured_samples_ += static_cast<std::int64_t>(samples.size());
    if (std::ranges::any_of(samples, [](float sample) { return std::abs(sample) > nothing_at_all; })) last_sound_ = length();
    probabilities_.clear();
    voice_->push(samples, probabilities_);
    for (const float probability : probabilities_) {
        is_speech_ = probability >= (is_speech_ ? speech_ends_below : speech_starts_at);
        if (is_speech_) speech_samples_ += voice_->frame_samples();
    }
}

void CaptureTrack::suspend(const SessionClock& clock) {
    if (incoming_ != nullptr) incoming_->stop();
    hand_over(clock);  // a device that has just begun
    if (current_ != nullptr) {
        current_->stop();
        samples_.clear();
        current_->finish(samples_);
        append(samples_);
    }
    retire(current_);
    retire(incoming_);
    failures_.clear();
    meter_.reset();
    is_speech_ = false;
    publish();
}

void CaptureTrack::close_gap(FrameIndex position) {
    if (gap_reason_.empty()) return;
    fill_until(position);
    tell_gap("");
    told_no_device_ = false;
}

void CaptureTrack::tell_gap(std::string next_device) {
    const FrameIndex gap = length() - gap_start_;
    const std::string reason = std::exchange(gap_reason_, {});
    if (!reason.empty() && gap >= shortest_told_gap) tell(CaptureEvent::Kind::gap, gap_start_, gap, reason, std::move(next_device));
}

void CaptureTrack::finish(FrameIndex length_of_session) {
    fill_until(length_of_session);
    recording_->close();
    watch_disk();
    publish();
}

void CaptureTrack::watch_disk() {
    const auto is_bad = [](WavRecorder::State state) {
        return state == WavRecorder::State::disk_full || state == WavRecorder::State::failed;
    };
    const WavRecorder::State state = recording_->state();
    const WavRecorder::State before = std::exchange(told_disk_, state);
    if (is_bad(state) && state != before) {
        tell(CaptureEvent::Kind::disk_full, length(), 0, recording_->problem(), "");
    } else if (!is_bad(state) && is_bad(before)) {
        tell(CaptureEvent::Kind::disk_written, length(), recording_->lost_samples(), "", "");
    }
}

std::string CaptureTrack::device_id() const {
    if (incoming_ != nullptr) return incoming_->device().id;
    return current_ != nullptr ? current_->device().id : std::string();
}

void CaptureTrack::publish() {
    TrackStatus next;
    Counters sum = past_;
    for (const auto* input : {current_.get(), incoming_.get()}) {
        if (input == nullptr) continue;
        sum.delivered += input->delivered_frames();
        sum.taken += input->taken_frames();
        sum.lost += input->lost_frames();
        sum.overflows += input->driver_overflows();
    }
    next.device = current_ != nullptr ? current_->device().name : "";
    next.is_speech = is_speech_;
    next.delivered_frames = sum.delivered;
    next.taken_frames = sum.taken;
    next.lost_frames = sum.lost;
    next.driver_overflows = sum.overflows;
    next.captured_samples = captured_samples_;
    next.silence_samples = silence_samples_;
    next.overlap_samples = overlap_samples_;
    next.disk = recording_->state();
    const std::scoped_lock lock(status_mutex_);
    status_ = std::move(next);
}

TrackStatus CaptureTrack::status() const {
    const std::scoped_lock lock(status_mutex_);
    TrackStatus status = status_;
    status.peak = meter_.peak();
    status.rms = meter_.rms();
    return status;
}

void CaptureTrack::tell(CaptureEvent::Kind kind, FrameIndex start, std::int64_t samples, std::string reason,
                        std::string device) const {
    if (!listener_) return;
    listener_({kind, index_, seconds(start), seconds(samples), std::move(reason), std::move(device)});
}

}  // namespace tilescribe
