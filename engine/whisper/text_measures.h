// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>

namespace tilescribe {

/// Without white space at either end, as Python's str.strip() (Unicode white space included). `text` is valid UTF-8.
[[nodiscard]] std::string strip_whitespace(std::string_view text);

/// UTF-8 bytes / zlib-compressed bytes: a sign of repetition. 0 for an empty text.
[[nodiscard]] double compression_ratio(std::string_view text);

}  // namespace tilescribe
