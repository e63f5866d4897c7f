// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/reference/reference_backend.h"
#include "tests/kernels/backends_under_test.h"
#include "tests/kernels/framed_matrix.h"
#include "tests/kernels/random_operands.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

using namespace tilescribe;
using namespace tilescribe::testing;

namespace {

// Largest error of an element against the oracle, relative to the largest element of the expected matrix, or to 1 where all are
// smaller (the operands' own size). All of them are rounding errors of f32 sums; a wrong term, a missed tail or an approximate
// activation is far beyond.
constexpr double linear_tolerance = 1e-5;
constexpr double conv_tolerance = 1e-5;
constexpr double layer_norm_tolerance = 1e-5;
constexpr double attention_tolerance = 2e-5;
constexpr double score_tolerance = 1e-5;
constexpr double embed_tolerance = 0;  ///< one exact dequantisation and one sum, rounded once

constexpr OpTag tag{OpKind::mlp};
constexpr std::array all_types{ElementType::f32,  ElementType::f16,  ElementType::bf16, ElementType::q4_0,
                               ElementType::q4_1, ElementType::q5_0, ElementType::q5_1, ElementType::q8_0};
constexpr std::array all_epilogues{Epilogue::none, Epilogue::gelu, Epilogue::add_residual};

/// Says where and how much two matrices differ; empty where they agree.
QString difference(const std::vector<float>& received, const std::vector<float>& expected, double tolerance) {
    if (received.size() != expected.size()) return "different sizes";
    double largest = 1;
    for (const float value : expected) largest = std::max(largest, std::abs(static_cast<double>(value)));
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const double error = std::abs(static_cast<double>(received[i]) - expected[i]);
        if (!(error <= tolerance * largest))
            return QString("element %1 of %2: %3, expected %4").arg(i).arg(expected.size()).arg(received[i]).arg(expected[i]);
    }
    return {};
}

struct Shape {
    std::int64_t rows, cols;
};

}  // namespace

/// Every op of every backend against `reference`, over odd sizes, misaligned and strided views.
class TestBackendOps : public QObject {
    Q_OBJECT

    std::vector<std::unique_ptr<KernelBackend>> backends_;
    std::vector<std::string> names_;
    std::unique_ptr<KernelBackend> oracle_ = reference_backend_entry().create({});
    std::size_t next_frame_ = 0;

    Frame next_frame() { return frames[next_frame_++ % std::size(frames)]; }

    void add_backend_rows() {
        QTest::addColumn<int>("backend");
        for (std::size_t i = 0; i < names_.size(); ++i) QTest::newRow(names_[i].c_str()) << static_cast<int>(i);
    }

    /// The same values for the oracle and, in the next frame, for the backend under test.
    struct Operand {
        Operand(TestBackendOps& test, KernelBackend& backend, Shape shape, std::vector<float> content)
            : framed(backend, shape.rows, shape.cols, test.next_frame(), content),
              values(std::move(content)),
              view(host_view(values.data(), shape.rows, shape.cols)) {}
        [[nodiscard]] QString difference_after(double tolerance) const {
            const QString text = difference(framed.values(), values, tolerance);
            return framed.frame_is_intact() ? text : text + " and memory outside of the view was written";
        }
        FramedMatrix framed;
        std::vector<float> values;
        TensorView view;
    };

private Q_SLOTS:
    void initTestCase() {
        for (const BackendUnderTest& backend : backends_under_test()) {
            names_.push_back(backend.name);
            backends_.push_back(backend.create());
            qInfo("%s: %s", backend.name.c_str(), backends_.back()->description().device.c_str());
        }
        QVERIFY(names_.size() >= 2);
    }

    void linear_data() {
        QTest::addColumn<int>("backend");
        QTest::addColumn<int>("type");
        QTest::addColumn<bool>("is_few_rows");
        for (std::size_t i = 0; i < names_.size(); ++i)
            for (const ElementType type : all_types)
                for (const bool is_few_rows : {false, true})
                    QTest::addRow("%s %s %s", names_[i].c_str(), std::string(name_of(type)).c_str(),
                                  is_few_rows ? "few rows" : "many rows")
                        << static_cast<int>(i) << static_cast<int>(type) << is_few_rows;
    }

