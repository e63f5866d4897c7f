// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/file_job.h"

#include "engine/audio/media_file_source.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>

namespace tilescribe {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds progress_interval{100};

/// The rest of a recording from `first` on.
class RestReader final : public PcmReader {
public:
    RestReader(PcmReader& whole, std::int64_t first) : whole_(whole), first_(first) { skip(); }

    [[nodiscard]] std::size_t read(std::span<float> block) override { return whole_.read(block); }
    void rewind() override {
        whole_.rewind();
        skip();
    }
    [[nodiscard]] std::optional<std::int64_t> estimated_samples() const override {
        const auto samples = whole_.estimated_samples();
        return samples ? std::optional(std::max<std::int64_t>(0, *samples - first_)) : std::nullopt;
    }

private:
    void skip() {
        std::array<float, 4096> block{};
        for (std::int64_t left = first_; left > 0;) {
            const auto count = std::min<std::int64_t>(left, static_cast<std::int64_t>(block.size()));
            const std::size_t got = whole_.read(std::span(block).first(static_cast<std::size_t>(count)));
            if (got == 0) return;
            left -= static_cast<std::int64_t>(got);
        }
    }

    PcmReader& whole_;
    const std::int64_t first_;
};

TranscriptSegment moved(TranscriptSegment segment, const FileJob& job) {
    segment.id += job.first_id;
    segment.start += job.done_s;
    segment.end += job.done_s;
    for (TranscriptWord& word : segment.words) {
        word.start += job.done_s;
        word.end += job.done_s;
    }
    return segment;
}

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
    RestReader rest(source, static_cast<std::int64_t>(job.done_s * whisper_sample_rate));
    TranscribeOptions options;
    options.decoding.language = job.language;
    FileJobResult result;
    Clock::time_point told{};
    Clock::duration paused{};

    std::optional<SharedModel::Lease> lease(std::in_place, *job.model, SharedModel::Priority::file);
    TranscribeEvents inner;
    inner.progress = [&](const TranscribeProgress& progress) {
        if (const auto now = Clock::now(); now - told >= progress_interval || progress.processed_s >= progress.total_s) {
            told = now;
            TranscribeProgress whole = progress;
            whole.processed_s += job.done_s;
            whole.total_s += job.done_s;
            events.progress(whole);
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
    inner.segment = [&](const TranscriptSegment& segment) { events.segment(moved(segment, job)); };
    inner.language = [&](const std::string& code, double) { events.language(code); };

    const auto begin = Clock::now();
    const TranscribeResult run = transcribe(lease->model(), rest, options, inner, stop);
    result.worked_s = std::chrono::duration<double>(Clock::now() - begin - paused).count();
    result.duration_s = run.duration_s + job.done_s;
    result.cancelled = run.cancelled;
    result.warning = source.warning();
    return result;
}

}  // namespace tilescribe
