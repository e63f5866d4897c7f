// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/aie/core_entries.h"
#include "kernels/npu/aie/gelu.h"
#include "kernels/npu/aie/quantise.h"

namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL {

void zero_f32(float* c, int n) {
    for (int i = 0; i < n; i += lanes) store(c + i, broadcast(0.0F));
}

void copy_runs(const Bf16* x, Bf16* y, int runs, int words, int x_step, int y_step) {
    for (int run = 0; run < runs; ++run)
        for (int i = 0; i < 2 * words; i += lanes) store(y + 2 * run * y_step + i, load(x + 2 * run * x_step + i));
}

void add_bf16(const Bf16* x, const Bf16* z, Bf16* y, int n) {
    round_to_nearest();
    for (int i = 0; i < n; i += lanes) store(y + i, round_bf16(add(widen(load(x + i)), widen(load(z + i)))));
}

void gelu_bf16(const Bf16* x, Bf16* y, int n) {
    round_to_nearest();
    for (int i = 0; i < n; i += lanes) store(y + i, round_bf16(gelu(widen(load(x + i)))));
}

void quantise_rows(const Bf16* x, std::int8_t* y, float* scales, int rows, int width) {
    round_to_nearest();
    for (int r = 0; r < rows; ++r) {
        const Bf16* row = x + r * width;
        scales[r] = quantise_row([row](int i) __attribute__((always_inline)) { return load(row + i); }, y + r * width, width);
    }
}

}  // namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL
