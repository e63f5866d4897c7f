// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/aie/vector.h"

// The loops of every matrix product. M x N blocks of C stay in accumulators (nine of 1024 bits on AIE2) while k runs, so that every
// block loaded serves several mmul issues: 4 x 4 blocks of 4 x 4, 4 x 2 of 4 x 8, 2 x 2 of 8 x 8.

namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL {

/// Sizes in blocks.
struct BlockCounts {
    int m;
    int k;
    int n;
};

/// Whether C's blocks lie as [m][n] or as [n][m].
enum class BlockOrder : unsigned char { by_rows, by_columns };

/// What becomes of C's old value.
enum class Before : unsigned char { is_added, is_replaced };

/// c = or += a b. load_b(l, j): block l along k, j along n.
template <typename Mmul, int M, int N, BlockOrder Order, typename LoadB>
TILESCRIBE_INLINE void multiply_blocks(const typename Mmul::StoredA* a, typename Mmul::StoredC* c, BlockCounts size, Before before,
                                       LoadB load_b) {
    const auto place = [size](int row, int column) __attribute__((always_inline)) {
        return (Order == BlockOrder::by_rows ? row * size.n + column : column * size.m + row) * Mmul::stored_c;
    };
    for (int i = 0; i < size.m; i += M)
        for (int j = 0; j < size.n; j += N) {
            typename Mmul::C sum[M][N];
#pragma GCC unroll 16
            for (int x = 0; x < M * N; ++x)
                if (before == Before::is_added)
                    sum[x / N][x % N] = Mmul::load_c(c + place(i + x / N, j + x % N));
                else
                    sum[x / N][x % N] = Mmul::zero();
            for (int l = 0; l < size.k; ++l) {
                typename Mmul::A left[M];
                typename Mmul::B right[N];
#pragma GCC unroll 4
                for (int x = 0; x < M; ++x) left[x] = Mmul::load_a(a + ((i + x) * size.k + l) * Mmul::stored_a);
#pragma GCC unroll 4
                for (int x = 0; x < N; ++x) right[x] = load_b(l, j + x);
                Mmul::multiply_add(sum, left, right);
            }
#pragma GCC unroll 16
            for (int x = 0; x < M * N; ++x) Mmul::store_c(c + place(i + x / N, j + x % N), sum[x / N][x % N]);
        }
}

/// c = or += a b, with b's blocks as [k][n].
template <typename Mmul, int M, int N>
TILESCRIBE_INLINE void add_matrix_product(const typename Mmul::StoredA* a, const typename Mmul::StoredB* b,
                                          typename Mmul::StoredC* c, BlockCounts size, Before before) {
    multiply_blocks<Mmul, M, N, BlockOrder::by_rows>(a, c, size, before, [=](int l, int j) __attribute__((always_inline)) {
        return Mmul::load_b(b + (l * size.n + j) * Mmul::stored_b);
    });
}

}  // namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL
