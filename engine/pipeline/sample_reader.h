// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/audio/pcm_reader.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>

namespace tilescribe {

/// Sound that lies in memory, which must stay while it is read.
class SampleReader final : public PcmReader {
public:
    explicit SampleReader(std::span<const float> samples) : samples_(samples) {}

    [[nodiscard]] std::size_t read(std::span<float> block) override {
        const std::size_t count = std::min(block.size(), samples_.size() - at_);
        std::ranges::copy(samples_.subspan(at_, count), block.begin());
        at_ += count;
        return count;
    }
    void rewind() override { at_ = 0; }
    [[nodiscard]] std::optional<std::int64_t> estimated_samples() const override {
        return static_cast<std::int64_t>(samples_.size());
    }

private:
    std::span<const float> samples_;
    std::size_t at_ = 0;
};

}  // namespace tilescribe
