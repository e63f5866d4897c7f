// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/cpu/isa/kernel_table.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

using namespace tilescribe;

namespace {

std::vector<float> steps(float first, float last, int count) {
    std::vector<float> values;
    for (int i = 0; i <= count; ++i) values.push_back(first + (last - first) * static_cast<float>(i) / static_cast<float>(count));
    return values;
}

}  // namespace

Q_DECLARE_METATYPE(tilescribe::CpuIsa)

/// The vectorised functions keep the errors that exp_erf.h states, on every level.
class TestCpuFunctions : public QObject {
    Q_OBJECT

    static void levels() {
        QTest::addColumn<CpuIsa>("isa");
        for (const CpuIsa isa : available_isa_levels()) QTest::newRow(std::string(name_of(isa)).c_str()) << isa;
    }

private Q_SLOTS:
    void gelu_data() { levels(); }
    void gelu() {
        QFETCH(CpuIsa, isa);
        const std::vector<float> x = steps(-15, 15, 300001);
        std::vector<float> y = x;
        kernels_of(isa).gelu(y.data(), static_cast<std::int64_t>(y.size()));
        for (std::size_t i = 0; i < x.size(); ++i) {
            const double exact = 0.5 * x[i] * std::erfc(-static_cast<double>(x[i]) / std::sqrt(2.0));
            QVERIFY2(std::abs(y[i] - exact) <= 1e-6 * std::max(1.0, std::abs(exact)), std::to_string(x[i]).c_str());
        }
    }

    void gelu_at_the_ends_data() { levels(); }
    void gelu_at_the_ends() {
        QFETCH(CpuIsa, isa);
        float values[] = {0.0F, -1e30F, 1e30F, std::numeric_limits<float>::quiet_NaN(), 100.0F, -100.0F};
        kernels_of(isa).gelu(values, std::size(values));
        QCOMPARE(values[0], 0.0F);
        QVERIFY(std::abs(values[1]) < 1e-6F);
        QCOMPARE(values[2], 1e30F);
        QVERIFY(std::isnan(values[3]));
        QCOMPARE(values[4], 100.0F);
        QVERIFY(std::abs(values[5]) < 1e-6F);
    }

    void exp2_data() { levels(); }
    void exp2() {
        QFETCH(CpuIsa, isa);
        const std::vector<float> x = steps(-126, 127, 500003);
        std::vector<float> y = x;
        kernels_of(isa).exp2(y.data(), static_cast<std::int64_t>(y.size()));
        for (std::size_t i = 0; i < x.size(); ++i)
            QVERIFY2(std::abs(y[i] / std::exp2(static_cast<double>(x[i])) - 1) <= 2.5e-7, std::to_string(x[i]).c_str());
    }

    void exp2_below_its_range_data() { levels(); }
    void exp2_below_its_range() {
        QFETCH(CpuIsa, isa);
        float values[] = {-127.0F, -1e6F, -std::numeric_limits<float>::infinity(), std::numeric_limits<float>::quiet_NaN()};
        kernels_of(isa).exp2(values, std::size(values));
        for (int i = 0; i < 3; ++i) QVERIFY(values[i] >= 0.0F && values[i] <= 1.2e-38F);
        QVERIFY(std::isnan(values[3]));
    }
};

QTEST_GUILESS_MAIN(TestCpuFunctions)
#include "test_cpu_functions.moc"
