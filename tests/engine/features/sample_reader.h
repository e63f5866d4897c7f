// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/audio/pcm_reader.h"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace tilescribe::testing {

/// Sound in memory, given out at most `block` samples at a time.
class SampleReader final : public PcmReader {
public:
    explicit SampleReader(std::vector<float> samples, std::size_t block = SIZE_MAX) : samples_(std::move(samples)), block_(block) {}

    std::size_t read(std::span<float> block) override {
        const std::size_t count = std::min({block.size(), block_, samples_.size() - position_});
        std::copy_n(samples_.begin() + position_, count, block.begin());
        position_ += count;
        return count;
    }
    void rewind() override { position_ = 0; }
    [[nodiscard]] std::optional<std::int64_t> estimated_samples() const override { return std::nullopt; }

private:
    std::vector<float> samples_;
    std::size_t block_;
    std::size_t position_ = 0;
};

/// The samples of one of ../shared/audio's files (16-bit mono, 44 bytes of header or a LIST chunk more).
inline std::vector<float> read_plain_wav(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    const std::size_t data = bytes.find("data");
    if (data == std::string::npos) throw std::runtime_error(path + ": no samples");
    std::vector<float> samples;
    for (std::size_t i = data + 8; i + 1 < bytes.size(); i += 2) {
        const auto low = static_cast<unsigned char>(bytes[i]);
        const auto high = static_cast<signed char>(bytes[i + 1]);
        samples.push_back(static_cast<float>(high * 256 + low) / 32768.0F);
    }
    return samples;
}

}  // namespace tilescribe::testing
