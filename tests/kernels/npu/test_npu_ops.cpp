// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/array/emulated_device.h"
#include "kernels/npu/npu_backend.h"
#include "kernels/reference/reference_backend.h"
#include "tests/kernels/random_operands.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <vector>

using namespace tilescribe;
using namespace tilescribe::npu;
using tilescribe::testing::RandomOperands;

namespace {

constexpr OpTag tag{OpKind::mlp, 0};

struct Array {
    const char* name;
    ArrayGeneration generation;
    GemmType type;
    double bound;  ///< relative error of a whole output
};

constexpr std::array arrays{
    Array{"npu1 bf16", ArrayGeneration::npu1, GemmType::bf16, 0.01},
    Array{"npu4 bf16", ArrayGeneration::npu4, GemmType::bf16, 0.01},
    Array{"npu1 int8", ArrayGeneration::npu1, GemmType::int8, 0.02},
    Array{"npu4 int8", ArrayGeneration::npu4, GemmType::int8, 0.02},
    Array{"npu4 bfp16", ArrayGeneration::npu4, GemmType::bfp16, 0.015},
};

/// The same matrix for the backend under test and for the oracle.
struct Operand {
    Operand(KernelBackend& tested, std::int64_t rows, std::int64_t cols, const std::vector<float>& values)
        : tensor(tested.allocate(rows, cols)), expected(values) {
        std::ranges::copy(values, tensor.view.data);
        tested.upload({OpKind::transfer}, tensor.view);
    }
    [[nodiscard]] TensorView view() const { return tensor.view; }
    [[nodiscard]] TensorView oracle() { return host_view(expected.data(), tensor.view.rows, tensor.view.cols); }

    Tensor tensor;
    std::vector<float> expected;
};

double relative_error(const TensorView& found, const std::vector<float>& expected) {
    double error = 0;
    double size = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const double difference = static_cast<double>(found.data[i]) - static_cast<double>(expected[i]);
        error += difference * difference;
        size += static_cast<double>(expected[i]) * static_cast<double>(expected[i]);
    }
    return std::sqrt(error / size);
}

WeightMatrix f32(const std::vector<float>& values, std::int64_t rows, std::int64_t cols) {
    return {ElementType::f32, rows, cols, std::as_bytes(std::span(values))};
}

}  // namespace

/// Every op on the emulated array against `reference`, for every generation and element type. A row's name gives the bound.
class TestNpuOps : public QObject {
    Q_OBJECT

    std::vector<std::unique_ptr<NpuBackend>> backends_;
    std::unique_ptr<KernelBackend> oracle_ = reference_backend_entry().create({});

    static void add_arrays() {
        QTest::addColumn<int>("array");
        for (int i = 0; i < static_cast<int>(arrays.size()); ++i) QTest::newRow(arrays[i].name) << i;
    }
    /// What is computed in bf16 whatever the products' type.
    static void add_generations() {
        QTest::addColumn<int>("array");
        for (int i = 0; i < static_cast<int>(arrays.size()); ++i)
            if (arrays[i].type == GemmType::bf16) QTest::newRow(arrays[i].name) << i;
    }

    void compare(const char* what, NpuBackend& tested, const Operand& output, double bound) {
        tested.download({OpKind::transfer}, output.view());
        const double error = relative_error(output.view(), output.expected);
        qInfo("%s: relative error %.3f %%", what, 100 * error);
        QVERIFY2(error <= bound, what);
        QVERIFY2(!tested.is_given_up(), tested.description().device.c_str());
    }

private Q_SLOTS:
    void initTestCase() {
        for (const Array& array : arrays)
            backends_.push_back(
                std::make_unique<NpuBackend>(make_emulated_device(array.generation, 0), NpuBackendOptions{.type = array.type}));
        for (const auto& backend : backends_)
            backend->set_notice_receiver([](const std::string& sentence) { qInfo("notice: %s", sentence.c_str()); });
    }

    void linear_data() { add_arrays(); }
    void linear() {
        QFETCH(int, array);
        NpuBackend& tested = *backends_[array];
        RandomOperands random(1);
        struct Case {
            std::int64_t rows, n_in, n_out;
            Epilogue epilogue;
        };
        for (const Case& c : {Case{100, 192, 192, Epilogue::none}, Case{1500, 192, 768, Epilogue::gelu},
                              Case{530, 768, 192, Epilogue::add_residual}, Case{300, 384, 384, Epilogue::none}}) {
            const auto weights = random.floats(c.n_out * c.n_in, 0.0F, 1.0F / std::sqrt(static_cast<float>(c.n_in)));
            const auto bias = random.floats(c.n_out, 0.0F, 0.1F);
            const LinearWeights both{f32(weights, c.n_out, c.n_in), bias};
            const auto tested_layer = tested.prepare_linear(both, LinearUse::many_rows);
            const auto expected_layer = oracle_->prepare_linear(both, LinearUse::many_rows);
            Operand input(tested, c.rows, c.n_in, random.floats(c.rows * c.n_in));
            Operand output(tested, c.rows, c.n_out, random.floats(c.rows * c.n_out));
            tested.linear(tag, *tested_layer, input.view(), c.epilogue, output.view());
            oracle_->linear(tag, *expected_layer, input.oracle(), c.epilogue, output.oracle());
            compare("linear", tested, output, arrays[array].bound);
        }
    }

