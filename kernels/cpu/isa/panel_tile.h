// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/cpu/isa/kernel_table.h"
#include "kernels/cpu/isa/simd.h"

// The innermost loops of all matrix products: a tile of Rows input rows times one panel (two vectors of outputs). The accumulators
// stay in registers; each weight is converted to f32 once for all Rows.

namespace tilescribe::TILESCRIBE_ISA {

inline constexpr int panel_width = 2 * width;
/// How far ahead weights are asked for: the hardware's own prefetch stops at each 4 KB page.
inline constexpr int prefetch_bytes = 2048;

template <int Rows>
struct Tile {
    Vec sum[Rows][2];
};

template <int Rows>
TILESCRIBE_INLINE void clear(Tile<Rows>& tile) {
#pragma GCC unroll 16
    for (int r = 0; r < Rows; ++r) tile.sum[r][0] = tile.sum[r][1] = zero();
}

template <int Rows>
TILESCRIBE_INLINE void multiply_add(Tile<Rows>& tile, const float* input, std::int64_t stride, Vec w0, Vec w1) {
#pragma GCC unroll 16
    for (int r = 0; r < Rows; ++r) {
        const Vec x = set1(input[r * stride]);
        tile.sum[r][0] = fma(x, w0, tile.sum[r][0]);
        tile.sum[r][1] = fma(x, w1, tile.sum[r][1]);
    }
}

TILESCRIBE_INLINE void prefetch(const void* address) {
    _mm_prefetch(static_cast<const char*>(address), _MM_HINT_T0);
}

struct F32Weights {
    using Element = float;
    TILESCRIBE_INLINE static Vec get(const float* from) { return load(from); }
};
struct F16Weights {
    using Element = std::uint16_t;
    TILESCRIBE_INLINE static Vec get(const std::uint16_t* from) { return load_f16(from); }
};
struct Bf16Weights {
    using Element = std::uint16_t;
    TILESCRIBE_INLINE static Vec get(const std::uint16_t* from) { return load_bf16(from); }
};

/// Independent chains of additions, so that few rows do not wait for each addition's latency.
template <int Rows>
inline constexpr int chains = Rows == 1 ? 4 : Rows <= 3 ? 2 : 1;

template <int Rows, int Chains>
TILESCRIBE_INLINE void join_chains(Tile<Rows> (&part)[Chains], Tile<Rows>& tile) {
    clear(tile);
#pragma GCC unroll 4
    for (int c = 0; c < Chains; ++c)
#pragma GCC unroll 16
        for (int r = 0; r < Rows; ++r) {
            tile.sum[r][0] = tile.sum[r][0] + part[c].sum[r][0];
            tile.sum[r][1] = tile.sum[r][1] + part[c].sum[r][1];
        }
}

/// Weights as [n_in][panel_width].
template <typename Weights, int Rows>
TILESCRIBE_INLINE void multiply_panel(Tile<Rows>& tile, const float* input, std::int64_t stride,
                                      const typename Weights::Element* panel, std::int64_t n_in) {
    constexpr int n = chains<Rows>;
    constexpr int elements_ahead = prefetch_bytes / static_cast<int>(sizeof *panel);
    Tile<Rows> part[n];
#pragma GCC unroll 4
    for (int c = 0; c < n; ++c) clear(part[c]);
    std::int64_t i = 0;
    for (; i + n <= n_in; i += n) {
#pragma GCC unroll 4
        for (int c = 0; c < n; ++c) {
            const auto* w = panel + (i + c) * panel_width;
            if constexpr (Rows <= 8) prefetch(w + elements_ahead);
            multiply_add(part[c], input + i + c, stride, Weights::get(w), Weights::get(w + width));
        }
    }
    for (; i < n_in; ++i) {
        const auto* w = panel + i * panel_width;
        multiply_add(part[0], input + i, stride, Weights::get(w), Weights::get(w + width));
    }
    join_chains(part, tile);
}

/// Weights in blocks of 32 inputs with a scale and perhaps a minimum.
template <bool HasMinimum, int Rows>
TILESCRIBE_INLINE void multiply_quantised(Tile<Rows>& tile, const float* input, std::int64_t stride, const std::byte* panel,
                                          std::int64_t n_in) {
    constexpr int n = chains<Rows>;
    Tile<Rows> part[n];
#pragma GCC unroll 4
    for (int c = 0; c < n; ++c) clear(part[c]);
    for (std::int64_t i = 0; i < n_in; i += block_size) {
        const auto* scales = reinterpret_cast<const std::uint16_t*>(panel);
        const auto* minima = scales + panel_width;
        const auto* codes = reinterpret_cast<const std::int8_t*>(scales + (HasMinimum ? 2 : 1) * panel_width);
        const Vec s0 = load_f16(scales);
        const Vec s1 = load_f16(scales + width);
        const Vec m0 = HasMinimum ? load_f16(minima) : zero();
        const Vec m1 = HasMinimum ? load_f16(minima + width) : zero();
        for (int k = 0; k < block_size; k += n) {
#pragma GCC unroll 4
            for (int c = 0; c < n; ++c) {
                const std::int8_t* w = codes + (k + c) * panel_width;
                if constexpr (Rows <= 8) prefetch(w + prefetch_bytes);
                const Vec w0 = HasMinimum ? fma(load_i8(w), s0, m0) : load_i8(w) * s0;
                const Vec w1 = HasMinimum ? fma(load_i8(w + width), s1, m1) : load_i8(w + width) * s1;
                multiply_add(part[c], input + i + k + c, stride, w0, w1);
            }
        }
        panel = reinterpret_cast<const std::byte*>(codes + block_size * panel_width);
    }
    join_chains(part, tile);
}

}  // namespace tilescribe::TILESCRIBE_ISA
