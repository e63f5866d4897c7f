// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/audio/pcm_reader.h"
#include "engine/features/log_mel_extractor.h"

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace tilescribe {

/// Writes the 200 samples that the centred transform puts before the sound: its reflection, signal[200] ... signal[1]. `signal` is
/// the beginning of the sound; where it is shorter, the reflection runs into the zeros appended to it.
void reflect_before(std::span<const float> signal, std::span<float> before) noexcept;

/// Cuts a reader's sound into the blocks under consecutive groups of frames, reflection and silence included. The groups always
/// fall in the same places, so both passes over a recording compute the very same values.
class FrameSamples {
public:
    static constexpr std::int64_t group_frames = 256;

    explicit FrameSamples(PcmReader& reader);

    /// The samples under frames [group * group_frames, ... + group_frames) for group = 0, 1, 2 ...; zeros behind the end.
    std::span<const float> next_group();

    /// Takes silence for whatever lies behind the first n_samples (a file may grow between two passes).
    void end_at(std::int64_t n_samples) noexcept { end_ = n_samples; }

    [[nodiscard]] std::int64_t samples_read() const noexcept { return samples_read_; }
    [[nodiscard]] bool at_end() const noexcept { return at_end_; }

private:
    void fill(std::span<float> block);

    PcmReader& reader_;
    std::vector<float> samples_;
    std::int64_t samples_read_ = 0;
    std::int64_t end_ = std::numeric_limits<std::int64_t>::max();
    bool at_end_ = false;
    bool started_ = false;
};

}  // namespace tilescribe
