// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/cpu/flush_denormals.h"
#include "tests/kernels/npu/aie/kernel_call.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace tilescribe::npu;
using namespace tilescribe::npu::testing;

namespace {

struct NormCase {
    int rows = 5;
    int width = 512;
    std::vector<float> x;
    std::vector<float> gamma;
    std::vector<float> beta;

    NormCase(int r, int w, float offset, float deviation) : rows(r), width(w) {
        x = random_values(static_cast<std::size_t>(r) * w, 1, deviation);
        for (float& value : x) value += offset;
        x = to_floats(to_bf16s(x));
        gamma = random_values(static_cast<std::size_t>(w), 2);
        beta = random_values(static_cast<std::size_t>(w), 3);
    }
    [[nodiscard]] std::vector<Bytes> inputs() const { return {bytes_of(to_bf16s(x)), bytes_of(gamma), bytes_of(beta)}; }
};

std::vector<double> layer_norm(const NormCase& c) {
    std::vector<double> out(c.x.size());
    for (int r = 0; r < c.rows; ++r) {
        const float* row = c.x.data() + static_cast<std::ptrdiff_t>(r) * c.width;
        double mean = 0;
        double variance = 0;
        for (int i = 0; i < c.width; ++i) mean += double{row[i]} / c.width;
        for (int i = 0; i < c.width; ++i) variance += (row[i] - mean) * (row[i] - mean) / c.width;
        for (int i = 0; i < c.width; ++i) {
            const auto at = static_cast<std::size_t>(i);
            out[static_cast<std::size_t>(r) * c.width + at] =
                (row[i] - mean) / std::sqrt(variance + 1e-5) * c.gamma[at] + c.beta[at];
        }
    }
    return out;
}

}  // namespace

