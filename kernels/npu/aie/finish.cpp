// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/aie/core_entries.h"
#include "kernels/npu/aie/gelu.h"

namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL {
namespace {

/// The 32 accumulators from `at` on, as f32. row and column: of the first of them.
template <int T>
TILESCRIBE_INLINE Floats accumulated(const Finish& f, int at, int row, int column) {
    if (f.c_float != nullptr) return load(f.c_float + at);
    const Floats scales = multiply(spread_rows<T>(f.row_scales + row), spread_columns<T>(f.column_scales + column));
    return multiply(to_float(load_int(f.c_int + at)), scales);
}

template <int T, bool Gelu>
void finish_blocks(const Finish& f) {
    const int row_blocks = f.m / f.r;
    const int elements = f.r * f.n;  // of a row of blocks
    for (int block = 0; block < row_blocks; ++block)
        for (int i = 0; i < elements; i += lanes) {
            const int column = T == 4 ? i / 4 : i / (f.r * 8) * 8;
            const int row = block * f.r + (T == 4 ? 0 : i / 8 % f.r);
            const int at = block * elements + i;
            Floats x = add(accumulated<T>(f, at, row, column), spread_columns<T>(f.bias + column));
            if constexpr (Gelu) x = gelu(x);
            if (f.residual != nullptr) x = add(x, widen(load(f.residual + at)));
            store(f.y + at, round_bf16(x));
        }
}

template <int T>
TILESCRIBE_INLINE void finish_as(const Finish& f, bool gelu) {
    if (gelu) return finish_blocks<T, true>(f);
    finish_blocks<T, false>(f);
}

}  // namespace

void finish(const Finish& f, bool gelu, int t) {
    round_to_nearest();
    if (t == 4) return finish_as<4>(f, gelu);
    finish_as<8>(f, gelu);
}

}  // namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL
