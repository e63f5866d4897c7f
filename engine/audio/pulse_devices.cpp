// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/audio/pulse_devices.h"

#include "engine/audio/pulse_stream_guard.h"

#include <pulse/pulseaudio.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <new>
#include <utility>

namespace tilescribe {
namespace {

constexpr pa_usec_t retry_after = 1'000'000;  // microseconds
constexpr std::chrono::seconds first_answer{1};

std::string text(const char* from_server) {
    return from_server != nullptr ? from_server : "";
}

}  // namespace

/// Everything below the constructor runs on the main loop's thread, under its lock.
class PulseDevices::Watch {
public:
    explicit Watch(Listener on_change) : on_change_(std::move(on_change)), loop_(pa_threaded_mainloop_new()) {
        if (loop_ == nullptr) throw std::bad_alloc();
        pa_threaded_mainloop_set_name(loop_, "pulse-devices");
        connect();
        pa_threaded_mainloop_start(loop_);
        std::unique_lock lock(mutex_);
        answered_.wait_for(lock, first_answer, [this] { return has_answer_; });
        listening_ = true;
    }

    ~Watch() {
        pa_threaded_mainloop_stop(loop_);
        drop_context();
        if (retry_ != nullptr) api()->time_free(retry_);
        pa_threaded_mainloop_free(loop_);
    }
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

    PulseSnapshot snapshot() const {
        const std::scoped_lock lock(mutex_);
        return current_;
    }

private:
    static Watch& self(void* data) { return *static_cast<Watch*>(data); }
    pa_mainloop_api* api() { return pa_threaded_mainloop_get_api(loop_); }

    void connect() {
        context_ = pa_context_new(api(), "Tilescribe");
        if (context_ == nullptr) return retry_later();
        pa_context_set_state_callback(context_, [](pa_context*, void* data) { self(data).on_state(); }, this);
        pa_context_set_subscribe_callback(
            context_,
            [](pa_context* context, pa_subscription_event_type_t event, std::uint32_t index, void* data) {
                const bool is_stream = (event & PA_SUBSCRIPTION_EVENT_FACILITY_MASK) == PA_SUBSCRIPTION_EVENT_SOURCE_OUTPUT;
                if (is_stream) return self(data).guard_.on_event(context, event, index);
                self(data).ask();
            },
            this);
        if (pa_context_connect(context_, nullptr, PA_CONTEXT_NOAUTOSPAWN, nullptr) < 0) on_lost();
    }

    void drop_context() {
        if (context_ == nullptr) return;
        pa_context_set_state_callback(context_, nullptr, nullptr);
        pa_context_set_subscribe_callback(context_, nullptr, nullptr);
        pa_context_disconnect(context_);
        pa_context_unref(std::exchange(context_, nullptr));
    }

    void on_state() {
        const pa_context_state_t state = pa_context_get_state(context_);
        if (state == PA_CONTEXT_READY) {
            const auto events =
                static_cast<pa_subscription_mask_t>(PA_SUBSCRIPTION_MASK_SOURCE | PA_SUBSCRIPTION_MASK_SINK |
                                                    PA_SUBSCRIPTION_MASK_SERVER | PA_SUBSCRIPTION_MASK_SOURCE_OUTPUT);
            done(pa_context_subscribe(context_, events, nullptr, nullptr));
            ask();
        } else if (!PA_CONTEXT_IS_GOOD(state)) {
            on_lost();
        }
    }

    void on_lost() {
        guard_.forget();
        publish({});
        retry_later();
    }

    /// The context may not be freed inside its own callback: the timer does it before it connects again.
    void retry_later() {
        timeval when{};
        pa_timeval_add(pa_gettimeofday(&when), retry_after);
        if (retry_ != nullptr) return api()->time_restart(retry_, &when);
        retry_ = api()->time_new(
            api(), &when,
            [](pa_mainloop_api*, pa_time_event*, const timeval*, void* data) {
                self(data).drop_context();
                self(data).connect();
            },
            this);
    }

    /// Three questions, answered in order; the last answer completes the snapshot. Events that come meanwhile ask again afterwards.
    void ask() {
        if (asking_) {
            ask_again_ = true;
            return;
        }
        asking_ = true;
        ask_again_ = false;
        next_ = {};
        next_.connected = true;
        default_sink_.clear();
        const bool sent = done(pa_context_get_server_info(context_, &Watch::on_server, this)) &&
                          done(pa_context_get_source_info_list(context_, &Watch::on_source, this));
        if (!sent) asking_ = false;
    }

    static void on_server(pa_context*, const pa_server_info* info, void* data) {
        if (info == nullptr) return;
        self(data).next_.server_name = text(info->server_name);
        self(data).next_.default_source = text(info->default_source_name);
        self(data).default_sink_ = text(info->default_sink_name);
    }

    static void on_source(pa_context*, const pa_source_info* info, int end_of_list, void* data) {
        Watch& watch = self(data);
        if (end_of_list != 0) return watch.on_all_sources();
        PulseSource source;
        source.name = text(info->name);
        source.description = text(info->description);
        source.index = info->index;
        source.is_monitor = info->monitor_of_sink != PA_INVALID_INDEX;
        source.channels = info->sample_spec.channels;
        source.rate = static_cast<SampleRate>(info->sample_spec.rate);
        if (source.is_monitor && text(info->monitor_of_sink_name) == watch.default_sink_) watch.next_.default_monitor = source.name;
        watch.next_.sources.push_back(std::move(source));
    }

    void on_all_sources() {
        asking_ = false;
        publish(next_);
        if (ask_again_) ask();
    }

    void publish(const PulseSnapshot& snapshot) {
        asking_ = asking_ && snapshot.connected;
        bool tell = false;
        {
            const std::scoped_lock lock(mutex_);
            has_answer_ = true;
            tell = listening_ && snapshot != current_;
            current_ = snapshot;
        }
        answered_.notify_all();
        if (tell && on_change_) on_change_(snapshot);
    }

    static bool done(pa_operation* operation) {
        if (operation == nullptr) return false;
        pa_operation_unref(operation);
        return true;
    }

    const Listener on_change_;
    PulseStreamGuard guard_;
    pa_threaded_mainloop* loop_;
    pa_context* context_ = nullptr;
    pa_time_event* retry_ = nullptr;
    bool asking_ = false;
    bool ask_again_ = false;
    PulseSnapshot next_;
    std::string default_sink_;

    mutable std::mutex mutex_;
    std::condition_variable answered_;
    bool has_answer_ = false;
    bool listening_ = false;
    PulseSnapshot current_;
};

PulseDevices::PulseDevices(Listener on_change) : watch_(std::make_unique<Watch>(std::move(on_change))) {}
PulseDevices::~PulseDevices() = default;

PulseSnapshot PulseDevices::snapshot() const {
    return watch_->snapshot();
}

}  // namespace tilescribe
