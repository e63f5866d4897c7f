// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/reference/attention_row.h"
#include "kernels/reference/reference_ops.h"

#include <algorithm>

namespace tilescribe::reference {

void cached_attention(TensorView q, TensorView k, TensorView v, int n_heads, std::int64_t n_past, TensorView output,
                      TensorView scores) {
    const std::int64_t width = q.cols / n_heads;
    for (std::int64_t h = 0; h < n_heads; ++h) {
        const TensorView keys = k.cols_from(h * width, width);
        const TensorView values = v.cols_from(h * width, width);
        for (std::int64_t i = 0; i < q.rows; ++i) {
            const std::int64_t n_seen = n_past < 0 ? k.rows : n_past + i + 1;
            const std::vector<double> row = scaled_scores(q.row(i) + h * width, keys.rows_from(0, n_seen));
            if (scores.data != nullptr)
                std::transform(row.begin(), row.end(), scores.row(h * q.rows + i),
                               [](double score) { return static_cast<float>(score); });
            attend(row, values, output.row(i) + h * width);
        }
    }
}

}  // namespace tilescribe::reference
