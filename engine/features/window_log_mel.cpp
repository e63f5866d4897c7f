// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/features/window_log_mel.h"

#include "engine/features/log_mel_frames.h"

#include <algorithm>
#include <stdexcept>
#include <vector>

namespace tilescribe {

std::int64_t window_log_mel(LogMelExtractor& extractor, std::span<const float> samples, std::span<float> out, WindowTail tail) {
    constexpr std::int64_t padding = mel_fft_size / 2;
    const auto n_samples = static_cast<std::int64_t>(samples.size());
    const std::int64_t n_mels = extractor.n_mels();
    if (n_samples > std::int64_t{mel_window_frames} * mel_hop_length)
        throw std::invalid_argument("log-mel window: more than 30 s of sound");
    if (out.size() != static_cast<std::size_t>(n_mels * mel_window_frames))
        throw std::invalid_argument("log-mel window: the output is [n_mels, 3000]");

    // Frames whose windows touch the sound: all of them count for the maximum, also those behind the content.
    const std::int64_t touched = (n_samples + padding + mel_hop_length - 1) / mel_hop_length;
    std::vector<float> padded(static_cast<std::size_t>(samples_under_frames(touched)));
    std::copy(samples.begin(), samples.end(), padded.begin() + padding);
    reflect_before(samples, std::span(padded).first(padding));
    std::vector<float> frames(static_cast<std::size_t>(touched * n_mels));
    const float maximum = extractor.compute(padded, touched, frames);
    normalise_log_mel(frames, maximum);

    const std::int64_t content = n_samples / mel_hop_length;
    const std::int64_t shown = tail == WindowTail::zeros ? content : std::min<std::int64_t>(touched, mel_window_frames);
    float silence = log_mel_silence;
    normalise_log_mel(std::span(&silence, 1), maximum);
    std::fill(out.begin(), out.end(), tail == WindowTail::zeros ? 0.0F : silence);
    for (std::int64_t frame = 0; frame < shown; ++frame)
        for (std::int64_t mel = 0; mel < n_mels; ++mel) out[mel * mel_window_frames + frame] = frames[frame * n_mels + mel];
    return content;
}

}  // namespace tilescribe
