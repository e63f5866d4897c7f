// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/reference/reference_ops.h"

namespace tilescribe::reference {

void embed(const Linear& table, TensorView positions, std::span<const TokenPosition> tokens, TensorView output) {
    std::int64_t r = 0;
    for (const TokenPosition& at : tokens) {
        const float* token = table.weight.row(at.token);
        const float* position = positions.row(at.position);
        float* y = output.row(r++);
        for (std::int64_t i = 0; i < output.cols; ++i) y[i] = token[i] + position[i];
    }
}

}  // namespace tilescribe::reference
