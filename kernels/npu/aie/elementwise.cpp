// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/aie/core_entries.h"
#include "kernels/npu/aie/gelu.h"

namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL {
namespace {

/// y = x / scale, rounded to nearest, ties to even, |y| <= 127; returns scale = largest magnitude / 127. A row whose largest
/// magnitude is below 2^-100 becomes zeros with scale 0; a row with an Inf or a NaN becomes zeros with scale NaN, so that
/// everything computed from it is NaN.
TILESCRIBE_INLINE float quantise_row(const Bf16* x, std::int8_t* y, int width) {
    const Ints magnitude = broadcast_int(0x7fffffff);
    Ints largest = broadcast_int(0);  // as bits: NaN above Inf above every number
    for (int i = 0; i < width; i += lanes) largest = larger(largest, bit_and(bits_of(widen(load(x + i))), magnitude));
    const std::int32_t bits = largest_of(largest);
    if (bits < 0x0d800000 || bits >= 0x7f800000) {
        for (int i = 0; i < width; i += lanes) store_int8(y + i, broadcast_int(0));
        return bits < 0x7f800000 ? 0.0F : __builtin_nanf("");
    }
    const float scale = __builtin_bit_cast(float, bits) * (1.0F / 127.0F);
    const Split inverse = split(broadcast(reciprocal(scale)));  // normal: scale is between 2^-107 and 2^122
    const Floats to_integer = broadcast(12582912.0F);
    for (int i = 0; i < width; i += lanes) {
        const Bf16s values = load(x + i);
        const Floats scaled = multiply_add(multiply(values, inverse.lo), values, inverse.hi);
        store_int8(y + i, subtract(bits_of(add(scaled, to_integer)), bits_of(to_integer)));
    }
    return scale;
}

}  // namespace

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
    for (int r = 0; r < rows; ++r) scales[r] = quantise_row(x + r * width, y + r * width, width);
}

}  // namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL
