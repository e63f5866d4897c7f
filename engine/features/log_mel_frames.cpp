// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/features/log_mel_frames.h"

#include <algorithm>

namespace tilescribe {
namespace {

constexpr std::size_t padding = mel_fft_size / 2;
constexpr std::size_t overlap = mel_fft_size - mel_hop_length;  // samples that the next group's first window shares

}  // namespace

void reflect_before(std::span<const float> signal, std::span<float> before) noexcept {
    for (std::size_t i = 0; i < before.size(); ++i) {
        const std::size_t mirrored = before.size() - i;
        before[i] = mirrored < signal.size() ? signal[mirrored] : 0.0F;
    }
}

FrameSamples::FrameSamples(PcmReader& reader)
    : reader_(reader), samples_(static_cast<std::size_t>(samples_under_frames(group_frames))) {}

std::span<const float> FrameSamples::next_group() {
    const std::span all(samples_);
    if (started_) {
        std::copy(all.end() - overlap, all.end(), all.begin());
        fill(all.subspan(overlap));
    } else {
        started_ = true;
        fill(all.subspan(padding));
        reflect_before(all.subspan(padding), all.first(padding));
    }
    return all;
}

void FrameSamples::fill(std::span<float> block) {
    const auto wanted = static_cast<std::size_t>(std::min(static_cast<std::int64_t>(block.size()), end_ - samples_read_));
    std::size_t filled = 0;
    while (!at_end_ && filled < wanted) {
        const std::size_t count = reader_.read(block.subspan(filled, wanted - filled));
        at_end_ = count == 0;
        filled += count;
    }
    samples_read_ += static_cast<std::int64_t>(filled);
    std::fill(block.begin() + filled, block.end(), 0.0F);
}

}  // namespace tilescribe
