// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/cpu/matrix_product.h"

#include <algorithm>

namespace tilescribe {

std::int64_t rows_per_task(std::int64_t rows, int threads) noexcept {
    constexpr std::int64_t tasks_per_thread = 3;
    constexpr std::int64_t fewest = 96;
    const std::int64_t even = (rows + threads * tasks_per_thread - 1) / (threads * tasks_per_thread);
    return std::max(fewest, (even + 15) / 16 * 16);
}

void MatrixProduct::multiply(Workspace& workspace, TensorView input, Epilogue epilogue, TensorView output) const {
    const std::int64_t size = rows_per_task(input.rows, workspace.pool.threads());
    workspace.pool.for_each((input.rows + size - 1) / size, [&](std::int64_t task, int slot) {
        const std::int64_t first = task * size;
        const std::int64_t count = std::min(size, input.rows - first);
        multiply_rows(input.rows_from(first, count), epilogue, output.rows_from(first, count), workspace.scratch[slot]);
    });
}

}  // namespace tilescribe
