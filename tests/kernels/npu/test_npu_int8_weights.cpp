// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/int8_weights.h"
#include "kernels/shape_error.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

using namespace tilescribe;
using namespace tilescribe::npu;

namespace {

/// Of steps of `range` / 127, what is beyond cut off.
double squared_error(std::span<const float> row, float range) {
    const float scale = range / 127;
    double sum = 0;
    for (const float weight : row) {
        const double error = double{weight} - double{scale} * std::clamp(std::nearbyint(weight / scale), -127.0F, 127.0F);
        sum += error * error;
    }
    return sum;
}

}  // namespace

class TestNpuInt8Weights : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void every_weight_is_at_its_nearest_step() {
        std::mt19937 random(1);
        std::normal_distribution<float> normal(0.0F, 0.05F);
        constexpr std::int64_t channels = 5;
        constexpr std::int64_t k = 384;
        std::vector<float> weights(channels * k);
        for (std::size_t i = 0; i < weights.size(); ++i) weights[i] = normal(random) * static_cast<float>(1 + i / k * 100);
        const Int8Weights found = quantise_weights(weights, channels, k);
        for (std::int64_t r = 0; r < channels; ++r) {
            const auto row = std::span(weights).subspan(r * k, k);
            const float largest = std::abs(*std::ranges::max_element(row, {}, [](float w) { return std::abs(w); }));
            QCOMPARE(found.scales[r], largest / 127);
            for (std::int64_t i = 0; i < k; ++i) {
                const int value = found.values[r * k + i];
                QVERIFY(std::abs(value) <= 127);
                QVERIFY(std::abs(static_cast<float>(value) - row[i] / found.scales[r]) <= 0.5F + 1e-4F);
            }
        }
    }

    void zeros_tiny_weights_and_ties() {
        const std::vector<float> weights{0, 0, 0, 0, 1e-35F, -1e-35F, 0, 1e-36F, 127, 0.5F, 1.5F, -2.5F};
        const Int8Weights found = quantise_weights(weights, 3, 4);
        QCOMPARE(found.scales, (std::vector<float>{1, 1, 1}));
        QCOMPARE(found.values, (std::vector<std::int8_t>{0, 0, 0, 0, 0, 0, 0, 0, 127, 0, 2, -2}));
    }

    void what_is_not_finite_is_refused() {
        for (const float bad : {std::numeric_limits<float>::quiet_NaN(), -std::numeric_limits<float>::infinity()}) {
            const std::vector<float> weights{1, 2, 3, bad};
            QVERIFY_THROWS_EXCEPTION(ShapeError, static_cast<void>(quantise_weights(weights, 2, 2)));
        }
    }

    /// Why no smaller range is tried: an outlier that is cut off costs about what finer steps win.
    void a_smaller_range_is_hardly_better() {
        std::mt19937 random(2);
        std::normal_distribution<float> normal(0.0F, 1.0F);
        double best = 1;
        for (const std::size_t k : {384U, 1280U, 5120U})
            for (const float outlier : {0.0F, 6.0F, 30.0F})
                for (int trial = 0; trial < 8; ++trial) {
                    std::vector<float> row(k);
                    for (float& weight : row) weight = normal(random);
                    if (outlier > 0) row[7] = outlier;
                    const float largest = std::abs(*std::ranges::max_element(row, {}, [](float w) { return std::abs(w); }));
                    for (const float range : {0.99F, 0.98F, 0.97F, 0.94F, 0.88F, 0.8F})
                        best = std::min(best, squared_error(row, range * largest) / squared_error(row, largest));
                }
        qInfo("at best %.1f %% of the squared error", 100 * best);
        QVERIFY(best > 0.9);
    }
};

QTEST_GUILESS_MAIN(TestNpuInt8Weights)
#include "test_npu_int8_weights.moc"
