// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernels/npu/aie/kernel_call.h"

#include <QTest>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numbers>

using namespace tilescribe::npu;
using namespace tilescribe::npu::testing;

namespace {

constexpr int head = 64;
constexpr double scale = 0.125 * std::numbers::log2e;

/// One head over several key tiles; `valid` keys of them all exist.
struct Case {
    int m = 32;
    int tile_keys = 64;
    int tiles = 4;
    int valid = 4 * 64;
    // NOLINTBEGIN(readability-redundant-member-init): g++ wants initialisers where the tests leave fields out
    std::vector<float> q = {};
    std::vector<float> k = {};
    std::vector<float> v = {};
    // NOLINTEND(readability-redundant-member-init)

    [[nodiscard]] int keys() const { return tile_keys * tiles; }
    void fill(float deviation) {
        q = random_values(static_cast<std::size_t>(m) * head, 1, deviation);
        k = random_values(static_cast<std::size_t>(keys()) * head, 2, deviation);
        v = random_values(static_cast<std::size_t>(keys()) * head, 3);
    }
};

std::vector<float> rows_of(const std::vector<float>& x, int first, int rows) {
    return {x.begin() + first * head, x.begin() + (first + rows) * head};
}

std::vector<double> softmax_attention(const Case& x) {
    std::vector<double> out(static_cast<std::size_t>(x.m) * head);
    for (int i = 0; i < x.m; ++i) {
        std::vector<double> score(static_cast<std::size_t>(x.valid));
        for (int j = 0; j < x.valid; ++j) {
            double dot = 0;
            for (int d = 0; d < head; ++d) dot += double{x.q[place(i * head + d)]} * x.k[place(j * head + d)];
            score[static_cast<std::size_t>(j)] = dot / 8;
        }
        const double largest = *std::ranges::max_element(score);
        double sum = 0;
        for (double& s : score) sum += s = std::exp(s - largest);
        for (int j = 0; j < x.valid; ++j)
            for (int d = 0; d < head; ++d)
                out[place(i * head + d)] += score[static_cast<std::size_t>(j)] / sum * x.v[place(j * head + d)];
    }
    return out;
}

/// By the core kernels, tile after tile. With `folded`, the scale is in the queries and the kernel gets 1.
std::vector<float> tiled_attention(const Case& x, ArrayGeneration generation, bool folded = false) {
    const int t = block_width(generation);
    const int n = x.tile_keys;
    auto queries = x.q;
    if (folded)
        for (float& value : queries) value *= static_cast<float>(scale);
    const std::int32_t scale_bits = std::bit_cast<std::int32_t>(folded ? 1.0F : static_cast<float>(scale));
    const auto q = run({.kernel = "attention_queries",
                        .generation = generation,
                        .parameters = {x.m, t, scale_bits},
                        .inputs = {bytes_of(blocked(to_bf16s(queries), x.m, head, t, 8))}})[0];
    auto state = run({.kernel = "attention_begin", .generation = generation, .parameters = {x.m, t}, .inputs = {}});
    for (int tile = 0; tile < x.tiles; ++tile) {
        const auto k = blocked(to_bf16s(rows_of(x.k, tile * n, n)), n, head, 4, 8);
        const auto v = blocked(to_bf16s(rows_of(x.v, tile * n, n)), n, head, 8, t);
        const auto s = run({.kernel = "attention_scores",
                            .generation = generation,
                            .parameters = {x.m, n, t, x.valid - tile * n},
                            .inputs = {bytes_of(k), q}});
        auto weights = run({.kernel = "attention_softmax",
                            .generation = generation,
                            .parameters = {x.m, n, t, x.valid - tile * n},
                            .inputs = {s[0]},
                            .before = {state[0], state[1]}});
        state[0] = weights[0];
        state[1] = run({.kernel = "gemm_bf16",
                        .generation = generation,
                        .parameters = {x.m, n, head, t},
                        .inputs = {weights[2], bytes_of(v)},
                        .before = {weights[1]}})[0];
    }
    const auto y =
        run({.kernel = "attention_end", .generation = generation, .parameters = {x.m, t}, .inputs = {state[1], state[0]}});
    return to_floats(unblocked(values_of<std::uint16_t>(y[0]), x.m, head, 4, t));
}

constexpr ArrayGeneration generations[] = {ArrayGeneration::npu1, ArrayGeneration::npu4};

void expect_close(const Case& x, double tolerance) {
    for (const auto generation : generations)
        for (const bool folded : {false, true}) {
            const double error = relative_error(tiled_attention(x, generation, folded), softmax_attention(x));
            QVERIFY2(error <= tolerance, qPrintable(QString::number(error)));
        }
}

}  // namespace

class TestNpuAttention : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void as_softmax_in_double() {
        Case x;
        x.fill(1.0F);
        expect_close(x, 0.01);
    }

    void other_tile_sizes() {
        for (const auto& [m, n] : {std::pair{16, 16}, std::pair{64, 32}, std::pair{48, 80}}) {
            Case x{.m = m, .tile_keys = n, .tiles = 3, .valid = 3 * n};
            x.fill(1.0F);
            expect_close(x, 0.01);
        }
    }

    /// Padded keys hold large values that would win if they were seen: in the last tile, in whole tiles, up to the first key.
    void padded_keys_have_no_weight() {
        for (const int valid : {1, 7, 8, 63, 64, 65, 100, 128, 129, 255}) {
            Case x{.valid = valid};
            x.fill(1.0F);
            std::fill(x.k.begin() + valid * head, x.k.end(), 100.0F);
            std::fill(x.v.begin() + valid * head, x.v.end(), 1000.0F);
            expect_close(x, 0.01);
        }
    }

    void no_key_at_all_gives_zeros() {
        Case x{.valid = 0};
        x.fill(1.0F);
        for (const auto generation : generations) QCOMPARE(tiled_attention(x, generation), std::vector<float>(x.q.size()));
    }

    void equal_scores_give_the_mean() {
        Case x{.valid = 250};
        x.fill(1.0F);
        std::ranges::fill(x.k, 0.5F);
        expect_close(x, 0.01);
        std::ranges::fill(x.q, 0.0F);
        expect_close(x, 0.01);
    }

    void large_scores_of_either_sign() {
        for (const float factor : {-40.0F, 40.0F}) {
            Case x;
            x.fill(1.0F);
            for (int i = 0; i < x.keys(); ++i)  // scores around +-8000, growing from tile to tile: the maximum moves
                for (int d = 0; d < head; ++d) x.k[place(i * head + d)] = factor + static_cast<float>(i / 32);
            std::ranges::fill(x.q, 25.0F);
            expect_close(x, 0.01);
        }
    }

    void one_key_wins() {
        Case x;
        x.fill(1.0F);
        for (int d = 0; d < head; ++d) x.k[place(130 * head + d)] = 60.0F * x.q[place(5 * head + d)];
        expect_close(x, 0.01);
    }

    void nan_stays_in_its_query() {
        Case x;
        x.fill(1.0F);
        x.q[3 * head + 7] = std::numeric_limits<float>::quiet_NaN();
        for (const auto generation : generations) {
            const auto y = tiled_attention(x, generation);
            for (int i = 0; i < x.m; ++i) QCOMPARE(std::isnan(y[place(i * head + 9)]), i == 3);
        }
    }

    /// Scores that are no numbers, or beyond what the statistics hold, make their query NaN, in whatever tile they come; no other.
    void what_is_no_score_makes_its_query_nan() {
        constexpr float infinity = std::numeric_limits<float>::infinity();
        constexpr float nan = std::numeric_limits<float>::quiet_NaN();
        constexpr int n = 16;
        for (const auto generation : generations)
            for (const float strange : {infinity, -infinity, nan, -nan, 3.0e6F, 1.0e30F, -1.0e30F})
                for (const bool is_first : {true, false}) {
                    const int t = block_width(generation);
                    auto state = run({.kernel = "attention_begin", .generation = generation, .parameters = {16, t}, .inputs = {}});
                    for (int tile = 0; tile < 2; ++tile) {
                        std::vector<float> s(16 * n, 1.0F);
                        if (is_first == (tile == 0)) s[5 * n + 6] = strange;
                        // S^T in blocks [query block][key block] of 4 keys x t queries
                        std::vector<float> blocks(s.size());
                        for (int q = 0; q < 16; ++q)
                            for (int key = 0; key < n; ++key)
                                blocks[place((q / t * (n / 4) + key / 4) * 4 * t + key % 4 * t + q % t)] = s[place(q * n + key)];
                        auto out = run({.kernel = "attention_softmax",
                                        .generation = generation,
                                        .parameters = {16, n, t, n},
                                        .inputs = {bytes_of(blocks)},
                                        .before = {state[0], state[1]}});
                        state = {out[0], out[1]};
                    }
                    const auto y = run({.kernel = "attention_end",
                                        .generation = generation,
                                        .parameters = {16, t},
                                        .inputs = {state[1], state[0]}});
                    const auto values = to_floats(unblocked(values_of<std::uint16_t>(y[0]), 16, head, 4, t));
                    for (int q = 0; q < 16; ++q)
                        QVERIFY2(std::isnan(values[place(q * head + 9)]) == (q == 5),
                                 qPrintable(QString("%1, query %2").arg(strange).arg(q)));
                }
    }
};

QTEST_GUILESS_MAIN(TestNpuAttention)
#include "test_npu_attention.moc"
