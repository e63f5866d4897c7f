// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/reference/attention_row.h"

#include <algorithm>
#include <cmath>

namespace tilescribe::reference {

std::vector<double> scaled_scores(const float* q, TensorView k) {
    const double scale = 1.0 / std::sqrt(static_cast<double>(k.cols));
    std::vector<double> scores(static_cast<std::size_t>(k.rows));
    for (std::int64_t j = 0; j < k.rows; ++j) {
        double sum = 0;
        for (std::int64_t c = 0; c < k.cols; ++c) sum += static_cast<double>(q[c]) * k.row(j)[c];
        scores[j] = sum * scale;
    }
    return scores;
}

void attend(const std::vector<double>& scores, TensorView v, float* output) {
    const double maximum = *std::max_element(scores.begin(), scores.end());  // exp of differences cannot overflow
    double total = 0;
    std::vector<double> sums(static_cast<std::size_t>(v.cols));
    for (std::size_t j = 0; j < scores.size(); ++j) {
        const double weight = std::exp(scores[j] - maximum);
        total += weight;
        const float* value = v.row(static_cast<std::int64_t>(j));
        for (std::size_t c = 0; c < sums.size(); ++c) sums[c] += weight * value[c];
    }
    for (std::size_t c = 0; c < sums.size(); ++c) output[c] = static_cast<float>(sums[c] / total);
}

}  // namespace tilescribe::reference
