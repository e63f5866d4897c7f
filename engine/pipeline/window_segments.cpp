// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/window_segments.h"

#include "engine/audio/audio_format.h"
#include "engine/whisper/text_measures.h"
#include "kernels/mel_filterbank.h"

#include <algorithm>
#include <span>

namespace tilescribe {
namespace {

constexpr double frame_s = static_cast<double>(mel_hop_length) / whisper_sample_rate;
constexpr std::int64_t frames_per_timestamp = 2;
constexpr double timestamp_s = frame_s * frames_per_timestamp;

class Splitter {
public:
    Splitter(const WindowText& window, const Tokenizer& tokenizer, std::int64_t seek, std::int64_t count)
        : window_(window), tokenizer_(tokenizer), tokens_(window.tokens), seek_(seek), count_(count) {}

    WindowSegments split() {
        const std::size_t n = tokens_.size();
        const bool ends_with_single = n >= 2 && !is_timestamp(n - 2) && is_timestamp(n - 1);
        std::vector<std::size_t> cuts;
        for (std::size_t i = 1; i < n; ++i)
            if (is_timestamp(i - 1) && is_timestamp(i)) cuts.push_back(i);
        if (cuts.empty()) {
            add_whole_window();
            return std::move(result_);
        }
        if (ends_with_single) cuts.push_back(n);
        std::size_t first = 0;
        for (const std::size_t end : cuts) {
            const std::span<const Token> part = tokens_.subspan(first, end - first);
            add(time_of(part.front()), time_of(part.back()), part);
            first = end;
        }
        result_.advance_frames = ends_with_single ? count_ : index_of(tokens_[first - 1]) * frames_per_timestamp;
        return std::move(result_);
    }

private:
    [[nodiscard]] bool is_timestamp(std::size_t i) const { return tokenizer_.is_timestamp(tokens_[i]); }
    [[nodiscard]] std::int64_t index_of(Token token) const { return token - tokenizer_.special().timestamp_begin; }
    [[nodiscard]] double offset() const { return static_cast<double>(seek_) * frame_s; }
    [[nodiscard]] double time_of(Token token) const { return offset() + static_cast<double>(index_of(token)) * timestamp_s; }

    void add_whole_window() {
        double duration = static_cast<double>(count_) * frame_s;
        const auto last = std::find_if(tokens_.rbegin(), tokens_.rend(), [this](Token t) { return tokenizer_.is_timestamp(t); });
        if (last != tokens_.rend() && *last != tokenizer_.special().timestamp_begin)
            duration = static_cast<double>(index_of(*last)) * timestamp_s;
        add(offset(), offset() + duration, tokens_);
        result_.advance_frames = count_;
    }

    void add(double start, double end, std::span<const Token> tokens) {
        TranscriptSegment segment;
        segment.start = start;
        segment.end = end;
        segment.seek = seek_;
        segment.avg_logprob = window_.avg_logprob;
        segment.no_speech_prob = window_.no_speech_prob;
        segment.compression_ratio = window_.compression_ratio;
        segment.temperature = window_.temperature;
        if (start != end && !strip_whitespace(tokenizer_.decode(tokens)).empty())
            segment.tokens.assign(tokens.begin(), tokens.end());
        result_.segments.push_back(std::move(segment));
    }

    const WindowText& window_;
    const Tokenizer& tokenizer_;
    std::span<const Token> tokens_;
    std::int64_t seek_;
    std::int64_t count_;
    WindowSegments result_;
};

}  // namespace

WindowSegments split_window(const WindowText& window, const Tokenizer& tokenizer, std::int64_t seek, std::int64_t count) {
    return Splitter(window, tokenizer, seek, count).split();
}

}  // namespace tilescribe
