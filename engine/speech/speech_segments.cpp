// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/speech/speech_segments.h"

#include <algorithm>

namespace tilescribe {

void SpeechSegmenter::push(std::span<const float> probabilities, std::vector<SpeechSegment>& segments) {
    for (const float probability : probabilities) {
        if (probability >= options_.starts_at && !start_) start_ = frames_;
        ++frames_;
        if (!start_) continue;
        if (probability >= options_.ends_below) last_speech_end_ = frames_;
        const FrameIndex patience = std::max(frames_of(options_.shortest_silence_ms), (2 * frames_of(options_.padding_ms)));
        if (frames_ - last_speech_end_ >= patience) end_segment(*start_, position(), segments);
    }
}

void SpeechSegmenter::finish(FrameIndex length, std::vector<SpeechSegment>& segments) {
    if (start_) end_segment(*start_, length, segments);
    *this = SpeechSegmenter(options_);
}

std::optional<FrameIndex> SpeechSegmenter::open_since() const {
    if (!start_ || last_speech_end_ - *start_ < frames_of(options_.shortest_speech_ms)) return std::nullopt;
    return padded(*start_);
}

std::optional<FrameIndex> SpeechSegmenter::quiet_since() const {
    if (start_ && last_speech_end_ == frames_) return std::nullopt;
    return last_speech_end_ * options_.frame_samples;
}

FrameIndex SpeechSegmenter::frames_of(int milliseconds) const {
    return milliseconds * (whisper_sample_rate / 1000) / options_.frame_samples;
}

void SpeechSegmenter::end_segment(FrameIndex start, FrameIndex limit, std::vector<SpeechSegment>& segments) {
    if (last_speech_end_ - start >= frames_of(options_.shortest_speech_ms)) {
        const FrameIndex end = (last_speech_end_ + frames_of(options_.padding_ms)) * options_.frame_samples;
        segments.push_back({padded(start), std::min(end, limit)});
        previous_end_ = segments.back().end;
    }
    start_.reset();
}

/// The segment before has ended at least two paddings before this one begins, so this is never in its padding.
FrameIndex SpeechSegmenter::padded(FrameIndex start) const {
    return std::max((start - frames_of(options_.padding_ms)) * options_.frame_samples, previous_end_);
}

std::vector<SpeechSegment> find_speech(VoiceActivityDetector& detector, std::span<const float> samples) {
    SpeechSegmentOptions options;
    options.frame_samples = detector.frame_samples();
    SpeechSegmenter segmenter(options);
    std::vector<float> probabilities;
    detector.push(samples, probabilities);
    detector.finish(probabilities);
    std::vector<SpeechSegment> segments;
    segmenter.push(probabilities, segments);
    segmenter.finish(static_cast<FrameIndex>(samples.size()), segments);
    return segments;
}

}  // namespace tilescribe
