// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/audio/capture_input.h"

#include <utility>

namespace tilescribe {
namespace {

constexpr std::size_t block_frames = 4096;

/// The mean of the channels.
void mix_down(std::span<const float> interleaved, std::size_t channels, std::vector<float>& mono) {
    mono.clear();
    for (std::size_t at = 0; at < interleaved.size(); at += channels) {
        float sum = 0;
        for (const float sample : interleaved.subspan(at, channels)) sum += sample;
        mono.push_back(sum / static_cast<float>(channels));
    }
}

}  // namespace

CaptureInput::CaptureInput(std::unique_ptr<AudioSource> source, AudioDevice device, Clock::time_point now)
    : device_(std::move(device)),
      opened_at_(now),
      source_(std::move(source)),
      buffer_(source_->format().rate, source_->format().channels),
      resampler_(source_->format().rate, whisper_sample_rate),
      frames_(block_frames * static_cast<std::size_t>(source_->format().channels)) {
    source_->start(buffer_);
}

CaptureInput::~CaptureInput() {
    source_->stop();  // before the buffer goes
}

void CaptureInput::drain(std::vector<float>& samples) {
    const auto channels = static_cast<std::size_t>(buffer_.ring().channels());
    while (const std::size_t frames = buffer_.ring().read(frames_)) {
        mix_down(std::span(frames_).first(frames * channels), channels, mono_);
        resampler_.push(mono_, samples);
        taken_frames_ += static_cast<std::int64_t>(frames);
    }
}

void CaptureInput::finish(std::vector<float>& samples) {
    drain(samples);
    resampler_.finish(samples);
}

CaptureInput::Clock::duration CaptureInput::silent_for(Clock::time_point now) const noexcept {
    return now - (is_heard() ? buffer_.last_arrival() : opened_at_);
}

std::int64_t CaptureInput::take_lost_samples() noexcept {
    const std::int64_t lost = lost_frames();
    return (lost - std::exchange(reported_lost_, lost)) * whisper_sample_rate / buffer_.rate();
}

}  // namespace tilescribe
