// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/audio/capture_session.h"

#include <algorithm>
#include <exception>
#include <stdexcept>

namespace tilescribe {
namespace {

constexpr std::chrono::milliseconds poll_interval{20};
constexpr std::chrono::milliseconds rescan_interval{2000};

double seconds_of(std::chrono::steady_clock::duration duration) {
    return std::chrono::duration<double>(duration).count();
}

double seconds_of(FrameIndex samples) {
    return static_cast<double>(samples) / whisper_sample_rate;
}

}  // namespace

CaptureSession::CaptureSession(CaptureSystem& system, CaptureSessionOptions options, CaptureEventListener listener)
    : system_(system),
      options_(std::move(options)),
      listener_(std::move(listener)),
      clock_(Clock::now()),
      next_rescan_(Clock::now() + rescan_interval),
      alarm_(options_.tracks.size(), options_.silence_alarm_s) {
    for (const CaptureTrackRequest& request : options_.tracks) {
        const auto index = static_cast<int>(tracks_.size());
        tracks_.push_back(
            std::make_unique<CaptureTrack>(index, request.device, request.file, system_, options_.timeouts, listener_));
    }
    devices_token_ = system_.on_change([this] { give([](Orders& orders) { orders.devices_changed = true; }); });
    recorder_ = std::jthread([this] { run(); });
}

CaptureSession::~CaptureSession() {
    stop();
}

void CaptureSession::pause() {
    give([](Orders& orders) {
        orders.pause = true;
        orders.resume = false;
    });
}

void CaptureSession::resume() {
    give([](Orders& orders) { orders.resume = true; });
}

void CaptureSession::choose_device(int track, DeviceChoice choice) {
    if (track < 0 || track >= track_count()) throw std::out_of_range("no such track");
    give([&](Orders& orders) { orders.choices.emplace_back(track, std::move(choice)); });
}

void CaptureSession::request_stop() {
    give([](Orders& orders) { orders.stop = true; });
}

void CaptureSession::stop() {
    request_stop();
    if (recorder_.joinable()) recorder_.join();
    devices_token_.reset();
}

void CaptureSession::give(const std::function<void(Orders&)>& order) {
    {
        const std::scoped_lock lock(mutex_);
        order(orders_);
    }
    ordered_.notify_all();
}

/// The callback may not wake anyone (that would be a system call), so the recorder looks at the rings 50 times a second.
CaptureSession::Orders CaptureSession::await_orders() {
    std::unique_lock lock(mutex_);
    ordered_.wait_for(lock, poll_interval, [this] {
        return orders_.pause || orders_.resume || orders_.stop || orders_.devices_changed || !orders_.choices.empty();
    });
    Orders orders;
    orders.devices_changed = false;
    std::swap(orders, orders_);
    return orders;
}

void CaptureSession::run() noexcept {
    try {
        record();
        tell(event_now(CaptureEvent::Kind::stopped));
    } catch (const std::exception& error) {
        // Out of memory, or a listener's exception. The files are valid up to here.
        try {
            finish_all();
            CaptureEvent failed = event_now(CaptureEvent::Kind::failed);
            failed.reason = error.what();
            tell(failed);
        } catch (...) {  // NOLINT(bugprone-empty-catch): nobody is left to tell
        }
    }
    stopped_ = true;
}

void CaptureSession::record() {
    while (!stop_at_ || Clock::now() < *stop_at_) {
        carry_out(await_orders());
        if (!paused_) poll_tracks();
    }
    finish_all();
}

void CaptureSession::carry_out(const Orders& orders) {
    if (orders.devices_changed) devices_ = system_.devices();
    for (const auto& [track, choice] : orders.choices) tracks_[static_cast<std::size_t>(track)]->choose(choice);
    const Clock::time_point now = Clock::now();
    if (orders.pause && !paused_ && !stop_at_) pause_now();
    if (orders.resume && paused_) {
        paused_ = false;
        CaptureEvent resumed = event_now(CaptureEvent::Kind::resumed);
        resumed.duration_s = seconds_of(clock_.resume(now));
        tell(resumed);
    }
    if (orders.stop && !stop_at_) stop_at_ = paused_ ? now : now + options_.tail;
}

void CaptureSession::poll_tracks() {
    const Clock::time_point now = Clock::now();
    for (const auto& track : tracks_) {
        std::vector<std::string> taken;
        for (const auto& other : tracks_) {
            if (other != track && !other->device_id().empty()) taken.push_back(other->device_id());
        }
        track->poll(now, clock_, devices_, taken);
    }
    watch_silence();
    look_for_devices(now);
}

void CaptureSession::look_for_devices(Clock::time_point now) {
    const bool nothing_open = std::ranges::all_of(tracks_, [](const auto& track) { return track->device_id().empty(); });
    if (!nothing_open || now < next_rescan_) return;
    system_.rescan();
    next_rescan_ = Clock::now() + rescan_interval;
}

void CaptureSession::watch_silence() {
    std::vector<SilenceAlarm::Track> states;
    states.reserve(tracks_.size());
    for (const auto& track : tracks_) states.push_back({track->length(), track->last_sound(), track->speech_samples()});
    for (std::size_t i = 0; i < tracks_.size(); ++i) {
        const SilenceAlarm::Change change = alarm_.update(i, states);
        if (change == SilenceAlarm::Change::none) continue;
        const bool silent = change == SilenceAlarm::Change::silent;
        CaptureEvent event;
        event.kind = silent ? CaptureEvent::Kind::silent_track : CaptureEvent::Kind::track_heard;
        event.track = static_cast<int>(i);
        event.start_s = seconds_of(silent ? states[i].last_sound : states[i].length);
        event.duration_s = seconds_of(states[i].length) - event.start_s;
        event.device = tracks_[i]->status().device;
        tell(event);
    }
}

void CaptureSession::pause_now() {
    const Clock::time_point now = Clock::now();
    for (const auto& track : tracks_) track->suspend(clock_);
    for (const auto& track : tracks_) track->close_gap(clock_.sample_at(now));
    clock_.pause(now);
    paused_ = true;
    tell(event_now(CaptureEvent::Kind::paused));
}

void CaptureSession::finish_all() {
    const Clock::time_point now = Clock::now();
    for (const auto& track : tracks_) track->suspend(clock_);
    if (!paused_) {
        for (const auto& track : tracks_) track->close_gap(clock_.sample_at(now));
    }
    FrameIndex longest = 0;
    for (const auto& track : tracks_) longest = std::max(longest, track->length());
    for (const auto& track : tracks_) track->finish(longest);
}

void CaptureSession::tell(const CaptureEvent& event) const {
    if (listener_) listener_(event);
}

CaptureEvent CaptureSession::event_now(CaptureEvent::Kind kind) const {
    FrameIndex longest = 0;
    for (const auto& track : tracks_) longest = std::max(longest, track->length());
    CaptureEvent event;
    event.kind = kind;
    event.start_s = seconds_of(longest);
    return event;
}

}  // namespace tilescribe
