// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <stdexcept>

namespace tilescribe {

/// Operands that do not fit each other: a programming error or a model file that contradicts itself.
class ShapeError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

}  // namespace tilescribe
