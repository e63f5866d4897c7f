// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/aie/core_entries.h"
#include "kernels/npu/aie/gelu.h"

namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL {
namespace {

/// Down the matrix, 32 accumulators of the same columns at a time: what belongs to columns is spread once.
template <int T, bool IsInt, bool Gelu>
TILESCRIBE_INLINE void finish_blocks(const Finish& f) {
    const int elements = f.r * f.n;  // of a row of blocks
    for (int i = 0; i < elements; i += lanes) {
        const int column = T == 4 ? i / 4 : i / (f.r * 8) * 8;
        const int first_row = T == 4 ? 0 : i / 8 % f.r;
        const Floats bias = spread_columns<T>(f.bias + column);
        Floats column_scales = bias;
        if constexpr (IsInt) column_scales = spread_columns<T>(f.column_scales + column);
        for (int block = 0; block < f.m / f.r; ++block) {
            const int at = block * elements + i;
            Floats x;
            if constexpr (IsInt)
                x = multiply(to_float(load_int(f.c_int + at)),
                             multiply(spread_rows<T>(f.row_scales + block * f.r + first_row), column_scales));
            else
                x = load(f.c_float + at);
            x = add(x, bias);
            if constexpr (Gelu) x = gelu(x);
            if (f.residual != nullptr) x = add(x, widen(load(f.residual + at)));
            store(f.y + at, round_bf16(x));
        }
    }
}

template <int T, bool IsInt>
TILESCRIBE_INLINE void finish_as(const Finish& f, bool gelu) {
    if (gelu) return finish_blocks<T, IsInt, true>(f);
    finish_blocks<T, IsInt, false>(f);
}

}  // namespace

/// Integers come eight columns a block on both generations; a core's program memory has no room for what it never runs.
void finish(const Finish& f, bool gelu, int t) {
    round_to_nearest();
    if (f.c_int != nullptr) return finish_as<8, true>(f, gelu);
    if constexpr (has_npu1)
        if (t == 4) return finish_as<4, false>(f, gelu);
    if constexpr (has_npu4) finish_as<8, false>(f, gelu);
}

}  // namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL
