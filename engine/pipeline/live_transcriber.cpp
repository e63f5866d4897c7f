// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/live_transcriber.h"

#include "engine/pipeline/repetition_guard.h"
#include "engine/pipeline/sample_reader.h"

#include <algorithm>

namespace tilescribe {
namespace {

constexpr std::size_t context_bytes = 400;
constexpr double confident_language = 0.5;
constexpr double kept_silence_s = 0.6;  // before speech: the detector decides up to half a second late
constexpr double earliest_cut_of_window = 0.4;

FrameIndex samples_of(double seconds) {
    return static_cast<FrameIndex>(seconds * whisper_sample_rate);
}
double seconds_of(FrameIndex samples) {
    return static_cast<double>(samples) / whisper_sample_rate;
}

}  // namespace

LiveTranscriber::LiveTranscriber(SharedModel& model, LiveOptions options, LiveEvents events, FrameIndex first_sample, int first_id)
    : model_(model),
      options_(std::move(options)),
      events_(std::move(events)),
      origin_(first_sample),
      window_start_(first_sample),
      probabilities_start_(first_sample),
      next_partial_(first_sample + samples_of(options_.partial_interval_s)),
      next_id_(first_id),
      language_(options_.transcribe.decoding.language) {}

void LiveTranscriber::push(std::span<const float> samples, FrameIndex waiting, const std::stop_token& stop) {
    unheard_.insert(unheard_.end(), samples.begin(), samples.end());
    follow(waiting, stop);
}

void LiveTranscriber::follow(FrameIndex waiting, const std::stop_token& stop) {
    // In steps, so that a long block cannot make a window longer than Whisper hears.
    const auto step = static_cast<std::size_t>(whisper_sample_rate / 4);
    while (!unheard_.empty() && !stop.stop_requested()) {
        const std::size_t count = std::min(step, unheard_.size());
        listen(std::span(unheard_).first(count));
        unheard_.erase(unheard_.begin(), unheard_.begin() + static_cast<std::ptrdiff_t>(count));
        const FrameIndex behind = waiting + static_cast<FrameIndex>(unheard_.size());
        if (!has_speech()) {
            forget_silence();
        } else if (const auto cut = place_to_cut()) {
            settle(*cut, stop);
        } else if (heard() >= next_partial_ && seconds_of(behind) <= options_.lag_without_partials_s) {
            show_partial(stop);
        }
    }
}

void LiveTranscriber::finish(const std::stop_token& stop) {
    follow(0, stop);  // what a stop or a failure left
    if (stop.stop_requested()) return;
    new_probabilities_.clear();
    detector_.finish(new_probabilities_);
    follow_speech();
    // Speech cut off by the end is speech too, however short.
    if (has_speech() && !window_.empty()) settle(heard(), stop);
}

void LiveTranscriber::listen(std::span<const float> samples) {
    window_.insert(window_.end(), samples.begin(), samples.end());
    new_probabilities_.clear();
    detector_.push(samples, new_probabilities_);
    follow_speech();
}

void LiveTranscriber::follow_speech() {
    new_speech_.clear();
    probabilities_.insert(probabilities_.end(), new_probabilities_.begin(), new_probabilities_.end());
    segmenter_.push(new_probabilities_, new_speech_);
    for (const SpeechSegment& segment : new_speech_) speech_.push_back({segment.start + origin_, segment.end + origin_});
}

bool LiveTranscriber::has_speech() const {
    return !speech_.empty() || segmenter_.open_since().has_value();
}

void LiveTranscriber::forget_silence() {
    const FrameIndex keep_from = heard() - samples_of(kept_silence_s);
    if (keep_from > window_start_ + whisper_sample_rate) drop_until(keep_from);
    next_partial_ = heard() + samples_of(options_.partial_interval_s) / 2;
}

std::optional<FrameIndex> LiveTranscriber::place_to_cut() const {
    const FrameIndex end = heard();
    if (seconds_of(end - window_start_) >= options_.longest_window_s - 0.5) {
        const FrameIndex decided =
            std::min(end, probabilities_start_ + static_cast<FrameIndex>(probabilities_.size()) * detector_.frame_samples());
        const FrameIndex earliest =
            window_start_ + static_cast<FrameIndex>(static_cast<double>(end - window_start_) * earliest_cut_of_window);
        return find_best_cut(probabilities_, detector_.frame_samples(), probabilities_start_, earliest, decided).position;
    }
    if (speech_.empty() || segmenter_.open_since()) return std::nullopt;  // somebody is speaking
    const FrameIndex quiet = speech_.back().end;
    const bool settled = seconds_of(quiet - speech_.front().start) >= options_.settled_after_s;
    const bool paused = seconds_of(end - quiet) >= options_.long_pause_s;
    if (settled || paused) return std::min(end, quiet);
    return std::nullopt;
}

TranscribeOptions LiveTranscriber::options_of_pass() const {
    TranscribeOptions options = options_.transcribe;
    options.decoding.language = language_;
    const bool conditions =
        options.condition_on_previous_text.value_or(model_.facts().defaults().condition_on_previous_text.value_or(true));
    if (conditions && !context_.empty()) options.initial_prompt = context_;
    return options;
}

TranscribeResult LiveTranscriber::decode(std::span<const float> samples, const TranscribeEvents& events,
                                         const std::stop_token& stop) {
    const SharedModel::Lease lease(model_, SharedModel::Priority::live);
    SampleReader reader(samples);
    return transcribe(lease.model(), reader, options_of_pass(), events, stop);
}

void LiveTranscriber::show_partial(const std::stop_token& stop) {
    const auto begun = std::chrono::steady_clock::now();
    const TranscribeResult result = decode(window_, {}, stop);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
    // A slow machine spends at most half its time on captions that will be replaced.
    next_partial_ = heard() + samples_of(std::max(options_.partial_interval_s, 2 * took.count()));
    if (result.cancelled) return;
    const LocalAgreement::Caption agreed = agreement_.update(result.transcript.text);
    if (agreed.confirmed.empty() && agreed.provisional.empty() && !caption_shown_) return;
    if (!caption_shown_ && events_.first_words) {
        const FrameIndex begin = speech_.empty() ? segmenter_.open_since().value_or(0) + origin_ : speech_.front().start;
        events_.first_words(seconds_of(heard() - begin) + took.count());
    }
    caption_shown_ = true;
    if (events_.caption)
        events_.caption({next_id_, seconds_of(window_start_), seconds_of(heard()), agreed.confirmed, agreed.provisional});
}

void LiveTranscriber::settle(FrameIndex end, const std::stop_token& stop) {
    const auto count =
        static_cast<std::size_t>(std::clamp<FrameIndex>(end - window_start_, 0, static_cast<FrameIndex>(window_.size())));
    const FrameIndex window_end = window_start_ + static_cast<FrameIndex>(count);
    TranscribeEvents events;
    events.language = [this](const std::string& code, double probability) {
        if (language_ != "auto" || probability < confident_language) return;
        language_ = code;
        if (events_.language) events_.language(code, probability);
    };
    const TranscribeResult result = decode(std::span(window_).first(count), events, stop);
    if (result.cancelled) return;  // the window stays and is decoded again

    const int first_id = next_id_;
    for (TranscriptSegment segment : result.transcript.segments) {
        if (segment.tokens.empty()) continue;
        segment.text = without_repetition(segment.text);
        segment.id = next_id_++;
        // A time stamp may lie behind the window's sound; what comes there belongs to the next window.
        segment.start = std::min(segment.start + seconds_of(window_start_), seconds_of(window_end));
        segment.end = std::min(segment.end + seconds_of(window_start_), seconds_of(window_end));
        context_ += segment.text;
        if (events_.segment) events_.segment(segment);
    }
    if (caption_shown_ && next_id_ == first_id && events_.caption)
        events_.caption({first_id, seconds_of(window_start_), seconds_of(end), {}, {}});
    if (context_.size() > context_bytes) context_.erase(0, context_.find(' ', context_.size() - context_bytes));
    drop_until(window_end);
    agreement_.reset();
    caption_shown_ = false;
    next_partial_ = heard() + samples_of(options_.partial_interval_s);
}

void LiveTranscriber::drop_until(FrameIndex position) {
    window_.erase(window_.begin(), window_.begin() + (position - window_start_));
    window_start_ = position;
    std::erase_if(speech_, [&](const SpeechSegment& segment) { return segment.end <= position; });
    const int frame = detector_.frame_samples();
    const FrameIndex frames =
        std::clamp<FrameIndex>((position - probabilities_start_) / frame, 0, static_cast<FrameIndex>(probabilities_.size()));
    probabilities_.erase(probabilities_.begin(), probabilities_.begin() + frames);
    probabilities_start_ += frames * frame;
}

}  // namespace tilescribe
