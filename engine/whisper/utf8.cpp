// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/whisper/utf8.h"

#include <utility>

namespace tilescribe {
namespace {

constexpr std::string_view replacement_bytes = "\xEF\xBF\xBD";

/// What a lead byte promises: the whole length (0: no lead byte) and the range of the second byte (Unicode 15, table 3-7).
struct LeadByte {
    unsigned length = 0;
    unsigned char second_low = 0x80;
    unsigned char second_high = 0xBF;
};

LeadByte lead_byte(unsigned char byte) noexcept {
    if (byte < 0x80) return {1};
    if (byte < 0xC2) return {};
    if (byte < 0xE0) return {2};
    if (byte == 0xE0) return {3, 0xA0, 0xBF};
    if (byte == 0xED) return {3, 0x80, 0x9F};
    if (byte < 0xF0) return {3};
    if (byte == 0xF0) return {4, 0x90, 0xBF};
    if (byte < 0xF4) return {4};
    if (byte == 0xF4) return {4, 0x80, 0x8F};
    return {};
}

}  // namespace

Utf8Step read_utf8(std::string_view bytes) noexcept {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    const LeadByte lead = lead_byte(byte(0));
    if (lead.length == 0) return {replacement_character, 1, false, false};
    if (lead.length == 1) return {byte(0), 1, true, false};
    char32_t code_point = byte(0) & (0x7FU >> lead.length);
    for (std::size_t i = 1; i < lead.length; ++i) {
        if (i == bytes.size()) return {replacement_character, i, false, true};
        const unsigned char low = i == 1 ? lead.second_low : 0x80;
        const unsigned char high = i == 1 ? lead.second_high : 0xBF;
        if (byte(i) < low || byte(i) > high) return {replacement_character, i, false, false};
        code_point = code_point << 6 | (byte(i) & 0x3FU);
    }
    return {code_point, lead.length, true, false};
}

std::string replace_invalid_utf8(std::string_view bytes) {
    Utf8Joiner joiner;
    std::string text = joiner.push(bytes);
    text += joiner.finish();
    return text;
}

std::string Utf8Joiner::push(std::string_view bytes) {
    std::string joined;
    if (!held_.empty()) {
        joined = std::exchange(held_, {});
        joined += bytes;
        bytes = joined;
    }
    std::string text;
    text.reserve(bytes.size());
    while (!bytes.empty()) {
        const Utf8Step step = read_utf8(bytes);
        if (step.is_incomplete) {
            held_ = bytes;
            break;
        }
        text += step.is_valid ? bytes.substr(0, step.length) : replacement_bytes;
        bytes.remove_prefix(step.length);
    }
    return text;
}

std::string Utf8Joiner::finish() {
    return std::exchange(held_, {}).empty() ? std::string() : std::string(replacement_bytes);
}

}  // namespace tilescribe
