// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/reference/reference_ops.h"

namespace tilescribe::reference {

void linear(const Linear& linear, TensorView input, Epilogue epilogue, TensorView output) {
    for (std::int64_t r = 0; r < input.rows; ++r) {
        const float* x = input.row(r);
        for (std::int64_t o = 0; o < linear.n_out(); ++o) {
            const float* weight = linear.weight.row(o);
            double sum = linear.bias[o];
            for (std::int64_t i = 0; i < linear.n_in(); ++i) sum += static_cast<double>(weight[i]) * x[i];
            float& y = output.row(r)[o];
            switch (epilogue) {
                case Epilogue::none:
                    y = static_cast<float>(sum);
                    break;
                case Epilogue::gelu:
                    y = static_cast<float>(gelu(sum));
                    break;
                case Epilogue::add_residual:
                    y = static_cast<float>(y + sum);
                    break;
            }
        }
    }
}

}  // namespace tilescribe::reference
