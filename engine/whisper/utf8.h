// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace tilescribe {

inline constexpr char32_t replacement_character = 0xFFFD;

/// One step of reading UTF-8. Invalid input is cut as Unicode recommends and Python's errors="replace" does: the longest
/// beginning of a well-formed sequence is one replacement character (Unicode 15, 3.9, "maximal subparts").
struct Utf8Step {
    char32_t code_point = 0;  ///< replacement_character where invalid
    std::size_t length = 0;   ///< bytes taken, at least 1
    bool is_valid = false;
    bool is_incomplete = false;  ///< invalid only because the bytes end here; more bytes could complete it
};

/// Reads the first sequence of `bytes`, which must not be empty.
[[nodiscard]] Utf8Step read_utf8(std::string_view bytes) noexcept;

/// The same text with U+FFFD for everything invalid.
[[nodiscard]] std::string replace_invalid_utf8(std::string_view bytes);

/// Joins decoded bytes across calls and gives out only whole UTF-8 sequences; what is incomplete waits for the next call.
class Utf8Joiner {
public:
    /// Complete text so far available; invalid bytes as U+FFFD.
    [[nodiscard]] std::string push(std::string_view bytes);
    /// What is still held, as U+FFFD if incomplete. The joiner is empty again afterwards.
    [[nodiscard]] std::string finish();

private:
    std::string held_;  // at most 3 bytes between calls
};

}  // namespace tilescribe
