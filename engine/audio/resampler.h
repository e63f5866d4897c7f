// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/audio/audio_format.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace tilescribe {

/// Changes the sample rate of a mono stream with soxr's high-quality filter (linear phase, about 20 bits, alias-free), block by
/// block in constant memory. The output is in step with the input: sample k stands for time k / output rate; its end is held back
/// by the filter until more input or finish() comes. Equal rates pass through untouched. One thread at a time.
class Resampler {
public:
    /// Throws std::invalid_argument for rates outside 1000 ... 768000.
    Resampler(SampleRate from, SampleRate to);
    ~Resampler();
    Resampler(const Resampler&) = delete;
    Resampler& operator=(const Resampler&) = delete;

    /// Appends to `output` what the block yields now.
    void push(std::span<const float> input, std::vector<float>& output);
    /// Appends the held-back end; afterwards round(input samples * to / from) samples have come out in all. Then a new stream
    /// begins.
    void finish(std::vector<float>& output);

private:
    struct Filter;
    void run(const float* input, std::size_t length, std::vector<float>& output);

    SampleRate from_;
    SampleRate to_;
    std::int64_t taken_ = 0;
    std::int64_t given_ = 0;
    std::unique_ptr<Filter> filter_;  ///< null: equal rates
};

}  // namespace tilescribe
