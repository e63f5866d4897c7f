// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/reference/reference_backend.h"
#include "kernels/reference/reference_ops.h"

#include <QTest>

#include <array>
#include <cmath>
#include <vector>

using namespace tilescribe;

namespace {

constexpr OpTag tag{OpKind::mlp};
constexpr double rounding = 1e-6;  ///< the oracle's sums are in double; only its results are rounded to f32

template <typename... Values>
std::vector<float> floats(Values... values) {
    return {static_cast<float>(values)...};
}

WeightMatrix matrix_of(const std::vector<float>& values, std::int64_t rows) {
    return {ElementType::f32, rows, static_cast<std::int64_t>(values.size()) / rows, std::as_bytes(std::span(values))};
}

TensorView view_of(std::vector<float>& values, std::int64_t rows) {
    return host_view(values.data(), rows, static_cast<std::int64_t>(values.size()) / rows);
}

void compare(const std::vector<float>& received, const std::vector<double>& expected) {
    QCOMPARE(received.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i)
        QVERIFY2(std::abs(received[i] - expected[i]) <= rounding * std::max(1.0, std::abs(expected[i])),
                 qPrintable(QString("element %1: %2, expected %3").arg(i).arg(received[i]).arg(expected[i])));
}

double gelu(double x) {
    return x * 0.5 * std::erfc(-x / std::sqrt(2.0));
}

}  // namespace

/// The oracle itself, against figures worked out by hand.
class TestReferenceOps : public QObject {
    Q_OBJECT

    std::unique_ptr<KernelBackend> backend_ = reference_backend_entry().create({});

private Q_SLOTS:
    void gelu_of_known_points() {
        QCOMPARE(reference::gelu(0.0), 0.0);
        QVERIFY(std::abs(reference::gelu(1.0) - 0.8413447460685429) < 1e-12);  // Phi(1)
        QVERIFY(std::abs(reference::gelu(-1.0) + 0.15865525393145707) < 1e-12);
        QVERIFY(std::abs(reference::gelu(-40.0)) < 1e-12);
        QCOMPARE(reference::gelu(40.0), 40.0);
    }

    void linear_with_every_epilogue() {
        const std::vector<float> weight = floats(1, 2, 3, -1, 0, 1);
        const std::vector<float> bias = floats(10, 0.5);
        const auto linear = backend_->prepare_linear({matrix_of(weight, 2), bias}, LinearUse::many_rows);
        std::vector<float> input = floats(1, 1, 1, 0.5, -1, 2);
        std::vector<float> output = floats(1, 2, 3, 4);
        backend_->linear(tag, *linear, view_of(input, 2), Epilogue::add_residual, view_of(output, 2));
        compare(output, {17, 2.5, 17.5, 6});
        backend_->linear(tag, *linear, view_of(input, 2), Epilogue::none, view_of(output, 2));
        compare(output, {16, 0.5, 14.5, 2});
        backend_->linear(tag, *linear, view_of(input, 2), Epilogue::gelu, view_of(output, 2));
        compare(output, {16, gelu(0.5), 14.5, gelu(2)});
    }

    void linear_without_bias() {
        const std::vector<float> weight = floats(2, -3);
        const auto linear = backend_->prepare_linear({matrix_of(weight, 1), {}}, LinearUse::few_rows);
        std::vector<float> input = floats(4, 1);
        std::vector<float> output = floats(99);
        backend_->linear(tag, *linear, view_of(input, 1), Epilogue::none, view_of(output, 1));
        compare(output, {5});
    }

    void layer_norm_of_a_row() {
        const std::vector<float> gain = floats(1, 2, 1, 1);
        const std::vector<float> bias = floats(0, 1, 0, 0);
        const auto norm = backend_->prepare_norm({gain, bias});
        std::vector<float> row = floats(1, 3, 5, 7);  // mean 4, variance 5
        backend_->layer_norm(tag, *norm, view_of(row, 1), view_of(row, 1));
        const double scale = 1.0 / std::sqrt(5.0 + 1e-5);
        compare(row, {-3 * scale, -2 * scale + 1, scale, 3 * scale});
    }

