// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/reference/reference_ops.h"

#include <cmath>
#include <numbers>

namespace tilescribe::reference {

double gelu(double x) noexcept {
    return 0.5 * x * (1.0 + std::erf(x / std::numbers::sqrt2));
}

}  // namespace tilescribe::reference
