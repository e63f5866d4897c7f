// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>

namespace tilescribe {

/// `text` with every invalid UTF-8 sequence as U+FFFD, one per maximal valid prefix (Unicode 15, 3.9, table 3-8; as Python's
/// errors="replace").
[[nodiscard]] std::string valid_utf8(std::string_view text);

/// `text` (valid UTF-8) without white space at either end; white space is what Python's str.strip() takes, as in Whisper's writers.
[[nodiscard]] std::string_view stripped(std::string_view text) noexcept;

/// Every run of line breaks (and the white space around it) as one space.
[[nodiscard]] std::string on_one_line(std::string_view text);

/// No empty lines, which would end a subtitle early, and line breaks as \n; text that is sound already stays as it is.
[[nodiscard]] std::string without_empty_lines(std::string_view text);

[[nodiscard]] std::string replaced(std::string_view text, std::string_view what, std::string_view with);

}  // namespace tilescribe
