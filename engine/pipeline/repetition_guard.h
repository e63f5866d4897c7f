// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>

namespace tilescribe {

/// True where a phrase of 1 to 12 words stands four times or more in a row: a decoder caught in a loop rather than speech.
[[nodiscard]] bool has_repetition(std::string_view text);

/// The text with each such run cut to its first occurrence. White space between words becomes single spaces where something was
/// cut; text without repetition comes back unchanged.
[[nodiscard]] std::string without_repetition(std::string_view text);

}  // namespace tilescribe
