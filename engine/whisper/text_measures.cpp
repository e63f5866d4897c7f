// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/whisper/text_measures.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <vector>

namespace tilescribe {
namespace {

using namespace std::string_view_literals;

// Python's white space in UTF-8, beside the single bytes.
constexpr std::array wide_spaces{"\xC2\x85"sv,     "\xC2\xA0"sv,     "\xE1\x9A\x80"sv, "\xE2\x80\x80"sv, "\xE2\x80\x81"sv,
                                 "\xE2\x80\x82"sv, "\xE2\x80\x83"sv, "\xE2\x80\x84"sv, "\xE2\x80\x85"sv, "\xE2\x80\x86"sv,
                                 "\xE2\x80\x87"sv, "\xE2\x80\x88"sv, "\xE2\x80\x89"sv, "\xE2\x80\x8A"sv, "\xE2\x80\xA8"sv,
                                 "\xE2\x80\xA9"sv, "\xE2\x80\xAF"sv, "\xE2\x81\x9F"sv, "\xE3\x80\x80"sv};

bool is_space_byte(char c) noexcept {
    return c == ' ' || (c >= '\t' && c <= '\r') || (c >= '\x1c' && c <= '\x1f');
}

std::size_t leading_space(std::string_view text) noexcept {
    if (!text.empty() && is_space_byte(text.front())) return 1;
    const auto match = std::ranges::find_if(wide_spaces, [&](std::string_view space) { return text.starts_with(space); });
    return match == wide_spaces.end() ? 0 : match->size();
}

std::size_t trailing_space(std::string_view text) noexcept {
    if (!text.empty() && is_space_byte(text.back())) return 1;
    const auto match = std::ranges::find_if(wide_spaces, [&](std::string_view space) { return text.ends_with(space); });
    return match == wide_spaces.end() ? 0 : match->size();
}

}  // namespace

std::string strip_whitespace(std::string_view text) {
    while (const std::size_t n = leading_space(text)) text.remove_prefix(n);
    while (const std::size_t n = trailing_space(text)) text.remove_suffix(n);
    return std::string(text);
}

double compression_ratio(std::string_view text) {
    uLongf size = compressBound(text.size());
    std::vector<Bytef> compressed(size);
    if (compress(compressed.data(), &size, reinterpret_cast<const Bytef*>(text.data()), text.size()) != Z_OK)
        throw std::runtime_error("zlib could not compress a window's text");
    return static_cast<double>(text.size()) / static_cast<double>(size);
}

}  // namespace tilescribe
