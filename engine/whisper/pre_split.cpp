// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/whisper/pre_split.h"

#include "engine/whisper/utf8.h"

#include <utf8proc.h>

#include <array>
#include <cstddef>

namespace tilescribe {
namespace {

enum class CharacterClass { letter, number, space, other, end };

/// Unicode's White_Space property, which \s means (PropList.txt).
bool is_white_space(char32_t c) noexcept {
    return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
           c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

CharacterClass class_of(char32_t c) noexcept {
    if (is_white_space(c)) return CharacterClass::space;
    switch (utf8proc_category(static_cast<utf8proc_int32_t>(c))) {
        case UTF8PROC_CATEGORY_LU:
        case UTF8PROC_CATEGORY_LL:
        case UTF8PROC_CATEGORY_LT:
        case UTF8PROC_CATEGORY_LM:
        case UTF8PROC_CATEGORY_LO:
            return CharacterClass::letter;
        case UTF8PROC_CATEGORY_ND:
        case UTF8PROC_CATEGORY_NL:
        case UTF8PROC_CATEGORY_NO:
            return CharacterClass::number;
        default:
            return CharacterClass::other;
    }
}

struct Character {
    CharacterClass kind = CharacterClass::end;
    std::size_t length = 0;
};

Character first_of(std::string_view text) noexcept {
    if (text.empty()) return {};
    const Utf8Step step = read_utf8(text);
    return {class_of(step.code_point), step.length};
}

std::size_t contraction_length(std::string_view text) noexcept {
    constexpr std::array<std::string_view, 7> contractions = {"'s", "'t", "'re", "'ve", "'m", "'ll", "'d"};
    for (const std::string_view contraction : contractions)
        if (text.starts_with(contraction)) return contraction.size();
    return 0;
}

/// The run of white space at the beginning: all of it at the end of the text, otherwise without its last character (which may
/// belong to the next piece), unless that is the only one.
std::size_t space_length(std::string_view text) noexcept {
    std::size_t length = 0;
    std::size_t last = 0;
    Character next = first_of(text);
    while (next.kind == CharacterClass::space) {
        last = next.length;
        length += last;
        next = first_of(text.substr(length));
    }
    return next.kind == CharacterClass::end || length == last ? length : length - last;
}

std::size_t piece_length(std::string_view text) noexcept {
    if (const std::size_t contraction = contraction_length(text)) return contraction;
    std::size_t length = text.front() == ' ' ? 1 : 0;
    const CharacterClass kind = first_of(text.substr(length)).kind;
    if (kind == CharacterClass::space || kind == CharacterClass::end) return space_length(text);
    for (Character next = first_of(text.substr(length)); next.kind == kind; next = first_of(text.substr(length)))
        length += next.length;
    return length;
}

}  // namespace

void pre_split(std::string_view text, const std::function<void(std::string_view)>& piece) {
    while (!text.empty()) {
        const std::size_t length = piece_length(text);
        piece(text.substr(0, length));
        text.remove_prefix(length);
    }
}

}  // namespace tilescribe
