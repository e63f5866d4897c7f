// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/terminal_text.h"

#include "engine/transcript/text_repair.h"

#include <array>
#include <cstdio>

namespace tilescribe {
namespace {

std::string escape(unsigned code) {
    if (code == '\n') return "\\n";
    if (code == '\r') return "\\r";
    if (code == '\t') return "\\t";
    std::array<char, 8> text{};
    std::snprintf(text.data(), text.size(), "\\x%02x", code);
    return text.data();
}

}  // namespace

std::string terminal_text(std::string_view text) {
    const std::string valid = valid_utf8(text);
    std::string result;
    for (std::size_t i = 0; i < valid.size(); ++i) {
        const auto byte = static_cast<unsigned char>(valid[i]);
        const unsigned next = i + 1 < valid.size() ? static_cast<unsigned char>(valid[i + 1]) : 0;
        if (byte < 0x20 || byte == 0x7F) {
            result += escape(byte);
        } else if (byte == 0xC2 && next < 0xA0) {  // U+0080 .. U+009F: control characters too
            result += escape(next);
            ++i;
        } else {
            result += valid[i];
        }
    }
    return result;
}

}  // namespace tilescribe
