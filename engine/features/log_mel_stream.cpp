// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/features/log_mel_stream.h"

#include <algorithm>
#include <stdexcept>

namespace tilescribe {
namespace {

constexpr std::int64_t group_frames = FrameSamples::group_frames;

}  // namespace

LogMelStream::LogMelStream(PcmReader& reader, int n_mels, const Progress& progress)
    : reader_(reader), extractor_(n_mels), samples_(reader) {
    scan(progress);
    samples_.end_at(n_samples_);
    reader_.rewind();
}

void LogMelStream::scan(const Progress& progress) {
    FrameSamples samples(reader_);
    // Every window that reaches into the sound lies in a group that begins before its end; the silence behind cannot be louder.
    while (!samples.at_end()) {
        maximum_ = std::max(maximum_, extractor_.maximum(samples.next_group(), group_frames));
        if (progress && !progress(samples.samples_read())) throw Cancelled();
    }
    n_samples_ = samples.samples_read();
    if (n_samples_ > 0) {
        // The last 240 samples may lie under windows of a group that begins at the very end.
        maximum_ = std::max(maximum_, extractor_.maximum(samples.next_group(), group_frames));
    }
}

std::int64_t LogMelStream::kept_end() const noexcept {
    return first_ + static_cast<std::int64_t>(kept_.size()) / kept_width();
}

void LogMelStream::window(std::int64_t first, std::int64_t count, std::span<float> out) {
    if (out.size() != static_cast<std::size_t>(n_mels()) * mel_window_frames)
        throw std::invalid_argument("log-mel window: the output is [n_mels, 3000]");
    keep(Kept::spectrogram, first, count, 0);
    std::fill(out.begin(), out.end(), 0.0F);
    for (std::int64_t frame = 0; frame < count; ++frame) {
        const float* values = kept_.data() + frame * n_mels();
        for (std::int64_t mel = 0; mel < n_mels(); ++mel) out[mel * mel_window_frames + frame] = values[mel];
    }
}

void LogMelStream::sound(std::int64_t first, std::int64_t count, std::span<float> out) {
    if (static_cast<std::int64_t>(out.size()) != window_samples(count))
        throw std::invalid_argument("log-mel window: the sound is [count * 160 + 400]");
    constexpr std::int64_t behind = (mel_fft_size + mel_hop_length - 1) / mel_hop_length;
    keep(Kept::sound, first, count, behind);
    std::copy_n(kept_.begin(), out.size(), out.begin());
}

void LogMelStream::keep(Kept what, std::int64_t first, std::int64_t count, std::int64_t behind) {
    if (count < 0 || count > mel_window_frames || first < first_ || first + count > content_frames() + mel_window_frames)
        throw std::out_of_range("log-mel window: frames outside the recording, or behind those already given");
    if (kept_what_ != Kept::nothing && kept_what_ != what)
        throw std::logic_error("log-mel window: a stream gives spectrograms or sound, not both");
    kept_what_ = what;
    advance_to(first);
    extend(first + count + behind);
}

void LogMelStream::advance_to(std::int64_t frame) {
    const std::int64_t dropped = std::min(frame, kept_end()) - first_;
    kept_.erase(kept_.begin(), kept_.begin() + dropped * kept_width());
    first_ += dropped;
    for (; kept_.empty() && first_ + group_frames <= frame; first_ += group_frames) static_cast<void>(samples_.next_group());
    if (first_ < frame) {
        extend(first_ + 1);
        advance_to(frame);
    }
}

void LogMelStream::extend(std::int64_t frames_end) {
    while (kept_end() < frames_end) {
        const std::size_t size = kept_.size();
        kept_.resize(size + group_frames * kept_width());
        const std::span group = std::span(kept_).subspan(size);
        const std::span<const float> samples = samples_.next_group();
        if (kept_what_ == Kept::sound) {
            std::copy_n(samples.begin(), group.size(), group.begin());
        } else {
            extractor_.compute(samples, group_frames, group);
            normalise_log_mel(group, maximum_);
        }
    }
}

}  // namespace tilescribe
