// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/aie/bfp16.h"
#include "tests/kernels/npu/aie/kernel_call.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

using namespace tilescribe::npu;
using namespace tilescribe::npu::testing;

namespace {

struct Size {
    int m, k, n;
};
constexpr Size sizes[] = {{16, 8, 16}, {48, 40, 80}, {64, 64, 32}, {32, 200, 48}, {16, 64, 128}};

/// c + a b in double.
std::vector<double> product(const std::vector<float>& a, const std::vector<float>& b, const std::vector<float>& c, Size s) {
    std::vector<double> out(c.begin(), c.end());
    for (int i = 0; i < s.m; ++i)
        for (int l = 0; l < s.k; ++l)
            for (int j = 0; j < s.n; ++j) out[place(i * s.n + j)] += double{a[place(i * s.k + l)]} * b[place(l * s.n + j)];
    return out;
}

std::vector<float> transposed(const std::vector<float>& x, int rows, int cols) {
    std::vector<float> out(x.size());
    for (int i = 0; i < rows; ++i)
        for (int j = 0; j < cols; ++j) out[place(j * rows + i)] = x[place(i * cols + j)];
    return out;
}

std::vector<float> random_matrix(int rows, int cols, unsigned seed) {
    return random_values(static_cast<std::size_t>(rows) * cols, seed);
}

std::vector<float> bf16_product(const std::vector<float>& a, const std::vector<float>& b, const std::vector<float>& c, Size s,
                                ArrayGeneration generation) {
    const int t = block_width(generation);
    const auto out =
        run({.kernel = "gemm_bf16",
             .generation = generation,
             .parameters = {s.m, s.k, s.n, t},
             .inputs = {bytes_of(blocked(to_bf16s(a), s.m, s.k, 4, 8)), bytes_of(blocked(to_bf16s(b), s.k, s.n, 8, t))},
             .before = {bytes_of(blocked(c, s.m, s.n, 4, t))}});
    return unblocked(values_of<float>(out[0]), s.m, s.n, 4, t);
}

/// bfp16 blocks of a row-major matrix whose groups lie along its rows.
std::vector<std::uint8_t> bfp16_blocks(const std::vector<float>& x, int rows, int cols) {
    const auto values = blocked(to_bf16s(x), rows, cols, 8, 8);
    std::vector<std::uint8_t> out(values.size() / 8 * 9);
    bfp16_from_bf16(values, out);
    return out;
}
/// A B operand: [k / 8][n / 8] blocks, each transposed.
std::vector<std::uint8_t> bfp16_right_blocks(const std::vector<float>& b, int k, int n) {
    const auto turned = bfp16_blocks(transposed(b, k, n), n, k);
    std::vector<std::uint8_t> out(turned.size());
    for (int i = 0; i < k / 8; ++i)
        for (int j = 0; j < n / 8; ++j)
            std::copy_n(turned.begin() + (j * (k / 8) + i) * 72, 72, out.begin() + (i * (n / 8) + j) * 72);
    return out;
}

}  // namespace

class TestNpuGemm : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bf16_within_one_percent() {
        for (const auto generation : {ArrayGeneration::npu1, ArrayGeneration::npu4})
            for (const Size s : sizes) {
                const auto a = random_matrix(s.m, s.k, 1);
                const auto b = random_matrix(s.k, s.n, 2);
                const auto c = random_matrix(s.m, s.n, 3);
                const double error = relative_error(bf16_product(a, b, c, s, generation), product(a, b, c, s));
                QVERIFY2(error <= 0.01, qPrintable(QString::number(error)));
                // Against the rounded operands only the f32 sums are left.
                const double sums = relative_error(bf16_product(a, b, c, s, generation),
                                                   product(to_floats(to_bf16s(a)), to_floats(to_bf16s(b)), c, s));
                QVERIFY2(sums <= 1e-6, qPrintable(QString::number(sums)));
            }
    }

    /// What C held is gone, even a NaN; otherwise the bits of a product added to zeros.
    void a_first_product_replaces() {
        for (const auto generation : {ArrayGeneration::npu1, ArrayGeneration::npu4})
            for (const char* type : {"gemm_bf16", "gemm_int8", "gemm_bfp16"}) {
                const std::string name = type;
                const bool is_npu1 = generation == ArrayGeneration::npu1;
                std::vector<std::int32_t> parameters{48, 24, 32};
                if (name == "gemm_int8") parameters.push_back(is_npu1 ? 4 : 8);
                if (name != "gemm_bfp16") parameters.push_back(name == "gemm_int8" ? 8 : block_width(generation));
                const auto use = tile_use(generation, name, parameters);
                if (!use) continue;
                Call call{.kernel = name, .generation = generation, .parameters = parameters, .inputs = {}};
                for (const unsigned input : {0U, 1U}) {
                    auto bytes = bytes_of(to_bf16s(random_values(use->bytes[input], input + 1)));
                    bytes.resize(use->bytes[input]);
                    if (name == "gemm_bfp16") std::ranges::fill(bytes, std::byte{120});
                    call.inputs.push_back(std::move(bytes));
                }
                const auto expected = run(call);
                const std::string first = name + "_first";
                call.kernel = first;
                call.before = {Bytes(use->bytes[2], std::byte{0xff})};
                QCOMPARE(run(call), expected);
            }
    }

    void bf16_lets_nan_and_inf_through() {
        const Size s{16, 16, 16};
        auto a = random_matrix(s.m, s.k, 1);
        auto b = random_matrix(s.k, s.n, 2);
        a[3 * 16 + 5] = std::numeric_limits<float>::quiet_NaN();
        b[7 * 16 + 9] = std::numeric_limits<float>::infinity();
        for (const auto generation : {ArrayGeneration::npu1, ArrayGeneration::npu4}) {
            const auto c = bf16_product(a, b, std::vector<float>(256), s, generation);
            for (int i = 0; i < 256; ++i) {
                const float value = c[static_cast<std::size_t>(i)];
                QCOMPARE(std::isnan(value), i / 16 == 3);
                QCOMPARE(std::isinf(value), i / 16 != 3 && i % 16 == 9);
            }
        }
    }

    void int8_is_exact() {
        for (const auto generation : {ArrayGeneration::npu1, ArrayGeneration::npu4})
            for (const Size s : sizes) {
                const int r = generation == ArrayGeneration::npu1 ? 4 : 8;
                std::vector<std::int8_t> a(static_cast<std::size_t>(s.m) * s.k);
                std::vector<std::int8_t> b(static_cast<std::size_t>(s.k) * s.n);
                for (std::size_t i = 0; i < a.size(); ++i) a[i] = static_cast<std::int8_t>(i % 16 == 0 ? -128 : i * 37);
                for (std::size_t i = 0; i < b.size(); ++i) b[i] = static_cast<std::int8_t>(i % 16 == 0 ? -128 : i * i * 11 + i);
                std::vector<std::int32_t> expected(static_cast<std::size_t>(s.m) * s.n, -7);
                const auto before = expected;
                for (int i = 0; i < s.m; ++i)
                    for (int l = 0; l < s.k; ++l)
                        for (int j = 0; j < s.n; ++j) expected[place(i * s.n + j)] += a[place(i * s.k + l)] * b[place(l * s.n + j)];
                const auto out = run({.kernel = "gemm_int8",
                                      .generation = generation,
                                      .parameters = {s.m, s.k, s.n, r, 8},
                                      .inputs = {bytes_of(blocked(a, s.m, s.k, r, 8)), bytes_of(blocked(b, s.k, s.n, 8, 8))},
                                      .before = {bytes_of(before)}});
                QCOMPARE(unblocked(values_of<std::int32_t>(out[0]), s.m, s.n, r, 8), expected);
            }
    }

    void bfp16_within_one_and_a_half_percent() {
        for (const Size s : sizes) {
            const auto a = random_matrix(s.m, s.k, 1);
            const auto b = random_matrix(s.k, s.n, 2);
            const auto c = random_matrix(s.m, s.n, 3);
            const auto left = run({.kernel = "to_bfp16",
                                   .generation = ArrayGeneration::npu4,
                                   .parameters = {s.m, s.k},
                                   .inputs = {bytes_of(blocked(to_bf16s(a), s.m, s.k, 8, 8))}});
            QCOMPARE(values_of<std::uint8_t>(left[0]), bfp16_blocks(a, s.m, s.k));
            const auto out = run({.kernel = "gemm_bfp16",
                                  .generation = ArrayGeneration::npu4,
                                  .parameters = {s.m, s.k, s.n},
                                  .inputs = {left[0], bytes_of(bfp16_right_blocks(b, s.k, s.n))},
                                  .before = {bytes_of(blocked(c, s.m, s.n, 8, 8))}});
            const double error = relative_error(unblocked(values_of<float>(out[0]), s.m, s.n, 8, 8), product(a, b, c, s));
            QVERIFY2(error <= 0.015, qPrintable(QString::number(error)));
        }
    }

    void bfp16_lets_nan_and_inf_through() {
        const Size s{16, 8, 16};
        auto a = random_matrix(s.m, s.k, 1);
        a[2 * 8 + 3] = std::numeric_limits<float>::infinity();
        a[5 * 8 + 3] = std::numeric_limits<float>::quiet_NaN();
        const auto out = run({.kernel = "gemm_bfp16",
                              .generation = ArrayGeneration::npu4,
                              .parameters = {s.m, s.k, s.n},
                              .inputs = {bytes_of(bfp16_blocks(a, s.m, s.k)),
                                         bytes_of(bfp16_right_blocks(std::vector<float>(128, 1.0F), s.k, s.n))}});
        const auto c = unblocked(values_of<float>(out[0]), s.m, s.n, 8, 8);
        for (int i = 0; i < 256; ++i) {
            const float value = c[static_cast<std::size_t>(i)];
            QCOMPARE(std::isinf(value), i / 16 == 2);
            QCOMPARE(std::isnan(value), i / 16 == 5);
        }
    }

    void runs_are_copied_bit_by_bit() {
        std::vector<std::uint32_t> x(2 * 48 + 16);
        for (std::size_t i = 0; i < x.size(); ++i)
            x[i] = static_cast<std::uint32_t>(i * 0x9e3779b9U) | (i % 3 == 0 ? 0x7f800000U : 0U);
        const auto out = run({.kernel = "copy_runs", .parameters = {3, 16, 48, 32}, .inputs = {bytes_of(x)}});
        const auto y = values_of<std::uint32_t>(out[0]);
        QCOMPARE(y.size(), std::size_t{2 * 32 + 16});
        for (std::size_t i = 0; i < y.size(); ++i) QCOMPARE(y[i], i % 32 < 16 ? x[i / 32 * 48 + i % 32] : 0U);
    }

    void zero_clears() {
        const auto out = run({.kernel = "zero_f32", .parameters = {96}, .inputs = {}, .before = {bytes_of(random_values(96, 1))}});
        QCOMPARE(values_of<float>(out[0]), std::vector<float>(96));
    }
};

QTEST_GUILESS_MAIN(TestNpuGemm)
#include "test_npu_gemm.moc"
