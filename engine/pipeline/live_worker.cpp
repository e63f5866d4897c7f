// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/live_worker.h"

#include <algorithm>
#include <cmath>

namespace tilescribe {
namespace {

constexpr std::size_t block_samples = whisper_sample_rate / 2;
constexpr std::size_t peak_samples = whisper_sample_rate / 10;
constexpr std::chrono::milliseconds patience{100};  // so that two tracks and a stop are seen to

std::vector<float> peaks_of(std::span<const float> window) {
    std::vector<float> peaks;
    for (std::size_t i = 0; i < window.size(); i += peak_samples) {
        float peak = 0;
        for (const float sample : window.subspan(i, std::min(peak_samples, window.size() - i)))
            peak = std::max(peak, std::abs(sample));
        peaks.push_back(peak);
    }
    return peaks;
}

}  // namespace

LiveWorker::LiveWorker(std::shared_ptr<SharedModel> model, std::vector<LiveTrack> tracks, const LiveOptions& options,
                       LiveWorkerEvents events)
    : model_(std::move(model)), events_(std::move(events)), block_(block_samples) {
    int index = 0;
    for (LiveTrack& track : tracks) {
        Track& added = tracks_.emplace_back(Track{GrowingWavReader(std::move(track.recording)), nullptr});
        added.reader.seek(track.first_sample);
        added.transcriber =
            std::make_unique<LiveTranscriber>(*model_, options, events_of(index++), track.first_sample, track.first_id);
    }
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

LiveEvents LiveWorker::events_of(int track) const {
    LiveEvents events;
    events.caption = [this, track](const LiveCaption& caption) {
        if (events_.caption) events_.caption(track, caption);
    };
    events.segment = [this, track](const TranscriptSegment& segment) {
        if (events_.segment) events_.segment(track, segment);
    };
    events.language = events_.language;
    events.first_words = events_.first_words;
    return events;
}

void LiveWorker::run(const std::stop_token& stop) noexcept {
    try {
        follow(stop);
        if (!stop.stop_requested() && events_.finished) events_.finished();
    } catch (const std::exception& error) {
        if (events_.failed) events_.failed(error.what());
    }
}

void LiveWorker::follow(const std::stop_token& stop) {
    while (!stop.stop_requested() && !std::ranges::all_of(tracks_, &Track::is_finished)) {
        bool moved = false;
        for (std::size_t i = 0; i < tracks_.size(); ++i) moved = advance(i, stop) || moved;
        const auto growing = std::ranges::find(tracks_, false, &Track::is_finished);
        if (!moved && growing != tracks_.end())
            growing->reader.wait_for(static_cast<FrameIndex>(block_samples / 2), stop, patience);
    }
}

bool LiveWorker::advance(std::size_t index, const std::stop_token& stop) {
    Track& track = tracks_[index];
    if (track.is_finished) return false;
    // The end first: what is recorded between the two questions is then read in the next round.
    const bool ended = track.reader.finished();
    const std::size_t count = track.reader.read(block_);
    if (count > 0) track.transcriber->push(std::span(block_).first(count), track.reader.waiting(), stop);
    if (ended && count == 0) {
        track.transcriber->finish(stop);
        track.is_finished = !stop.stop_requested();
    }
    if (count > 0 || ended) tell_progress(index);
    return count > 0 || ended;
}

void LiveWorker::tell_progress(std::size_t index) const {
    if (!events_.progress) return;
    const Track& track = tracks_[index];
    events_.progress(static_cast<int>(index),
                     {static_cast<double>(track.reader.position()) / whisper_sample_rate,
                      static_cast<double>(track.reader.waiting()) / whisper_sample_rate, peaks_of(track.transcriber->window())});
}

}  // namespace tilescribe
