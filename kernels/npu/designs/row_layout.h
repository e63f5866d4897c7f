// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/designs/row_designs.h"

#include <cstdint>

namespace tilescribe::npu {

/// How rows are spread: core (column, row) makes `rows_per_core` neighbouring rows, `rows` at a time.
struct RowSplit {
    std::uint32_t rows = 0;
    std::uint32_t rows_per_core = 0;
    std::uint32_t steps = 0;
};

/// The rows of a step.
struct RowLimits {
    std::uint32_t unit = 1;  ///< a multiple of this
    std::uint32_t most = 1024;
    std::uint32_t object_bytes = 4 * 1024;  ///< bf16 rows stay below; several such objects fit a core
    std::uint32_t unit_bytes = 10 * 1024;   ///< one unit of rows may be so large all the same
};

/// The largest steps within the limits. Throws std::invalid_argument where rows or width are not padded as they must be, or a row
/// does not fit.
[[nodiscard]] RowSplit split_rows(const RowProblem& problem, const RowLimits& limits);

}  // namespace tilescribe::npu
