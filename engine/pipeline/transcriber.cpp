// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/transcriber.h"

#include "engine/features/log_mel_stream.h"
#include "engine/pipeline/timed_pcm_reader.h"
#include "engine/pipeline/window_segments.h"
#include "engine/whisper/text_measures.h"
#include "engine/whisper/window_decoder.h"

#include <algorithm>
#include <utility>

namespace tilescribe {
namespace {

double seconds_of(std::int64_t samples) noexcept {
    return static_cast<double>(samples) / whisper_sample_rate;
}

/// One run of the seek loop. Frames count hops of 10 ms from the recording's beginning.
class Run {
public:
    Run(WhisperModel& model, PcmReader& reader, const TranscribeOptions& options, const TranscribeEvents& events,
        std::stop_token stop)
        : model_(model),
          reader_(reader),
          options_(options),
          events_(events),
          stop_(std::move(stop)),
          conditions_(options.condition_on_previous_text.value_or(model.defaults().condition_on_previous_text.value_or(true))) {}

    TranscribeResult transcribe();

private:
    LogMelStream scan();
    std::string find_language(LogMelStream& mel);
    const CrossKeyValues& encode_window(LogMelStream& mel, std::int64_t first, std::int64_t count);
    void transcribe_windows(LogMelStream& mel, WindowDecoder& decoder);
    std::int64_t finish_window(const WindowText& text, std::int64_t seek, std::int64_t count);
    void publish(std::vector<TranscriptSegment> segments);
    void tell_progress(std::int64_t samples, std::int64_t total, bool scanning) const;
    [[nodiscard]] bool is_silence(const WindowText& text) const;

    WhisperModel& model_;
    TimedPcmReader reader_;
    const TranscribeOptions& options_;
    const TranscribeEvents& events_;
    std::stop_token stop_;
    bool conditions_;
    std::vector<Token> context_;     ///< tokens of the text before, for the prompt
    std::size_t context_begin_ = 0;  ///< what lies before is not used any more
    Utf8Joiner joiner_;
    TranscribeResult result_;
};

TranscribeResult Run::transcribe() {
    try {
        LogMelStream mel = scan();
        result_.duration_s = seconds_of(mel.n_samples());
        if (!options_.initial_prompt.empty()) context_ = model_.tokenizer().encode(" " + strip_whitespace(options_.initial_prompt));
        if (mel.content_frames() > 0) {
            result_.transcript.language = find_language(mel);
            WindowDecoder decoder(model_, options_.decoding, result_.transcript.language);
            transcribe_windows(mel, decoder);
        }
    } catch (const LogMelStream::Cancelled&) {
        result_.cancelled = true;
    }
    if (std::string rest = joiner_.finish(); !rest.empty() && !result_.transcript.segments.empty()) {
        result_.transcript.segments.back().text += rest;
        result_.transcript.text += rest;
    }
    return std::move(result_);
}

LogMelStream Run::scan() {
    const std::int64_t estimate = reader_.estimated_samples().value_or(0);
    const MeasuredMel measured(model_.timing_sink(), reader_);
    return {reader_, static_cast<int>(model_.config().n_mels), [&](std::int64_t samples) {
                tell_progress(samples, std::max(estimate, samples), true);
                return !stop_.stop_requested();
            }};
}

/// The window's spectrogram is made here, or by the encoder's backend where it can: then the window's sound is all that goes there.
const CrossKeyValues& Run::encode_window(LogMelStream& mel, std::int64_t first, std::int64_t count) {
    if (model_.takes_sound()) {
        {
            const MeasuredMel measured(model_.timing_sink(), reader_, MeasuredMel::Rest::reading);
            mel.sound(first, count, model_.sound_input(count));
        }
        return model_.encode_sound(count, mel.maximum());
    }
    {
        const MeasuredMel measured(model_.timing_sink(), reader_);
        mel.window(first, count, model_.mel_input());
    }
    return model_.encode();
}

std::string Run::find_language(LogMelStream& mel) {
    std::string code = options_.decoding.language;
    double probability = 1.0;
    if (!model_.config().is_multilingual()) {
        code = "en";
    } else if (code == "auto") {
        const CrossKeyValues& cross = encode_window(mel, 0, mel_window_frames);
        const std::vector<LanguageProbability> languages = detect_language(model_, cross);
        code = languages.front().code;
        probability = languages.front().probability;
    }
    if (events_.language) events_.language(code, probability);
    return code;
}

void Run::transcribe_windows(LogMelStream& mel, WindowDecoder& decoder) {
    std::int64_t seek = options_.first_frame;
    while (seek < mel.content_frames()) {
        if (stop_.stop_requested()) {
            result_.cancelled = true;
            return;
        }
        const std::int64_t count = std::min<std::int64_t>(mel_window_frames, mel.content_frames() - seek);
        const CrossKeyValues& cross = encode_window(mel, seek, count);
        const WindowText text = decoder.decode(cross, std::span(context_).subspan(context_begin_), stop_);
        if (text.is_cancelled) {
            result_.cancelled = true;
            return;
        }
        seek = is_silence(text) ? seek + count : finish_window(text, seek, count);
        tell_progress(std::min(seek * mel_hop_length, mel.n_samples()), mel.n_samples(), false);
    }
    tell_progress(mel.n_samples(), mel.n_samples(), false);
}

bool Run::is_silence(const WindowText& text) const {
    return text.no_speech_prob > options_.no_speech_threshold && text.avg_logprob <= options_.logprob_threshold;
}

/// Publishes the window's segments and returns where the next window begins.
std::int64_t Run::finish_window(const WindowText& text, std::int64_t seek, std::int64_t count) {
    WindowSegments window = split_window(text, model_.tokenizer(), seek, count);
    publish(std::move(window.segments));
    if (!conditions_ || text.temperature > 0.5) context_begin_ = context_.size();
    return seek + window.advance_frames;
}

void Run::publish(std::vector<TranscriptSegment> segments) {
    for (TranscriptSegment& segment : segments) {
        context_.insert(context_.end(), segment.tokens.begin(), segment.tokens.end());
        segment.id = options_.first_id + static_cast<int>(result_.transcript.segments.size());
        segment.text = joiner_.push(model_.tokenizer().decode_bytes(segment.tokens));
        result_.transcript.text += segment.text;
        result_.transcript.segments.push_back(std::move(segment));
        if (events_.segment) events_.segment(result_.transcript.segments.back());
    }
}

void Run::tell_progress(std::int64_t samples, std::int64_t total, bool scanning) const {
    if (events_.progress) events_.progress({seconds_of(samples), seconds_of(total), scanning});
}

}  // namespace

TranscribeResult transcribe(WhisperModel& model, PcmReader& reader, const TranscribeOptions& options,
                            const TranscribeEvents& events, std::stop_token stop) {
    return Run(model, reader, options, events, std::move(stop)).transcribe();
}

}  // namespace tilescribe