    void linear() {
        QFETCH(int, backend);
        QFETCH(int, type);
        QFETCH(bool, is_few_rows);
        const auto element_type = static_cast<ElementType>(type);
        const LinearUse use = is_few_rows ? LinearUse::few_rows : LinearUse::many_rows;
        std::vector<Shape> shapes{{5, 32}, {33, 96}, {129, 160}, {64, 512}, {1, 1024}};
        if (!is_quantised(element_type)) shapes.insert(shapes.end(), {{1, 1}, {5, 7}, {48, 65}, {200, 333}});
        const std::vector<std::int64_t> few{1, 2, 3, 4, 5, 6, 7, 8, 9, 17};
        const std::vector<std::int64_t> many{1, 2, 3, 7, 33, 130};
        KernelBackend& tested = *backends_[backend];
        RandomOperands random(1);
        bool has_bias = false;
        for (const Shape shape : shapes) {
            has_bias = !has_bias;
            const auto bytes = random.weight_bytes(element_type, shape.rows, shape.cols);
            const auto bias = random.floats(has_bias ? shape.rows : 0);
            const LinearWeights weights{{element_type, shape.rows, shape.cols, bytes}, bias};
            const auto expected_linear = oracle_->prepare_linear(weights, use);
            const auto tested_linear = tested.prepare_linear(weights, use);
            for (const std::int64_t rows : is_few_rows ? few : many) {
                for (const Epilogue epilogue : all_epilogues) {
                    Operand input(*this, tested, {rows, shape.cols}, random.floats(rows * shape.cols));
                    Operand output(*this, tested, {rows, shape.rows}, random.floats(rows * shape.rows));
                    oracle_->linear(tag, *expected_linear, input.view, epilogue, output.view);
                    tested.linear(tag, *tested_linear, input.framed.view(), epilogue, output.framed.view());
                    const QString problem = output.difference_after(linear_tolerance);
                    QVERIFY2(problem.isEmpty(), qPrintable(QString("%1 rows, [%2, %3], epilogue %4: ")
                                                               .arg(rows)
                                                               .arg(shape.rows)
                                                               .arg(shape.cols)
                                                               .arg(static_cast<int>(epilogue)) +
                                                           problem));
                }
            }
        }
    }

    void prepared_weights_need_no_file_data() { add_backend_rows(); }
    void prepared_weights_need_no_file() {
        QFETCH(int, backend);
        KernelBackend& tested = *backends_[backend];
        for (const ElementType type : all_types) {
            for (const LinearUse use : {LinearUse::many_rows, LinearUse::few_rows}) {
                RandomOperands random(2);
                auto bytes = random.weight_bytes(type, 64, 64);
                auto bias = random.floats(64);
                const auto expected_linear = oracle_->prepare_linear({{type, 64, 64, bytes}, bias}, use);
                const auto tested_linear = tested.prepare_linear({{type, 64, 64, bytes}, bias}, use);
                std::fill(bytes.begin(), bytes.end(), std::byte{0x7f});
                std::fill(bias.begin(), bias.end(), 1e9F);
                Operand input(*this, tested, {3, 64}, random.floats(3L * 64));
                Operand output(*this, tested, {3, 64}, random.floats(3L * 64));
                oracle_->linear(tag, *expected_linear, input.view, Epilogue::none, output.view);
                tested.linear(tag, *tested_linear, input.framed.view(), Epilogue::none, output.framed.view());
                QCOMPARE(output.difference_after(linear_tolerance), QString());
            }
        }
    }

    void conv_gelu_data() { add_backend_rows(); }
    void conv_gelu() {
        QFETCH(int, backend);
        KernelBackend& tested = *backends_[backend];
        RandomOperands random(3);
        for (const ElementType type : {ElementType::f32, ElementType::f16, ElementType::bf16}) {
            for (const Shape shape : {Shape{7, 5}, Shape{64, 80}, Shape{33, 128}, Shape{96, 64}}) {
                for (const int stride : {1, 2}) {
                    const auto bytes = random.weight_bytes(type, shape.rows, 3 * shape.cols);
                    const auto bias = random.floats(shape.rows);
                    const ConvWeights weights{{type, shape.rows, 3 * shape.cols, bytes}, bias, stride};
                    const auto expected_conv = oracle_->prepare_conv(weights);
                    const auto tested_conv = tested.prepare_conv(weights);
                    for (const std::int64_t n_frames : {1, 2, 3, 10, 101}) {
                        for (const bool time_major : {false, true}) {
                            const Shape input_shape = time_major ? Shape{n_frames, shape.cols} : Shape{shape.cols, n_frames};
                            const std::int64_t n_out_frames = (n_frames + stride - 1) / stride;
                            Operand input(*this, tested, input_shape, random.floats(n_frames * shape.cols));
                            Operand output(*this, tested, {n_out_frames, shape.rows}, random.floats(n_out_frames * shape.rows));
                            oracle_->conv_gelu(tag, *expected_conv, input.view, time_major, output.view);
                            tested.conv_gelu(tag, *tested_conv, input.framed.view(), time_major, output.framed.view());
                            QCOMPARE(output.difference_after(conv_tolerance), QString());
                            if (!time_major) continue;
                            Operand positions(*this, tested, {n_out_frames, shape.rows}, random.floats(n_out_frames * shape.rows));
                            oracle_->conv_gelu_positions(tag, *expected_conv, input.view, positions.view, output.view);
                            tested.conv_gelu_positions(tag, *tested_conv, input.framed.view(), positions.framed.view(),
                                                       output.framed.view());
                            QCOMPARE(output.difference_after(conv_tolerance), QString());
                        }
                    }
                }
            }
        }
    }

