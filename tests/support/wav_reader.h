// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

namespace tilescribe::testing {

/// The samples of a 16-bit mono WAV file as its header describes it: a second opinion beside the engine's own readers.
inline std::vector<float> read_wav(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(file), {});
    const auto number = [&](std::size_t at) {
        std::uint32_t value = 0;
        std::memcpy(&value, bytes.data() + at, sizeof(value));
        return static_cast<std::size_t>(value);
    };
    if (bytes.size() < 44 || bytes.substr(0, 4) != "RIFF" || bytes.substr(8, 4) != "WAVE" || number(4) + 8 > bytes.size()) {
        throw std::runtime_error("not a whole WAV file: " + path.string());
    }
    for (std::size_t at = 12; at + 8 <= bytes.size(); at += 8 + number(at + 4)) {
        if (bytes.substr(at, 4) != "data") continue;
        std::vector<std::int16_t> pcm(number(at + 4) / 2);
        if (at + 8 + pcm.size() * 2 > bytes.size()) throw std::runtime_error("cut off: " + path.string());
        if (!pcm.empty()) std::memcpy(pcm.data(), bytes.data() + at + 8, pcm.size() * 2);
        std::vector<float> samples(pcm.size());
        for (std::size_t i = 0; i < pcm.size(); ++i) samples[i] = static_cast<float>(pcm[i]) / 32768;
        return samples;
    }
    throw std::runtime_error("no sound in " + path.string());
}

}  // namespace tilescribe::testing