    void convolutions_data() { add_generations(); }
    void convolutions() {
        QFETCH(int, array);
        NpuBackend& tested = *backends_[array];
        RandomOperands random(2);
        constexpr std::int64_t n_frames = 600;
        constexpr std::int64_t width = 192;
        for (const std::int64_t n_mels : {80, 128}) {
            const auto weights1 = random.floats(width * n_mels * 3, 0.0F, 0.1F);
            const auto weights2 = random.floats(width * width * 3, 0.0F, 0.05F);
            const auto bias = random.floats(width, 0.0F, 0.1F);
            const ConvWeights first{f32(weights1, width, n_mels * 3), bias, 1};
            const ConvWeights second{f32(weights2, width, width * 3), bias, 2};
            Operand mel(tested, n_mels, n_frames, random.floats(n_mels * n_frames));
            Operand between(tested, n_frames, width, random.floats(n_frames * width));
            Operand positions(tested, n_frames / 2, width, random.floats(n_frames / 2 * width));
            Operand output(tested, n_frames / 2, width, random.floats(n_frames / 2 * width));
            const auto run = [&](KernelBackend& backend, TensorView in, TensorView middle, TensorView added, TensorView out) {
                backend.conv_gelu(tag, *backend.prepare_conv(first), in, false, middle);
                const auto conv2 = backend.prepare_conv(second);
                backend.conv_gelu_positions(tag, *conv2, middle, added, out);
            };
            const auto conv1 = tested.prepare_conv(first);
            const auto conv2 = tested.prepare_conv(second);
            tested.conv_gelu(tag, *conv1, mel.view(), false, between.view());
            tested.conv_gelu_positions(tag, *conv2, between.view(), positions.view(), output.view());
            run(*oracle_, mel.oracle(), between.oracle(), positions.oracle(), output.oracle());
            compare("second convolution", tested, output, 0.01);
            compare("first convolution", tested, between, 0.01);
        }
    }

    void a_convolution_may_read_an_uploaded_matrix_with_an_odd_end_data() { add_generations(); }
    void a_convolution_may_read_an_uploaded_matrix_with_an_odd_end() {
        QFETCH(int, array);
        NpuBackend& tested = *backends_[array];
        RandomOperands random(3);
        constexpr std::int64_t width = 192;
        constexpr std::int64_t n_frames = 101;
        const auto weights = random.floats(width * width * 3, 0.0F, 0.05F);
        const auto bias = random.floats(width, 0.0F, 0.1F);
        const ConvWeights conv{f32(weights, width, width * 3), bias, 1};
        Operand input(tested, n_frames, width, random.floats(n_frames * width));
        Operand first(tested, n_frames, width, random.floats(n_frames * width));
        Operand second(tested, n_frames, width, random.floats(n_frames * width));
        const auto tested_conv = tested.prepare_conv(conv);
        const auto expected_conv = oracle_->prepare_conv(conv);
        tested.conv_gelu(tag, *tested_conv, input.view(), true, first.view());
        tested.conv_gelu(tag, *tested_conv, first.view(), true, second.view());
        oracle_->conv_gelu(tag, *expected_conv, input.oracle(), true, first.oracle());
        oracle_->conv_gelu(tag, *expected_conv, first.oracle(), true, second.oracle());
        compare("convolution of a convolution", tested, second, 0.01);
    }

    void layer_norm_data() { add_generations(); }
    void layer_norm() {
        QFETCH(int, array);
        NpuBackend& tested = *backends_[array];
        RandomOperands random(4);
        for (const std::int64_t width : {64, 192, 512}) {
            const auto gain = random.floats(width, 1.0F, 0.2F);
            const auto bias = random.floats(width, 0.0F, 0.2F);
            const auto tested_norm = tested.prepare_norm({gain, bias});
            const auto expected_norm = oracle_->prepare_norm({gain, bias});
            Operand input(tested, 700, width, random.floats(700 * width, 3.0F, 2.0F));  // a mean that cancels
            Operand output(tested, 700, width, random.floats(700 * width));
            tested.layer_norm(tag, *tested_norm, input.view(), output.view());
            oracle_->layer_norm(tag, *expected_norm, input.oracle(), output.oracle());
            compare("layer norm", tested, output, 0.01);
            // In place, and checked as the first window's op.
            NpuBackend fresh(make_emulated_device(arrays[array].generation, 0), {});
            const auto fresh_norm = fresh.prepare_norm({gain, bias});
            Operand both(fresh, 700, width, random.floats(700 * width, 3.0F, 2.0F));
            fresh.layer_norm(tag, *fresh_norm, both.view(), both.view());
            oracle_->layer_norm(tag, *expected_norm, both.oracle(), both.oracle());
            compare("layer norm in place", fresh, both, 0.01);
        }
    }

