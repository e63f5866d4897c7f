// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/cpu/isa/kernels.h"
#include "kernels/cpu/isa/simd.h"

namespace tilescribe::TILESCRIBE_ISA {
namespace {

constexpr float epsilon = 1e-5F;

/// Calls body(column, n lanes) over a row.
template <typename Body>
TILESCRIBE_INLINE void for_vectors(std::int64_t columns, Body body) {
    std::int64_t c = 0;
    for (; c + width <= columns; c += width) body(c, std::int64_t{width});
    if (c < columns) body(c, columns - c);
}

TILESCRIBE_INLINE Vec load_some(const float* from, std::int64_t n) {
    return n == width ? load(from) : load_n(from, n);
}

void normalise_row(const float* x, const LayerNorm& p, float* y) {
    const auto columns = static_cast<float>(p.width);
    Vec sum = zero();
    for_vectors(p.width, [&](std::int64_t c, std::int64_t n) { sum = sum + load_some(x + c, n); });
    const Vec mean = set1(sum_of(sum) / columns);
    Vec squares = zero();  // of the deviations: the difference of two large sums would lose digits
    for_vectors(p.width, [&](std::int64_t c, std::int64_t n) {
        const Vec deviation = load_some(x + c, n) - keep_first(mean, n);
        squares = fma(deviation, deviation, squares);
    });
    const Vec inverse = set1(1.0F / __builtin_sqrtf(sum_of(squares) / columns + epsilon));
    for_vectors(p.width, [&](std::int64_t c, std::int64_t n) {
        const Vec scaled = (load_some(x + c, n) - mean) * inverse;
        store_n(y + c, fma(scaled, load_some(p.gain + c, n), load_some(p.bias + c, n)), n);
    });
}

}  // namespace

void layer_norm(const LayerNorm& p) {
    for (std::int64_t r = 0; r < p.rows; ++r) normalise_row(p.input + r * p.input_stride, p, p.output + r * p.output_stride);
}

}  // namespace tilescribe::TILESCRIBE_ISA