class TestNpuRows : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void layer_norm_as_in_double() {
        for (const auto& c :
             {NormCase(5, 512, 0, 1), NormCase(1, 32, 0, 3), NormCase(3, 384, 0.5F, 0.01F), NormCase(2, 1280, 40, 2)}) {
            const auto y = run({.kernel = "layer_norm_bf16", .parameters = {c.rows, c.width}, .inputs = c.inputs()});
            const double error = relative_error(to_floats(values_of<std::uint16_t>(y[0])), layer_norm(c));
            QVERIFY2(error <= 0.003, qPrintable(QString::number(error)));
        }
    }

    void constant_rows_give_beta() {
        NormCase c(2, 64, 0, 0);
        std::fill_n(c.x.begin(), 64, 100.0F);
        const auto y =
            to_floats(values_of<std::uint16_t>(run({.kernel = "layer_norm_bf16", .parameters = {2, 64}, .inputs = c.inputs()})[0]));
        for (std::size_t i = 0; i < y.size(); ++i) QCOMPARE(y[i], to_floats(to_bf16s({c.beta[i % 64]}))[0]);
    }

    void quantised_rows_are_the_nearest() {
        const int width = 256;
        const auto x = to_floats(to_bf16s(random_values(static_cast<std::size_t>(7) * width, 4, 0.3F)));
        const auto out = run({.kernel = "quantise_rows", .parameters = {7, width}, .inputs = {bytes_of(to_bf16s(x))}});
        const auto scales = values_of<float>(out[1]);
        const auto y = values_of<std::int8_t>(out[0]);
        for (std::size_t r = 0; r < 7; ++r) {
            float largest = 0;
            for (std::size_t i = 0; i < width; ++i) largest = std::max(largest, std::fabs(x[r * width + i]));
            QVERIFY(std::fabs(scales[r] * 127 - largest) <= 1e-6F * largest);
            for (std::size_t i = 0; i < width; ++i)
                QVERIFY(std::fabs(x[r * width + i] / scales[r] - static_cast<float>(y[r * width + i])) <= 0.502F);
        }
        QVERIFY(std::ranges::none_of(y, [](std::int8_t v) { return v == -128; }));
    }

    /// The largest that bf16 holds, where processors take subnormal numbers for zeros, as the emulated cores do.
    void rows_of_huge_values() {
        std::vector<float> x(32, 3.3e38F);
        x[1] = -1.7e38F;
        const tilescribe::FlushDenormals flush;
        const auto out = run({.kernel = "quantise_rows", .parameters = {1, 32}, .inputs = {bytes_of(to_bf16s(x))}});
        const auto y = values_of<std::int8_t>(out[0]);
        QCOMPARE(int{y[0]}, 127);
        QVERIFY(y[1] == -65 || y[1] == -66);
    }

    void rows_of_zeros_tiny_values_nan_and_inf() {
        std::vector<float> x(static_cast<std::size_t>(4) * 32);
        std::fill_n(x.begin() + 32, 32, 1e-39F);
        x[64] = std::numeric_limits<float>::quiet_NaN();
        x[65] = 5.0F;
        x[97] = -std::numeric_limits<float>::infinity();
        const auto out = run({.kernel = "quantise_rows", .parameters = {4, 32}, .inputs = {bytes_of(to_bf16s(x))}});
        const auto scales = values_of<float>(out[1]);
        QCOMPARE(values_of<std::int8_t>(out[0]), std::vector<std::int8_t>(128));
        QCOMPARE(scales[0], 0.0F);
        QCOMPARE(scales[1], 0.0F);
        QVERIFY(std::isnan(scales[2]) && std::isnan(scales[3]));
    }

    /// A whole int8 product with per-token and per-channel scales.
    void int8_product_within_two_percent() {
        const int m = 32;
        const int k = 256;
        const int n = 48;
        auto a = random_values(static_cast<std::size_t>(m) * k, 1);
        for (std::size_t i = 0; i < a.size(); ++i) a[i] *= 0.1F + static_cast<float>(i / k);  // rows of very different size
        a = to_floats(to_bf16s(a));
        const auto b = random_values(static_cast<std::size_t>(k) * n, 2);
        std::vector<float> columns(n);
        std::vector<std::int8_t> weights(b.size());
        for (std::size_t j = 0; j < n; ++j) {
            for (std::size_t l = 0; l < k; ++l) columns[j] = std::max(columns[j], std::fabs(b[l * n + j]) / 127);
            for (std::size_t l = 0; l < k; ++l)
                weights[l * n + j] = static_cast<std::int8_t>(std::nearbyint(b[l * n + j] / columns[j]));
        }
        std::vector<double> expected(static_cast<std::size_t>(m) * n);
        for (std::size_t i = 0; i < m; ++i)
            for (std::size_t l = 0; l < k; ++l)
                for (std::size_t j = 0; j < n; ++j) expected[i * n + j] += double{a[i * k + l]} * b[l * n + j];
        for (const auto generation : {ArrayGeneration::npu1, ArrayGeneration::npu4}) {
            const int r = generation == ArrayGeneration::npu1 ? 4 : 8;
            const auto rows = run({.kernel = "quantise_rows", .parameters = {m, k}, .inputs = {bytes_of(to_bf16s(a))}});
            const auto c = run({.kernel = "gemm_int8",
                                .generation = generation,
                                .parameters = {m, k, n, r, 8},
                                .inputs = {bytes_of(blocked(values_of<std::int8_t>(rows[0]), m, k, r, 8)),
                                           bytes_of(blocked(weights, k, n, 8, 8))}});
            const auto y = run({.kernel = "finish_int8_bias",
                                .generation = generation,
                                .parameters = {m, n, r, 8},
                                .inputs = {c[0], rows[1], bytes_of(columns), bytes_of(std::vector<float>(n))}});
            const double error = relative_error(to_floats(unblocked(values_of<std::uint16_t>(y[0]), m, n, r, 8)), expected);
            QVERIFY2(error <= 0.02, qPrintable(QString::number(error)));
        }
    }
};

QTEST_GUILESS_MAIN(TestNpuRows)
#include "test_npu_rows.moc"
