// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>

namespace tilescribe {

/// `text` on one line and harmless to a terminal: control characters as "\n" or "\x1b" in letters, invalid UTF-8 as U+FFFD. For
/// file names and messages that hold them.
[[nodiscard]] std::string terminal_text(std::string_view text);

}  // namespace tilescribe
