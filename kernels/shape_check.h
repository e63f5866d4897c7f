// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/tensor_view.h"

#include <cstdint>
#include <string_view>

namespace tilescribe {

inline constexpr std::int64_t any_size = -1;

/// One op's checks of its operands; every failure is a ShapeError such as "linear expects input [3, 384], received [3, 512]".
/// Nothing is allocated while all fits.
class ShapeCheck {
public:
    explicit ShapeCheck(std::string_view op) noexcept : op_(op) {}

    /// `view` is [rows, cols] (any_size: free), its stride covers its columns, and it has memory unless it is empty.
    void matrix(std::string_view operand, const TensorView& view, std::int64_t rows, std::int64_t cols) const;
    void equal(std::string_view what, std::int64_t expected, std::int64_t received) const;
    void in_range(std::string_view what, std::int64_t first, std::int64_t last, std::int64_t received) const;

private:
    std::string_view op_;
};

}  // namespace tilescribe
