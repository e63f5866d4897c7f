// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/reference/reference_ops.h"
#include "tests/kernels/npu/aie/kernel_call.h"

#include <QTest>

#include <array>
#include <cmath>
#include <limits>

using namespace tilescribe::npu;
using namespace tilescribe::npu::testing;

namespace {

struct Block {
    ArrayGeneration generation;
    int r, t;
};
constexpr Block float_blocks[] = {{ArrayGeneration::npu1, 4, 4}, {ArrayGeneration::npu4, 4, 8}, {ArrayGeneration::npu4, 8, 8}};
constexpr Block int_blocks[] = {{ArrayGeneration::npu1, 4, 8}, {ArrayGeneration::npu4, 8, 8}};
constexpr int m = 48;
constexpr int n = 80;
constexpr std::size_t count = static_cast<std::size_t>(m) * n;

struct Operands {
    std::vector<float> c = random_values(count, 1, 2.0F);
    std::vector<float> bias = random_values(n, 2);
    std::vector<float> residual = to_floats(to_bf16s(random_values(count, 3)));
};

std::vector<double> expected_of(const std::vector<double>& c, const Operands& x, bool gelu, bool residual) {
    std::vector<double> out(c.size());
    for (std::size_t i = 0; i < c.size(); ++i) {
        double value = c[i] + x.bias[i % n];
        if (gelu) value = tilescribe::reference::gelu(value);
        out[i] = value + (residual ? x.residual[i] : 0.0F);
    }
    return out;
}

std::vector<float> finished(std::string_view kernel, Block block, std::vector<Bytes> inputs, const Operands& x) {
    if (kernel.ends_with("residual")) inputs.push_back(bytes_of(blocked(to_bf16s(x.residual), m, n, block.r, block.t)));
    const auto out =
        run({.kernel = kernel, .generation = block.generation, .parameters = {m, n, block.r, block.t}, .inputs = inputs});
    return to_floats(unblocked(values_of<std::uint16_t>(out[0]), m, n, block.r, block.t));
}

}  // namespace

class TestNpuFinish : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void float_accumulators_data() {
        QTest::addColumn<QString>("kernel");
        for (const char* name : {"finish_bias", "finish_bias_gelu", "finish_bias_residual", "finish_bias_gelu_residual"})
            QTest::newRow(name) << name;
    }
    void float_accumulators() {
        QFETCH(QString, kernel);
        const std::string name = kernel.toStdString();
        const Operands x;
        const auto expected = expected_of({x.c.begin(), x.c.end()}, x, kernel.contains("gelu"), kernel.contains("residual"));
        for (const Block block : float_blocks) {
            const auto y = finished(name, block, {bytes_of(blocked(x.c, m, n, block.r, block.t)), bytes_of(x.bias)}, x);
            const double error = relative_error(y, expected);
            QVERIFY2(error <= 0.0025, qPrintable(QString::number(error)));  // little more than the result's own rounding
        }
    }

    void int_accumulators_data() {
        QTest::addColumn<QString>("kernel");
        for (const char* name :
             {"finish_int8_bias", "finish_int8_bias_gelu", "finish_int8_bias_residual", "finish_int8_bias_gelu_residual"})
            QTest::newRow(name) << name;
    }
    void int_accumulators() {
        QFETCH(QString, kernel);
        const std::string name = kernel.toStdString();
        const Operands x;
        std::vector<std::int32_t> c(count);
        std::vector<float> rows(m);
        std::vector<float> columns(n);
        for (std::size_t i = 0; i < m; ++i) rows[i] = 0.01F + 0.001F * static_cast<float>(i);
        for (std::size_t j = 0; j < n; ++j) columns[j] = 0.002F + 0.0001F * static_cast<float>(j);
        std::vector<double> scaled(count);
        for (std::size_t i = 0; i < count; ++i) {
            c[i] = static_cast<std::int32_t>(x.c[i] * 40000.0F);
            scaled[i] = double{rows[i / n]} * columns[i % n] * c[i];
        }
        const auto expected = expected_of(scaled, x, kernel.contains("gelu"), kernel.contains("residual"));
        for (const Block block : int_blocks) {
            const auto y =
                finished(name, block,
                         {bytes_of(blocked(c, m, n, block.r, block.t)), bytes_of(rows), bytes_of(columns), bytes_of(x.bias)}, x);
            const double error = relative_error(y, expected);
            QVERIFY2(error <= 0.0025, qPrintable(QString::number(error)));
        }
    }

    /// Every bf16 through gelu_bf16: a bound for each value, and the limits.
    void gelu_of_every_bf16() {
        std::vector<std::uint16_t> x(65536);
        for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<std::uint16_t>(i);
        const auto y = values_of<std::uint16_t>(run({.kernel = "gelu_bf16", .parameters = {65536}, .inputs = {bytes_of(x)}})[0]);
        const auto values = to_floats(y);
        const auto arguments = to_floats(x);
        for (std::size_t i = 0; i < x.size(); ++i) {
            const float argument = arguments[i];
            const float value = values[i];
            if (std::isnan(argument)) {
                QVERIFY(std::isnan(value));
                continue;
            }
            if (argument < -8) {
                QVERIFY(value <= 0 && value > -1e-13F);
                continue;
            }
            const double exact = argument > 30 ? argument : tilescribe::reference::gelu(argument);
            const double bound = argument > 0 ? 0.0065 * exact + 1e-40 : 0.02 * std::fabs(exact) + 2e-5;
            QVERIFY2(std::isinf(argument) ? value == argument : std::fabs(value - exact) <= bound,
                     qPrintable(QString("gelu(%1) = %2, not %3").arg(argument).arg(value).arg(exact)));
        }
    }

    void addition_rounds_once() {
        const auto a = to_bf16s(random_values(256, 1));
        const auto b = to_bf16s(random_values(256, 2));
        const auto sums =
            values_of<std::uint16_t>(run({.kernel = "add_bf16", .parameters = {256}, .inputs = {bytes_of(a), bytes_of(b)}})[0]);
        auto expected = to_floats(a);
        for (std::size_t i = 0; i < 256; ++i) expected[i] += to_floats(b)[i];
        QCOMPARE(sums, to_bf16s(expected));
    }
};

QTEST_GUILESS_MAIN(TestNpuFinish)
#include "test_npu_finish.moc"
