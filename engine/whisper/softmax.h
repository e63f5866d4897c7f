// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <span>

namespace tilescribe {

/// log(sum(exp(x))), stable; minus infinity where every element is (or there is none). Relative error of each exp below 1e-6.
[[nodiscard]] double log_sum_exp(std::span<const float> values) noexcept;

/// The largest value; minus infinity where there is none.
[[nodiscard]] float largest_of(std::span<const float> values) noexcept;

}  // namespace tilescribe
