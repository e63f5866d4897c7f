// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace tilescribe {

/// The rank of a byte string, or a negative number where the vocabulary lacks it.
using PairRank = std::function<std::int32_t(std::string_view)>;

/// Byte pair encoding of one piece: starting from single bytes, the adjacent pair of lowest rank (the leftmost of equals) is
/// joined until no pair has a rank. Returns the parts in order; every part of more than one byte has a rank.
/// O(n log n) in the piece's length, so that a hostile piece of megabytes takes seconds, not days.
[[nodiscard]] std::vector<std::string_view> merge_byte_pairs(std::string_view piece, const PairRank& rank);

}  // namespace tilescribe