    void layer_norm_data() { add_backend_rows(); }
    void layer_norm() {
        QFETCH(int, backend);
        KernelBackend& tested = *backends_[backend];
        RandomOperands random(4);
        for (const std::int64_t width : {1, 2, 7, 64, 192, 385, 1280}) {
            const auto gain = random.floats(width);
            const auto bias = random.floats(width);
            const auto expected_norm = oracle_->prepare_norm({gain, bias});
            const auto tested_norm = tested.prepare_norm({gain, bias});
            for (const std::int64_t rows : {1, 2, 3, 4, 5, 6, 7, 8, 9, 70}) {
                Operand input(*this, tested, {rows, width}, random.floats(rows * width, 3.0F));
                Operand output(*this, tested, {rows, width}, random.floats(rows * width));
                oracle_->layer_norm(tag, *expected_norm, input.view, output.view);
                tested.layer_norm(tag, *tested_norm, input.framed.view(), output.framed.view());
                QCOMPARE(output.difference_after(layer_norm_tolerance), QString());
            }
        }
    }

    void attention_data() { add_backend_rows(); }
    void attention() {
        QFETCH(int, backend);
        KernelBackend& tested = *backends_[backend];
        RandomOperands random(5);
        for (const int n_heads : {1, 3}) {
            for (const Shape sizes : {Shape{1, 1}, Shape{1, 7}, Shape{5, 5}, Shape{17, 33}, Shape{70, 101}, Shape{9, 1500}}) {
                for (const float sharpness : {1.0F, 20.0F, 1000.0F}) {
                    const std::int64_t d = 64L * n_heads;
                    Operand q(*this, tested, {sizes.rows, d}, random.floats(sizes.rows * d, 0.0F, sharpness));
                    Operand k(*this, tested, {sizes.cols, d}, random.floats(sizes.cols * d));
                    Operand v(*this, tested, {sizes.cols, d}, random.floats(sizes.cols * d));
                    Operand output(*this, tested, {sizes.rows, d}, random.floats(sizes.rows * d));
                    oracle_->attention(tag, q.view, k.view, v.view, n_heads, output.view);
                    tested.attention(tag, q.framed.view(), k.framed.view(), v.framed.view(), n_heads, output.framed.view());
                    // a score's rounding error grows with the score and is an error of its weight's exponent
                    QCOMPARE(output.difference_after(attention_tolerance * std::max(1.0F, sharpness / 20)), QString());
                }
            }
        }
    }

    void cached_attention_data() { add_backend_rows(); }
    void cached_attention() {
        QFETCH(int, backend);
        KernelBackend& tested = *backends_[backend];
        RandomOperands random(6);
        constexpr std::int64_t cross = -1;
        for (const int n_heads : {1, 3}) {
            for (const std::int64_t n_new : {1, 2, 3, 5, 8, 13}) {
                for (const std::int64_t n_past : {cross, std::int64_t{0}, std::int64_t{1}, std::int64_t{30}, std::int64_t{223}}) {
                    for (const std::int64_t n_cross : {1, 7, 1500}) {
                        if (n_past >= 0 && n_cross > 1) continue;
                        const std::int64_t n_kv = n_past >= 0 ? n_past + n_new : n_cross;
                        const QString problem = compare_cached(tested, random, n_heads, n_new, n_past, n_kv);
                        QVERIFY2(
                            problem.isEmpty(),
                            qPrintable(
                                QString("%1 heads, %2 rows, past %3, %4 keys: ").arg(n_heads).arg(n_new).arg(n_past).arg(n_kv) +
                                problem));
                    }
                }
            }
        }
    }

