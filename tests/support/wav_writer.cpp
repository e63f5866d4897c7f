// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/wav_writer.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <numbers>
#include <stdexcept>

namespace tilescribe::testing {
namespace {

void append_number(std::string& bytes, std::uint32_t value, int size) {
    for (int i = 0; i < size; ++i) bytes.push_back(static_cast<char>(value >> (8 * i) & 0xFFU));
}

void append_sample(std::string& bytes, float sample, const WavFormat& format) {
    if (format.is_float) {
        std::uint32_t pattern = 0;
        std::memcpy(&pattern, &sample, sizeof pattern);
        return append_number(bytes, pattern, 4);
    }
    const double scale = std::ldexp(1.0, format.bits - 1);
    const double value = std::clamp(std::round(static_cast<double>(sample) * scale), -scale, scale - 1);
    const auto number = static_cast<std::uint32_t>(static_cast<std::int64_t>(value) + (format.bits == 8 ? 128 : 0));
    append_number(bytes, number, format.bits / 8);
}

}  // namespace

std::string wav_header(std::uint32_t data_size, const WavFormat& format) {
    const auto channels = static_cast<std::uint32_t>(format.channels);
    const auto rate = static_cast<std::uint32_t>(format.sample_rate);
    const std::uint32_t frame_size = channels * static_cast<std::uint32_t>(format.bits / 8);
    const std::uint32_t declared = format.declared_data_size.value_or(data_size);
    std::string header = "RIFF";
    append_number(header, declared > UINT32_MAX - 36 ? UINT32_MAX : declared + 36, 4);
    header += "WAVEfmt ";
    append_number(header, 16, 4);
    append_number(header, format.is_float ? 3 : 1, 2);
    append_number(header, channels, 2);
    append_number(header, rate, 4);
    append_number(header, rate * frame_size, 4);
    append_number(header, frame_size, 2);
    append_number(header, static_cast<std::uint32_t>(format.bits), 2);
    header += "data";
    append_number(header, declared, 4);
    return header;
}

std::string wav_bytes(std::span<const float> samples, const WavFormat& format) {
    const std::size_t size = samples.size() * static_cast<std::size_t>(format.bits / 8);
    std::string bytes = wav_header(static_cast<std::uint32_t>(size), format);
    bytes.reserve(bytes.size() + size);
    for (const float sample : samples) append_sample(bytes, sample, format);
    return bytes;
}

void write_file(const std::filesystem::path& path, std::string_view bytes) {
    std::ofstream out(path, std::ios::binary);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.close();
    if (!out) throw std::runtime_error(path.string() + ": cannot be written");
}

void write_wav(const std::filesystem::path& path, std::span<const float> samples, const WavFormat& format) {
    write_file(path, wav_bytes(samples, format));
}

std::vector<float> sine(double hertz, double seconds, const WavFormat& format, float amplitude) {
    const auto frames = static_cast<std::size_t>(std::llround(seconds * format.sample_rate));
    const auto channels = static_cast<std::size_t>(format.channels);
    std::vector<float> samples(frames * channels);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const std::size_t frame = i / channels;
        const double time = static_cast<double>(frame) / format.sample_rate;
        samples[i] = amplitude * static_cast<float>(std::sin(2 * std::numbers::pi * hertz * time));
    }
    return samples;
}

}  // namespace tilescribe::testing
