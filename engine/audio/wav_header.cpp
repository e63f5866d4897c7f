// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/audio/wav_header.h"

#include <algorithm>
#include <string_view>

namespace tilescribe {
namespace {

constexpr std::size_t riff_size_at = 4;
constexpr std::size_t junk_at = 12;
constexpr std::size_t junk_bytes = 28;  // riff size, data size, sample count (64 bits each), table length (32 bits)
constexpr std::size_t fmt_at = 48;
constexpr std::size_t data_at = 72;
constexpr std::uint32_t see_ds64 = 0xFFFFFFFF;

void put_name(RecordingHeader& header, std::size_t at, std::string_view name) {
    std::ranges::copy(name, header.begin() + static_cast<std::ptrdiff_t>(at));
}

/// Little-endian, as all of WAV.
template <typename Integer>
void put(RecordingHeader& header, std::size_t at, Integer value) {
    for (std::size_t i = 0; i < sizeof(Integer); ++i) header[at + i] = static_cast<std::uint8_t>(value >> (8 * i));
}

template <typename Integer>
Integer get(std::span<const std::uint8_t> bytes, std::size_t at) {
    Integer value = 0;
    for (std::size_t i = sizeof(Integer); i-- > 0;) value = static_cast<Integer>((value << 8) | bytes[at + i]);
    return value;
}

bool has_name(std::span<const std::uint8_t> bytes, std::size_t at, std::string_view name) {
    return std::equal(name.begin(), name.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at));
}

}  // namespace

RecordingHeader make_recording_header(std::int64_t data_bytes, std::int64_t riff_limit) {
    RecordingHeader header{};
    const std::int64_t riff_bytes = data_bytes + static_cast<std::int64_t>(recording_header_bytes) - 8;
    const bool large = riff_bytes > riff_limit;
    put_name(header, 0, large ? "RF64" : "RIFF");
    put(header, riff_size_at, large ? see_ds64 : static_cast<std::uint32_t>(riff_bytes));
    put_name(header, 8, "WAVE");
    put_name(header, junk_at, large ? "ds64" : "JUNK");
    put(header, junk_at + 4, static_cast<std::uint32_t>(junk_bytes));
    if (large) {
        put(header, junk_at + 8, static_cast<std::uint64_t>(riff_bytes));
        put(header, junk_at + 16, static_cast<std::uint64_t>(data_bytes));
        put(header, junk_at + 24, static_cast<std::uint64_t>(data_bytes / recording_sample_bytes));
    }
    put_name(header, fmt_at, "fmt ");
    put(header, fmt_at + 4, std::uint32_t{16});
    put(header, fmt_at + 8, std::uint16_t{1});   // integer PCM
    put(header, fmt_at + 10, std::uint16_t{1});  // channels
    put(header, fmt_at + 12, static_cast<std::uint32_t>(whisper_sample_rate));
    put(header, fmt_at + 16, static_cast<std::uint32_t>(whisper_sample_rate * recording_sample_bytes));
    put(header, fmt_at + 20, static_cast<std::uint16_t>(recording_sample_bytes));
    put(header, fmt_at + 22, std::uint16_t{16});
    put_name(header, data_at, "data");
    put(header, data_at + 4, large ? see_ds64 : static_cast<std::uint32_t>(data_bytes));
    return header;
}

bool is_recording_header(std::span<const std::uint8_t> bytes) {
    if (bytes.size() < recording_header_bytes) return false;
    RecordingHeader expected = make_recording_header(0);
    const bool large = has_name(bytes, 0, "RF64");
    if (!(large ? has_name(bytes, junk_at, "ds64") : has_name(bytes, 0, "RIFF") && has_name(bytes, junk_at, "JUNK"))) return false;
    const auto same = [&](std::size_t from, std::size_t to) {
        return std::equal(bytes.begin() + static_cast<std::ptrdiff_t>(from), bytes.begin() + static_cast<std::ptrdiff_t>(to),
                          expected.begin() + static_cast<std::ptrdiff_t>(from));
    };
    return same(8, junk_at) && same(junk_at + 4, junk_at + 8) && same(fmt_at, data_at + 4);
}

std::int64_t claimed_data_bytes(const RecordingHeader& header) {
    if (has_name(header, 0, "RF64")) return static_cast<std::int64_t>(get<std::uint64_t>(header, junk_at + 16));
    return get<std::uint32_t>(header, data_at + 4);
}

}  // namespace tilescribe
