// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/audio/read_media.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

namespace tilescribe::testing {

std::vector<float> read_all(PcmReader& source, std::size_t block) {
    std::vector<float> samples;
    for (std::size_t count = block; count == block;) {
        samples.resize(samples.size() + block);
        count = source.read(std::span(samples).last(block));
        samples.resize(samples.size() - block + count);
    }
    return samples;
}

std::vector<float> read_media(const std::filesystem::path& path, const MediaFileOptions& options) {
    MediaFileSource source(path, options);
    return read_all(source);
}

std::string refusal(const std::filesystem::path& path, const MediaFileOptions& options) {
    try {
        const MediaFileSource source(path, options);
    } catch (const MediaError& error) {
        return error.what();
    }
    return {};
}

float difference_from_sine(const std::vector<float>& samples, double hertz, double amplitude) {
    constexpr std::size_t edge = 800;
    if (samples.size() <= 2 * edge) return std::numeric_limits<float>::infinity();
    double largest = 0;
    for (std::size_t i = edge; i < samples.size() - edge; ++i) {
        const double expected = amplitude * std::sin(2 * std::numbers::pi * hertz * static_cast<double>(i) / 16000.0);
        largest = std::max(largest, std::abs(static_cast<double>(samples[i]) - expected));
    }
    return static_cast<float>(largest);
}

}  // namespace tilescribe::testing
