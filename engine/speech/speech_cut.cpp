// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/speech/speech_segments.h"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace tilescribe {
namespace {

constexpr FrameIndex longest_window = 30 * static_cast<FrameIndex>(whisper_sample_rate);

struct FrameRange {
    std::size_t first = 0, end = 0;
};

/// The frames [first, end) and the probability there, judged: longer and later is better.
double worth(FrameRange pause, FrameRange stretch) {
    const double middle = 0.5 * static_cast<double>(pause.first + pause.end);
    const double place = (middle - static_cast<double>(stretch.first)) / static_cast<double>(stretch.end - stretch.first);
    return static_cast<double>(pause.end - pause.first) * (1 + place);
}

FrameRange best_pause(std::span<const float> probabilities, FrameRange stretch) {
    FrameRange best;
    double best_worth = 0;
    for (std::size_t i = stretch.first; i < stretch.end;) {
        FrameRange pause{i, i};
        while (pause.end < stretch.end && probabilities[pause.end] < speech_ends_below) ++pause.end;
        if (pause.end > pause.first && worth(pause, stretch) > best_worth) {
            best = pause;
            best_worth = worth(pause, stretch);
        }
        i = pause.end + 1;
    }
    return best;
}

/// The frame whose neighbourhood is the least like speech; the later of equals.
std::size_t softest_frame(std::span<const float> probabilities, FrameRange stretch) {
    std::size_t softest = stretch.first;
    float least = 4;
    for (std::size_t i = stretch.first; i < stretch.end; ++i) {
        const float before = probabilities[i > 0 ? i - 1 : i];
        const float after = probabilities[std::min(i + 1, probabilities.size() - 1)];
        const float sum = before + probabilities[i] + after;
        if (sum <= least) {
            least = sum;
            softest = i;
        }
    }
    return softest;
}

}  // namespace

SpeechCut find_best_cut(std::span<const float> probabilities, int frame_samples, FrameIndex window_start, FrameIndex earliest,
                        FrameIndex latest) {
    const FrameIndex window_end = window_start + static_cast<FrameIndex>(probabilities.size()) * frame_samples;
    if (earliest < window_start || earliest >= latest || latest > window_end || latest - window_start > longest_window) {
        throw std::invalid_argument("cannot cut between samples " + std::to_string(earliest) + " and " + std::to_string(latest) +
                                    " of a window [" + std::to_string(window_start) + ", " + std::to_string(window_end) +
                                    ") of at most 30 s");
    }
    const auto frame_of = [&](FrameIndex sample) { return static_cast<std::size_t>((sample - window_start) / frame_samples); };
    const auto sample_of = [&](std::size_t frame) { return window_start + static_cast<FrameIndex>(frame) * frame_samples; };
    const FrameRange stretch{frame_of(earliest), std::max(frame_of(latest - 1) + 1, frame_of(earliest) + 1)};
    const auto inside = [&](FrameIndex sample) { return std::clamp(sample, earliest, latest); };

    const FrameRange pause = best_pause(probabilities, stretch);
    if (pause.end > pause.first) {
        const FrameIndex start = inside(sample_of(pause.first));
        const FrameIndex end = inside(sample_of(pause.end));
        return {start + (end - start) / 2, start, end};
    }
    const FrameIndex softest = inside(sample_of(softest_frame(probabilities, stretch)) + frame_samples / 2);
    return {softest, softest, softest};
}

}  // namespace tilescribe
