// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>

namespace tilescribe::testing {

/// Insertions, deletions and substitutions per word of the truth; case and punctuation do not count.
[[nodiscard]] double word_error_rate(const std::string& truth, const std::string& heard);

}  // namespace tilescribe::testing
