// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/audio/audio_format.h"
#include "engine/speech/voice_activity.h"

#include <optional>
#include <span>
#include <vector>

namespace tilescribe {

/// [start, end) in samples of 16 kHz sound.
struct SpeechSegment {
    FrameIndex start = 0;
    FrameIndex end = 0;

    bool operator==(const SpeechSegment&) const = default;
};

struct SpeechSegmentOptions {
    int frame_samples = 320;  ///< of the detector
    float starts_at = speech_starts_at;
    float ends_below = speech_ends_below;
    int shortest_speech_ms = 250;   ///< shorter ones are clicks and coughs
    int shortest_silence_ms = 400;  ///< the hangover: a pause within a sentence does not end the segment
    int padding_ms = 180;           ///< before and after, so that soft beginnings and endings are not clipped
};

/// Joins the frames of a VoiceActivityDetector into speech segments, with hysteresis; streaming, in constant memory. Segments come
/// in order and never overlap: two whose paddings would meet share the middle of the pause between them.
class SpeechSegmenter {
public:
    explicit SpeechSegmenter(SpeechSegmentOptions options = {}) : options_(options) {}

    /// Appends the segments that have ended.
    void push(std::span<const float> probabilities, std::vector<SpeechSegment>& segments);
    /// The sound has ended after `length` samples: appends the last segment. Then another recording may begin.
    void finish(FrameIndex length, std::vector<SpeechSegment>& segments);

    /// Where the segment that has begun but not ended starts (padding included); only once it is long enough to be one.
    [[nodiscard]] std::optional<FrameIndex> open_since() const;
    /// Since when there has been no speech, on a track that is heard up to here; nullopt: there is speech right now.
    [[nodiscard]] std::optional<FrameIndex> quiet_since() const;
    /// Up to where the probabilities have come.
    [[nodiscard]] FrameIndex position() const noexcept { return frames_ * options_.frame_samples; }

private:
    [[nodiscard]] FrameIndex frames_of(int milliseconds) const;
    void end_segment(FrameIndex start, FrameIndex limit, std::vector<SpeechSegment>& segments);
    [[nodiscard]] FrameIndex padded(FrameIndex start) const;

    SpeechSegmentOptions options_;
    FrameIndex frames_ = 0;
    std::optional<FrameIndex> start_;  ///< frame where the open segment began
    FrameIndex last_speech_end_ = 0;   ///< frame after the last one of speech, in this segment or before
    FrameIndex previous_end_ = 0;      ///< sample where the segment before ended
};

/// All at once, for a recording in memory.
std::vector<SpeechSegment> find_speech(VoiceActivityDetector& detector, std::span<const float> samples);

/// Where to cut a stretch of sound so that no word is hurt.
struct SpeechCut {
    FrameIndex position = 0;                    ///< sample
    FrameIndex pause_start = 0, pause_end = 0;  ///< the pause that it lies in; empty: speech without a pause, cut at its softest
};

/// The best place to cut in [earliest, latest], given the detector's probabilities for the window that begins at sample
/// `window_start` (at most 30 s, so that one window holds what Whisper hears at once): the middle of the longest pause, where one
/// at the end of the stretch beats one twice as long at its beginning (longer windows recognise better). Throws
/// std::invalid_argument when the stretch is empty or lies outside the window.
SpeechCut find_best_cut(std::span<const float> probabilities, int frame_samples, FrameIndex window_start, FrameIndex earliest,
                        FrameIndex latest);

}  // namespace tilescribe
