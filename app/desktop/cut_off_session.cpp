// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/cut_off_session.h"

#include "engine/audio/media_file_source.h"
#include "engine/audio/recording_file.h"
#include "engine/audio/wav_repair.h"
#include "engine/pipeline/live_transcriber.h"

#include <algorithm>

namespace tilescribe {
namespace {

void complete_track(const CutOffTrack& track, const LiveOptions& options, SharedModel& model, const CompletionEvents& events,
                    const std::function<void(std::int64_t)>& heard, const std::stop_token& stop) {
    MediaFileSource source(track.file);
    std::vector<float> block(whisper_sample_rate);
    const auto first = std::min(track.samples, static_cast<std::int64_t>(track.done_s * whisper_sample_rate));
    for (std::int64_t left = first; left > 0;) {
        const auto wanted = static_cast<std::size_t>(std::min<std::int64_t>(left, whisper_sample_rate));
        const std::size_t got = source.read(std::span(block).first(wanted));
        if (got == 0) break;
        left -= static_cast<std::int64_t>(got);
    }
    LiveEvents live;
    live.segment = [&](const TranscriptSegment& segment) { events.segment(track.index, segment); };
    LiveTranscriber transcriber(model, options, live, first, track.next_id);
    std::int64_t position = first;
    while (!stop.stop_requested()) {
        const std::size_t got = source.read(block);
        if (got == 0) break;
        position += static_cast<std::int64_t>(got);
        // Far behind, as a recording that has ended is: final text only.
        transcriber.push(std::span(block).first(got), std::max<std::int64_t>(track.samples - position, 60 * whisper_sample_rate),
                         stop);
        heard(position - first);
    }
    transcriber.finish(stop);
}

}  // namespace

std::vector<CutOffTrack> repair_tracks(const SessionStore& store, SessionId id) {
    std::vector<CutOffTrack> tracks;
    for (const SessionTrack& stored : store.tracks(id)) {
        if (stored.sound_file.empty()) continue;
        CutOffTrack& track = tracks.emplace_back(CutOffTrack{.index = stored.index, .file = stored.sound_file});
        try {
            track.samples = repair_wav(track.file).samples;
        } catch (const RecordingError&) {
            track.samples = 0;
        }
    }
    for (const StoredSegment& stored : store.segments(id)) {
        for (CutOffTrack& track : tracks) {
            if (track.index != stored.track) continue;
            track.done_s = std::max(track.done_s, stored.segment.end);
            track.next_id = std::max(track.next_id, stored.segment.id + 1);
        }
    }
    return tracks;
}

bool complete_text(const std::vector<CutOffTrack>& tracks, const std::string& language, SharedModel& model,
                   const CompletionEvents& events, const std::stop_token& stop) {
    std::int64_t all = 1;
    for (const CutOffTrack& track : tracks)
        all += std::max<std::int64_t>(0, track.samples - static_cast<std::int64_t>(track.done_s * whisper_sample_rate));
    LiveOptions options;
    options.transcribe.decoding.language = language.empty() ? "auto" : language;
    std::int64_t before = 0;
    for (const CutOffTrack& track : tracks) {
        if (track.samples == 0) continue;
        std::int64_t here = 0;
        complete_track(
            track, options, model, events,
            [&](std::int64_t heard) {
                here = heard;
                if (events.progress) events.progress(static_cast<double>(before + heard) / static_cast<double>(all));
            },
            stop);
        before += here;
        if (stop.stop_requested()) return false;
    }
    return true;
}

}  // namespace tilescribe
