// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/reference/attention_row.h"
#include "kernels/reference/reference_ops.h"

namespace tilescribe::reference {

void attention(TensorView q, TensorView k, TensorView v, int n_heads, TensorView output) {
    const std::int64_t width = q.cols / n_heads;
    for (std::int64_t first = 0; first < q.cols; first += width) {
        const TensorView keys = k.cols_from(first, width);
        const TensorView values = v.cols_from(first, width);
        for (std::int64_t i = 0; i < q.rows; ++i) attend(scaled_scores(q.row(i) + first, keys), values, output.row(i) + first);
    }
}

}  // namespace tilescribe::reference