    void embed_data() { add_backend_rows(); }
    void embed() {
        QFETCH(int, backend);
        KernelBackend& tested = *backends_[backend];
        RandomOperands random(7);
        constexpr std::int64_t n_vocab = 77;
        constexpr std::int64_t n_positions = 20;
        for (const ElementType type : all_types) {
            for (const std::int64_t width : {32, 96, 384}) {
                const auto bytes = random.weight_bytes(type, n_vocab, width);
                const LinearWeights weights{{type, n_vocab, width, bytes}, {}};
                const auto expected_table = oracle_->prepare_linear(weights, LinearUse::few_rows);
                const auto tested_table = tested.prepare_linear(weights, LinearUse::few_rows);
                Operand positions(*this, tested, {n_positions, width}, random.floats(n_positions * width));
                for (const std::int64_t rows : {1, 3, 8, 19}) {
                    std::vector<TokenPosition> tokens(static_cast<std::size_t>(rows));
                    for (TokenPosition& at : tokens) at = {random.index(n_vocab), random.index(n_positions)};
                    tokens.front() = {n_vocab - 1, n_positions - 1};
                    Operand output(*this, tested, {rows, width}, random.floats(rows * width));
                    oracle_->embed(tag, *expected_table, positions.view, tokens, output.view);
                    tested.embed(tag, *tested_table, positions.framed.view(), tokens, output.framed.view());
                    QCOMPARE(output.difference_after(embed_tolerance), QString());
                }
            }
        }
    }

    void allocate_gives_zeros_data() { add_backend_rows(); }
    void allocate_gives_zeros() {
        QFETCH(int, backend);
        for (const Shape shape : {Shape{1, 1}, Shape{7, 5}, Shape{300, 193}}) {
            const Tensor tensor = backends_[backend]->allocate(shape.rows, shape.cols);
            QCOMPARE(tensor.view.rows, shape.rows);
            QCOMPARE(tensor.view.cols, shape.cols);
            backends_[backend]->download(tag, tensor.view);
            for (std::int64_t r = 0; r < shape.rows; ++r)
                for (std::int64_t c = 0; c < shape.cols; ++c) QCOMPARE(tensor.view.row(r)[c], 0.0F);
        }
    }

private:
    QString compare_cached(KernelBackend& tested, RandomOperands& random, int n_heads, std::int64_t n_new, std::int64_t n_past,
                           std::int64_t n_kv) {
        const std::int64_t d = 64L * n_heads;
        Operand q(*this, tested, {n_new, d}, random.floats(n_new * d, 0.0F, 4.0F));
        Operand k(*this, tested, {n_kv, d}, random.floats(n_kv * d));
        Operand v(*this, tested, {n_kv, d}, random.floats(n_kv * d));
        Operand output(*this, tested, {n_new, d}, random.floats(n_new * d));
        Operand scores(*this, tested, {n_heads * n_new, n_kv}, random.floats(n_heads * n_new * n_kv));
        oracle_->cached_attention(tag, q.view, k.view, v.view, n_heads, n_past, output.view, scores.view);
        tested.cached_attention(tag, q.framed.view(), k.framed.view(), v.framed.view(), n_heads, n_past, output.framed.view());
        QString problem = output.difference_after(attention_tolerance);
        tested.cached_attention(tag, q.framed.view(), k.framed.view(), v.framed.view(), n_heads, n_past, output.framed.view(),
                                scores.framed.view());
        problem += output.difference_after(attention_tolerance);
        std::vector<float> received = scores.framed.values();
        if (!scores.framed.frame_is_intact()) problem += " memory outside of the scores was written";
        for (std::int64_t row = 0; n_past >= 0 && row < n_heads * n_new; ++row)  // what a causal row does not see is unspecified
            for (std::int64_t j = n_past + row % n_new + 1; j < n_kv; ++j) received[row * n_kv + j] = scores.values[row * n_kv + j];
        const QString wrong_scores = difference(received, scores.values, score_tolerance);
        return wrong_scores.isEmpty() ? problem : problem + " scores: " + wrong_scores;
    }
};

QTEST_GUILESS_MAIN(TestBackendOps)
#include "test_backend_ops.moc"
