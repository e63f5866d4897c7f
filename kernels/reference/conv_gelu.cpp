// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/reference/reference_ops.h"

namespace tilescribe::reference {
namespace {

constexpr std::int64_t kernel_size = 3;
constexpr std::int64_t padding = 1;

/// The value of channel `i` at frame `t`; zero outside the sound.
double at(const TensorView& input, bool time_major, std::int64_t i, std::int64_t t) {
    const std::int64_t n_frames = time_major ? input.rows : input.cols;
    if (t < 0 || t >= n_frames) return 0.0;
    return time_major ? input.row(t)[i] : input.row(i)[t];
}

}  // namespace

void conv_gelu(const Conv& conv, TensorView input, bool time_major, const TensorView* positions, TensorView output) {
    for (std::int64_t t = 0; t < output.rows; ++t) {
        for (std::int64_t o = 0; o < conv.n_out(); ++o) {
            const float* weight = conv.weight.row(o);
            double sum = conv.bias[o];
            for (std::int64_t i = 0; i < conv.n_in(); ++i)
                for (std::int64_t k = 0; k < kernel_size; ++k)
                    sum += weight[i * kernel_size + k] * at(input, time_major, i, t * conv.stride() + k - padding);
            const double position = positions != nullptr ? positions->row(t)[o] : 0.0;
            output.row(t)[o] = static_cast<float>(gelu(sum) + position);
        }
    }
}

}  // namespace tilescribe::reference
