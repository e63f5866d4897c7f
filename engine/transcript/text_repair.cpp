// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/transcript/text_repair.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>

namespace tilescribe {
namespace {

/// Length of a well-formed sequence at the beginning of `text`, or minus the length of what is to be replaced.
int sequence_length(std::string_view text) noexcept {
    const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
    const unsigned lead = byte(0);
    if (lead < 0x80) return 1;
    if (lead < 0xC2 || lead > 0xF4) return -1;
    const int length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    // The second byte's range excludes overlong forms, surrogates and what is above U+10FFFF.
    const unsigned low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    const unsigned high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (byte(1) < low || byte(1) > high) return -1;
    for (int i = 2; i < length; ++i) {
        if (byte(static_cast<std::size_t>(i)) < 0x80 || byte(static_cast<std::size_t>(i)) > 0xBF) return -i;
    }
    return length;
}

/// White space of Python's str.isspace(), in UTF-8.
constexpr std::array<std::string_view, 29> white_space = {
    "\t",           "\n",           "\v",           "\f",           "\r",
    "\x1c",         "\x1d",         "\x1e",         "\x1f",         " ",
    "\xc2\x85",     "\xc2\xa0",     "\xe1\x9a\x80", "\xe2\x80\x80", "\xe2\x80\x81",
    "\xe2\x80\x82", "\xe2\x80\x83", "\xe2\x80\x84", "\xe2\x80\x85", "\xe2\x80\x86",
    "\xe2\x80\x87", "\xe2\x80\x88", "\xe2\x80\x89", "\xe2\x80\x8a", "\xe2\x80\xa8",
    "\xe2\x80\xa9", "\xe2\x80\xaf", "\xe2\x81\x9f", "\xe3\x80\x80"};

constexpr std::array<std::string_view, 7> line_breaks = {"\n", "\r", "\v", "\f", "\xc2\x85", "\xe2\x80\xa8", "\xe2\x80\xa9"};

/// The text's lines, stripped, without the empty ones, joined by `joint`.
std::string joined_lines(std::string_view text, std::string_view joint) {
    std::string result;
    while (!text.empty()) {
        std::size_t end = text.size();
        std::size_t width = 0;
        for (const std::string_view line_break : line_breaks) {
            const std::size_t at = text.find(line_break);
            if (at >= end) continue;
            end = at;
            width = line_break.size();
        }
        const std::string_view line = stripped(text.substr(0, end));
        if (!line.empty()) {
            if (!result.empty()) result += joint;
            result += line;
        }
        text.remove_prefix(end + width);
    }
    return result;
}

}  // namespace

std::string valid_utf8(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    while (!text.empty()) {
        const int length = sequence_length(text);
        const auto used = static_cast<std::size_t>(std::abs(length));
        result += length > 0 ? text.substr(0, used) : std::string_view("\xef\xbf\xbd");
        text.remove_prefix(used);
    }
    return result;
}

std::string_view stripped(std::string_view text) noexcept {
    const auto starts = [&](std::string_view space) { return text.starts_with(space); };
    const auto ends = [&](std::string_view space) { return text.ends_with(space); };
    for (auto space = std::ranges::find_if(white_space, starts); space != white_space.end();
         space = std::ranges::find_if(white_space, starts)) {
        text.remove_prefix(space->size());
    }
    for (auto space = std::ranges::find_if(white_space, ends); space != white_space.end();
         space = std::ranges::find_if(white_space, ends)) {
        text.remove_suffix(space->size());
    }
    return text;
}

std::string on_one_line(std::string_view text) {
    return joined_lines(text, " ");
}

std::string without_empty_lines(std::string_view text) {
    bool needs_repair = text.find('\r') != std::string_view::npos;
    for (std::size_t at = text.find('\n'); at != std::string_view::npos && !needs_repair; at = text.find('\n', at + 1)) {
        needs_repair = stripped(text.substr(at + 1, text.find('\n', at + 1) - at - 1)).empty();
    }
    return needs_repair ? joined_lines(text, "\n") : std::string(text);
}

std::string replaced(std::string_view text, std::string_view what, std::string_view with) {
    std::string result;
    for (std::size_t at = text.find(what); at != std::string_view::npos; at = text.find(what)) {
        result += text.substr(0, at);
        result += with;
        text.remove_prefix(at + what.size());
    }
    result += text;
    return result;
}

}  // namespace tilescribe