    void attention_data() { add_generations(); }
    void attention() {
        QFETCH(int, array);
        NpuBackend& tested = *backends_[array];
        RandomOperands random(5);
        for (const int n_heads : {1, 3}) {
            for (const float sharpness : {0.5F, 4.0F}) {
                const std::int64_t d = 64L * n_heads;
                constexpr std::int64_t rows = 1500;
                Operand q(tested, rows, d, random.floats(rows * d, 0.0F, sharpness));
                Operand k(tested, rows, d, random.floats(rows * d));
                Operand v(tested, rows, d, random.floats(rows * d, 0.5F));
                Operand output(tested, rows, d, random.floats(rows * d));
                tested.attention(tag, q.view(), k.view(), v.view(), n_heads, output.view());
                oracle_->attention(tag, q.oracle(), k.oracle(), v.oracle(), n_heads, output.oracle());
                compare("attention", tested, output, 0.01);
            }
        }
    }

    void attention_of_one_tensors_columns_data() { add_generations(); }
    void attention_of_one_tensors_columns() {
        QFETCH(int, array);
        NpuBackend& tested = *backends_[array];
        RandomOperands random(8);
        constexpr int n_heads = 2;
        constexpr std::int64_t d = 64L * n_heads;
        constexpr std::int64_t rows = 1500;
        Operand joined(tested, rows, 3 * d, random.floats(rows * 3 * d));
        Operand output(tested, rows, d, random.floats(rows * d));
        const auto attend = [&](KernelBackend& backend, const TensorView& all, const TensorView& to) {
            backend.attention(tag, all.cols_from(0, d), all.cols_from(d, d), all.cols_from(2 * d, d), n_heads, to);
        };
        const auto programs = tested.library().kernels().size();
        attend(tested, joined.view(), output.view());
        QCOMPARE(tested.library().kernels().size(), programs + 1);  // on the array
        attend(*oracle_, joined.oracle(), output.oracle());
        compare("attention of columns", tested, output, 0.01);
    }

    void what_the_array_does_not_do_the_cpu_does_data() { add_arrays(); }
    void what_the_array_does_not_do_the_cpu_does() {
        QFETCH(int, array);
        NpuBackend& tested = *backends_[array];
        RandomOperands random(6);
        const auto weights = random.floats(192 * 192, 0.0F, 0.07F);
        const LinearWeights layer{f32(weights, 192, 192), {}};
        const auto tested_layer = tested.prepare_linear(layer, LinearUse::many_rows);
        const auto expected_layer = oracle_->prepare_linear(layer, LinearUse::many_rows);
        Operand input(tested, 20, 192, random.floats(20 * 192));
        Operand output(tested, 20, 192, random.floats(20 * 192));
        // a part of a tensor, in between ops on whole ones
        tested.linear(tag, *tested_layer, input.view(), Epilogue::none, output.view());
        tested.linear(tag, *tested_layer, input.view().rows_from(3, 2), Epilogue::add_residual, output.view().rows_from(7, 2));
        oracle_->linear(tag, *expected_layer, input.oracle(), Epilogue::none, output.oracle());
        oracle_->linear(tag, *expected_layer, input.oracle().rows_from(3, 2), Epilogue::add_residual,
                        output.oracle().rows_from(7, 2));
        compare("a part", tested, output, arrays[array].bound);
        // and memory that is not the backend's
        std::vector<float> plain(20 * 192);
        tested.linear(tag, *tested_layer, input.view(), Epilogue::none, host_view(plain.data(), 20, 192));
        oracle_->linear(tag, *expected_layer, input.oracle(), Epilogue::none, output.oracle());
        QVERIFY(relative_error(host_view(plain.data(), 20, 192), output.expected) <= arrays[array].bound);
    }

    void allocate_gives_zeros_data() { add_arrays(); }
    void allocate_gives_zeros() {
        QFETCH(int, array);
        const Tensor tensor = backends_[array]->allocate(70, 193);
        backends_[array]->download(tag, tensor.view);
        QVERIFY(std::all_of(tensor.view.data, tensor.view.data + 70 * 193, [](float value) { return value == 0.0F; }));
    }
};

QTEST_GUILESS_MAIN(TestNpuOps)
#include "test_npu_ops.moc"
