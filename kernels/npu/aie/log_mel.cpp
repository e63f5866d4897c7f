// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/aie/core_entries.h"

namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL {
namespace {

/// log2 of a positive normal number, absolute error 1e-5. x = 2^e m with m in [sqrt 1/2, sqrt 2); log2 m = f q(f), f = m - 1, with
/// our own minimax fit of degree 5.
TILESCRIBE_INLINE Floats log2_of(Floats x) {
    const Ints bits = bits_of(x);
    const Ints exponent = shift_right(subtract(bits, broadcast_int(0x3f3504f3)), 23);
    const Floats m = from_bits(subtract(bits, shift_left(exponent, 23)));
    const Split f = split(subtract(m, broadcast(1.0F)));
    constexpr float coefficients[] = {0.322153836F, -0.367490202F, 0.479348123F, -0.721131861F, 1.44271350F};
    Floats q = broadcast(-0.206589594F);
    for (const float c : coefficients) q = add(multiply(split(q), f), broadcast(c));
    return add(multiply(split(q), f), to_float(exponent));
}

/// Blocks of t real and t imaginary parts alternate. 64 accumulators, 8 bins of four rows.
template <int T>
TILESCRIBE_INLINE void powers(const float* c, Bf16* p, int m, int n) {
    for (int i = 0; i < m * n; i += 2 * lanes) {
        const Pair bins = real_and_imaginary<T>(load(c + i), load(c + i + lanes));
        const Split re = split(bins.first);
        const Split im = split(bins.second);
        store(p + i / 2, join_blocks<T>(round_bf16(add(multiply(re, re), multiply(im, im)))));
    }
}

template <int T>
TILESCRIBE_INLINE void finish_mel(const float* c, const float* limits, Bf16* y, int m, int n) {
    const Floats silence = broadcast(1.0e-10F);
    const Split log10_of_2 = split(broadcast(0.301029996F));
    for (int row = 0; row < m; row += 4) {
        float floors[4];
        float gains[4];
#pragma GCC unroll 4
        for (int r = 0; r < 4; ++r) {
            floors[r] = limits[(row + r) * 2];
            gains[r] = limits[(row + r) * 2 + 1] * 0.25F;
        }
        const Floats floor = spread_rows<T>(floors);
        const Split gain = split(spread_rows<T>(gains));
        for (int i = row * n; i < (row + 4) * n; i += lanes) {
            const Floats power = load(c + i);
            const Floats audible = where_less(silence, power, power, silence);  // NaN counts as silence
            const Floats level = multiply(split(log2_of(at_most(audible, broadcast(3.0e38F)))), log10_of_2);
            store(y + i, round_bf16(multiply(split(add(at_least(level, floor), broadcast(4.0F))), gain)));
        }
    }
}

}  // namespace

void split_f32(const float* x, Bf16* hi, Bf16* lo, int n) {
    round_to_nearest();
    for (int i = 0; i < n; i += lanes) {
        const Split halves = split(load(x + i));
        store(hi + i, halves.hi);
        store(lo + i, halves.lo);
    }
}

void power_bf16(const float* c, Bf16* p, int m, int n, int t) {
    round_to_nearest();
    if constexpr (has_npu1)
        if (t == 4) return powers<4>(c, p, m, n);
    if constexpr (has_npu4) powers<8>(c, p, m, n);
}

void log_mel_finish(const float* c, const float* rows, Bf16* y, int m, int n, int t) {
    round_to_nearest();
    if constexpr (has_npu1)
        if (t == 4) return finish_mel<4>(c, rows, y, m, n);
    if constexpr (has_npu4) finish_mel<8>(c, rows, y, m, n);
}

}  // namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL
