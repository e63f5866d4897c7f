// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>
#include <string_view>

namespace tilescribe {

/// Cuts text into the pieces within which byte pairs may merge: GPT-2's pattern
///   's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
/// with Unicode's general categories and White_Space. Calls `piece` for each in order; together they are the whole text.
/// `text` must be valid UTF-8. Linear in its length.
void pre_split(std::string_view text, const std::function<void(std::string_view)>& piece);

}  // namespace tilescribe
