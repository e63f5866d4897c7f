// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/audio/wav_data_size.h"

#include <array>
#include <string_view>

namespace tilescribe {
namespace {

constexpr int most_chunks = 1000;  // before the samples
constexpr std::int64_t unknown_size = 0x7FFF0000;

std::int64_t little_endian(std::span<const std::uint8_t> bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = bytes.size(); i-- > 0;) value = value << 8 | bytes[i];
    return static_cast<std::int64_t>(value);
}

bool begins_with(std::span<const std::uint8_t> bytes, std::string_view name) {
    return std::string_view(reinterpret_cast<const char*>(bytes.data()), name.size()) == name;
}

}  // namespace

std::optional<std::int64_t> declared_wav_data_size(const LocalFile& file) {
    std::array<std::uint8_t, 24> bytes{};
    if (file.read_at(0, std::span(bytes).first(12)) != 12) return std::nullopt;
    const bool is_rf64 = begins_with(bytes, "RF64");
    if ((!is_rf64 && !begins_with(bytes, "RIFF")) || !begins_with(std::span(bytes).subspan(8), "WAVE")) return std::nullopt;

    std::int64_t long_size = 0;  // by RF64's ds64 chunk: the whole file's, then the samples'
    std::int64_t offset = 12;
    for (int chunk = 0; chunk < most_chunks; ++chunk) {
        if (file.read_at(offset, bytes) < 8) return std::nullopt;
        const std::int64_t size = little_endian(std::span(bytes).subspan(4, 4));
        if (begins_with(bytes, "ds64")) long_size = little_endian(std::span(bytes).subspan(16, 8));
        if (begins_with(bytes, "data")) {
            const std::int64_t declared = is_rf64 && size == UINT32_MAX ? long_size : size;
            const bool is_known = declared > 0 && (is_rf64 || declared < unknown_size || declared <= file.size());
            return is_known ? std::optional(declared) : std::nullopt;
        }
        offset += 8 + size + (size & 1);
    }
    return std::nullopt;
}

}  // namespace tilescribe
