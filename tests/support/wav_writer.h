// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tilescribe::testing {

struct WavFormat {
    int sample_rate = 16000;
    int channels = 1;
    int bits = 16;                                                   ///< 8 (unsigned), 16, 24, 32
    bool is_float = false;                                           ///< with 32 bits
    std::optional<std::uint32_t> declared_data_size = std::nullopt;  ///< what the header claims instead of the truth
};

/// The 44 bytes before the samples; `data_size` in bytes.
std::string wav_header(std::uint32_t data_size, const WavFormat& format = {});
/// A whole WAV file in memory. Samples in [-1, 1], channels interleaved; a 16-bit sample k is written for k / 32768 exactly.
std::string wav_bytes(std::span<const float> samples, const WavFormat& format = {});

void write_file(const std::filesystem::path& path, std::string_view bytes);
void write_wav(const std::filesystem::path& path, std::span<const float> samples, const WavFormat& format = {});

/// A sine of `seconds`, in phase on all channels.
std::vector<float> sine(double hertz, double seconds, const WavFormat& format = {}, float amplitude = 0.5F);

}  // namespace tilescribe::testing