    /// One output channel over two input channels, five frames, kernel (1, 10, 100) and (0, 0, -1).
    void convolution_with_both_layouts_and_strides() {
        const std::vector<float> weight = floats(1, 10, 100, 0, 0, -1);
        const std::vector<float> bias = floats(0.5);
        std::vector<float> channels_first = floats(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        std::vector<float> time_major = floats(1, 6, 2, 7, 3, 8, 4, 9, 5, 10);
        const std::vector<double> sums{210 - 7 + 0.5, 321 - 8 + 0.5, 432 - 9 + 0.5, 543 - 10 + 0.5, 54 + 0.5};
        const auto conv = backend_->prepare_conv({matrix_of(weight, 1), bias, 1});
        std::vector<float> output(5);
        backend_->conv_gelu(tag, *conv, view_of(channels_first, 2), false, view_of(output, 5));
        compare(output, sums);
        backend_->conv_gelu(tag, *conv, view_of(time_major, 5), true, view_of(output, 5));
        compare(output, sums);
        const auto strided = backend_->prepare_conv({matrix_of(weight, 1), bias, 2});
        std::vector<float> positions = floats(1, 2, 3);
        std::vector<float> halved(3);
        backend_->conv_gelu_positions(tag, *strided, view_of(time_major, 5), view_of(positions, 3), view_of(halved, 3));
        compare(halved, {sums[0] + 1, sums[2] + 2, sums[4] + 3});
    }

    /// Keys are multiples of one axis, so that the scores are known; the second head sees the mirror image.
    void attention_per_head() {
        constexpr std::int64_t width = 128;
        std::vector<float> q(width), k(2 * width), v(2 * width), output(width);
        q[0] = 8;                      // head 0
        q[64] = -8;                    // head 1
        k[0] = 1, k[width] = 3;        // head 0: scores 1 and 3
        k[64] = 1, k[width + 64] = 3;  // head 1: scores -1 and -3
        v[0] = 1, v[64] = 1;           // the first key's values
        backend_->attention(tag, view_of(q, 1), view_of(k, 2), view_of(v, 2), 2, view_of(output, 1));
        const double far_away = 1.0 / (1.0 + std::exp(2.0));
        QVERIFY(std::abs(output[0] - far_away) < rounding);
        QVERIFY(std::abs(output[64] - (1 - far_away)) < rounding);
        QCOMPARE(output[1], 0.0F);
    }

    void causal_rows_do_not_see_the_future() {
        constexpr std::int64_t width = 64;
        std::vector<float> q(2 * width), k(3 * width), v(3 * width), output(2 * width), scores(2 * 3);
        q[0] = 8, q[width] = 8;
        k[0] = 1, k[width] = 2, k[2 * width] = 1000;
        v[0] = 10, v[width] = 20, v[2 * width] = 30;
        backend_->cached_attention(tag, view_of(q, 2), view_of(k, 3), view_of(v, 3), 1, 1, view_of(output, 2), view_of(scores, 2));
        const double second = 1.0 / (1.0 + std::exp(-1.0));
        QVERIFY(std::abs(output[0] - (10 + 10 * second)) < 10 * rounding);  // sees keys 0 and 1
        QCOMPARE(output[width], 30.0F);                                     // sees all three
        QCOMPARE(scores[0], 1.0F);
        QCOMPARE(scores[1], 2.0F);
        QCOMPARE(scores[5], 1000.0F);
    }

    void cross_attention_sees_every_key() {
        constexpr std::int64_t width = 64;
        std::vector<float> q(2 * width), k(3 * width), v(3 * width), output(2 * width), scores(2 * 3);
        for (std::int64_t j = 0; j < 3; ++j) v[j * width] = static_cast<float>(j);
        backend_->cached_attention(tag, view_of(q, 2), view_of(k, 3), view_of(v, 3), 1, -1, view_of(output, 2), view_of(scores, 2));
        QCOMPARE(output[0], 1.0F);  // the mean of 0, 1 and 2
        QCOMPARE(output[width], 1.0F);
    }

    void embed_adds_token_and_position() {
        const std::vector<float> table = floats(1, 2, 3, 4, 5, 6);
        const auto prepared = backend_->prepare_linear({matrix_of(table, 3), {}}, LinearUse::few_rows);
        std::vector<float> positions = floats(10, 20, 30, 40);
        std::vector<float> output(4);
        const std::array tokens{TokenPosition{2, 0}, TokenPosition{0, 1}};
        backend_->embed(tag, *prepared, view_of(positions, 2), tokens, view_of(output, 2));
        compare(output, {15, 26, 31, 42});
    }
};

QTEST_GUILESS_MAIN(TestReferenceOps)
#include "test_reference_ops.moc"
