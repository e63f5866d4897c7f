// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/designs/row_layout.h"

#include "kernels/npu/designs/overlay.h"

#include <algorithm>
#include <stdexcept>

namespace tilescribe::npu {

RowSplit split_rows(const RowProblem& problem, const RowLimits& limits) {
    const std::int64_t unit = limits.unit;
    const std::int64_t cores = array_cores(problem.generation);
    if (problem.rows <= 0 || problem.rows % (cores * unit) != 0 || problem.width <= 0 || problem.width % 32 != 0 ||
        problem.stride < problem.width || problem.stride % 8 != 0)
        throw std::invalid_argument("rows or their width are not padded as they must be");
    const std::int64_t per_core = problem.rows / cores;
    std::int64_t rows = 0;
    for (std::int64_t candidate = unit; candidate <= std::min<std::int64_t>(per_core, limits.most); candidate += unit)
        if (per_core % candidate == 0 &&
            candidate * problem.width * 2 <= std::int64_t{rows == 0 ? limits.unit_bytes : limits.object_bytes})
            rows = candidate;
    if (rows == 0) throw std::invalid_argument("a row does not fit a core's memory");
    return {static_cast<std::uint32_t>(rows), static_cast<std::uint32_t>(per_core), static_cast<std::uint32_t>(per_core / rows)};
}

}  // namespace tilescribe::npu
