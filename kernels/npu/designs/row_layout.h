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

/// The largest steps whose bf16 rows stay below 4 KB (10 KB where one unit needs that), a multiple of `unit` rows and at most `most`. Throws std::invalid_argument
/// where rows or width are not padded as they must be, or a row does not fit.
[[nodiscard]] RowSplit split_rows(const RowProblem& problem, std::uint32_t unit, std::uint32_t most);

}  // namespace tilescribe::npu
