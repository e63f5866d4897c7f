// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>

namespace tilescribe {

/// An index into the vocabulary.
using Token = std::int32_t;

}  // namespace tilescribe
