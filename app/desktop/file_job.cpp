// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/file_job.h"

#include "engine/audio/media_file_source.h"

#include <chrono>
#include <optional>

namespace tilescribe {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds progress_interval{100};

}  // namespace

void PauseGate::close(bool closed) {
    {
        const std::scoped_lock lock(mutex_);
        closed_ = closed;
    }
    changed_.notify_all();
}

bool PauseGate::isClosed() const {
    const std::scoped_lock lock(mutex_);
    return closed_;
}

void PauseGate::waitUntilOpen(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, stop, [this] { return !closed_; });
}

FileJobResult carry_out(const FileJob& job, const FileJobEvents& events, PauseGate& gate, const std::stop_token& stop) {
    MediaFileSource source(job.path, {.keep_waiting = [&stop] { return !stop.stop_requested(); }});
    TranscribeOptions options;
    options.decoding.language = job.language;
    options.first_frame = job.first_frame;
    options.first_id = job.first_id;
    FileJobResult result;
    Clock::time_point told{};
    Clock::duration paused{};

    std::optional<SharedModel::Lease> lease(std::in_place, *job.model, SharedModel::Priority::file);
    TranscribeEvents inner;
    inner.progress = [&](const TranscribeProgress& progress) {
        if (const auto now = Clock::now(); now - told >= progress_interval || progress.processed_s >= progress.total_s) {
            told = now;
            events.progress(progress);
        }
        if (gate.isClosed()) {
            const auto since = Clock::now();
            lease.reset();  // a live recording may have the model meanwhile
            gate.waitUntilOpen(stop);
            lease.emplace(*job.model, SharedModel::Priority::file);
            paused += Clock::now() - since;
        } else {
            lease->give_way();
        }
    };
    inner.segment = events.segment;
    inner.language = [&](const std::string& code, double) { events.language(code); };

    const auto begin = Clock::now();
    const TranscribeResult run = transcribe(lease->model(), source, options, inner, stop);
    result.worked_s = std::chrono::duration<double>(Clock::now() - begin - paused).count();
    result.duration_s = run.duration_s;
    result.cancelled = run.cancelled;
    result.warning = source.warning();
    return result;
}

}  // namespace tilescribe
