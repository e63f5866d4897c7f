// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <span>
#include <string_view>

namespace tilescribe {

/// Language codes in Whisper's order: token = SpecialTokens::language_begin + index. 100 of them; the last (yue) is for
/// vocabularies of 51866 tokens only.
[[nodiscard]] std::span<const std::string_view> whisper_language_codes() noexcept;
/// "german", "German" and "de" -> "de", and the other names openai/whisper accepts ("mandarin"); nothing for what Whisper does not
/// know.
[[nodiscard]] std::optional<std::string_view> whisper_language_code(std::string_view name_or_code) noexcept;
/// "de" -> "German"; empty for an unknown code.
[[nodiscard]] std::string_view whisper_language_name(std::string_view code) noexcept;

}  // namespace tilescribe
