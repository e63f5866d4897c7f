// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/reference/reference_backend.h"
#include "kernels/shape_error.h"

#include <QTest>

#include <array>
#include <cstdint>
#include <functional>
#include <vector>

using namespace tilescribe;

namespace {

constexpr OpTag tag{OpKind::mlp};
constexpr int n_heads = 2;
constexpr std::int64_t width = n_heads * 64;

/// Prepared weights and a large zeroed buffer to cut views from.
struct Operands {
    Operands() {
        const WeightMatrix square{ElementType::f32, width, width, std::as_bytes(std::span(zeros).first(width * width))};
        const WeightMatrix kernel{ElementType::f32, width, 3 * width, std::as_bytes(std::span(zeros).first(3 * width * width))};
        const std::span<const float> bias = std::span(zeros).first(width);
        linear = backend->prepare_linear({square, bias}, LinearUse::many_rows);
        conv = backend->prepare_conv({kernel, bias, 2});
        norm = backend->prepare_norm({bias, bias});
    }
    TensorView view(std::int64_t rows, std::int64_t cols) { return host_view(buffer.data(), rows, cols); }

    std::vector<float> zeros = std::vector<float>(3 * width * width);
    std::vector<float> buffer = std::vector<float>(64 * width);
    std::unique_ptr<KernelBackend> backend = reference_backend_entry().create({});
    std::unique_ptr<PreparedLinear> linear;
    std::unique_ptr<PreparedConv> conv;
    std::unique_ptr<PreparedNorm> norm;
};

using Call = std::function<void(Operands&)>;

struct Case {
    const char* name;
    Call call;
    const char* message;
};

std::vector<Case> cases() {
    return {
        {"linear input", [](Operands& o) { o.backend->linear(tag, *o.linear, o.view(3, 96), Epilogue::none, o.view(3, width)); },
         "linear expects input [any, 128], received [3, 96]"},
        {"linear output",
         [](Operands& o) { o.backend->linear(tag, *o.linear, o.view(3, width), Epilogue::none, o.view(2, width)); },
         "linear expects output [3, 128], received [2, 128]"},
        {"overlapping rows",
         [](Operands& o) {
             TensorView input = o.view(3, width);
             input.stride = 100;
             o.backend->linear(tag, *o.linear, input, Epilogue::none, o.view(3, width));
         },
         "linear expects input with a stride of at least 128, received a stride of 100"},
        {"no memory", [](Operands& o) { o.backend->layer_norm(tag, *o.norm, host_view(nullptr, 3, width), o.view(3, width)); },
         "layer_norm expects input [3, 128], received a view without memory"},
        {"layer_norm output", [](Operands& o) { o.backend->layer_norm(tag, *o.norm, o.view(3, width), o.view(3, 64)); },
         "layer_norm expects output [3, 128], received [3, 64]"},
        {"conv channels first", [](Operands& o) { o.backend->conv_gelu(tag, *o.conv, o.view(9, width), false, o.view(5, width)); },
         "conv_gelu expects input [128, any], received [9, 128]"},
        {"conv frames, stride 2", [](Operands& o) { o.backend->conv_gelu(tag, *o.conv, o.view(9, width), true, o.view(4, width)); },
         "conv_gelu expects output [5, 128], received [4, 128]"},
        {"conv positions",
         [](Operands& o) { o.backend->conv_gelu_positions(tag, *o.conv, o.view(9, width), o.view(4, width), o.view(5, width)); },
         "conv_gelu_positions expects positions [5, 128], received [4, 128]"},
        {"attention heads",
         [](Operands& o) { o.backend->attention(tag, o.view(3, width), o.view(5, width), o.view(5, width), 3, o.view(3, width)); },
         "attention expects q [any, 192], received [3, 128]"},
        {"no head", [](Operands& o) { o.backend->attention(tag, o.view(3, 0), o.view(5, 0), o.view(5, 0), 0, o.view(3, 0)); },
         "attention expects a number of heads from 1 to 144115188075855871, received 0"},
        {"no key",
         [](Operands& o) {
             o.backend->attention(tag, o.view(3, width), o.view(0, width), o.view(0, width), n_heads, o.view(3, width));
         },
         "attention expects a number of keys from 1 to 9223372036854775807, received 0"},
        {"values unlike keys",
         [](Operands& o) {
             o.backend->attention(tag, o.view(3, width), o.view(5, width), o.view(4, width), n_heads, o.view(3, width));
         },
         "attention expects v [5, 128], received [4, 128]"},
        {"cache too short",
         [](Operands& o) {
             o.backend->cached_attention(tag, o.view(3, width), o.view(5, width), o.view(5, width), n_heads, 4, o.view(3, width));
         },
         "cached_attention expects a number of keys n_past + n_new = 7, received 5"},
        {"negative past",
         [](Operands& o) {
             o.backend->cached_attention(tag, o.view(3, width), o.view(5, width), o.view(5, width), n_heads, -2, o.view(3, width));
         },
         "cached_attention expects n_past from -1 to 5, received -2"},
        {"scores",
         [](Operands& o) {
             o.backend->cached_attention(tag, o.view(3, width), o.view(5, width), o.view(5, width), n_heads, -1, o.view(3, width),
                                         o.view(3, 5));
         },
         "cached_attention expects scores [6, 5], received [3, 5]"},
        {"token beyond the table",
         [](Operands& o) {
             o.backend->embed(tag, *o.linear, o.view(4, width), std::array{TokenPosition{128, 0}}, o.view(1, width));
         },
         "embed expects a token from 0 to 127, received 128"},
        {"position beyond the table",
         [](Operands& o) { o.backend->embed(tag, *o.linear, o.view(4, width), std::array{TokenPosition{5, 4}}, o.view(1, width)); },
         "embed expects a position from 0 to 3, received 4"},
        {"embed output",
         [](Operands& o) { o.backend->embed(tag, *o.linear, o.view(4, width), std::array{TokenPosition{5, 3}}, o.view(2, width)); },
         "embed expects output [1, 128], received [2, 128]"},
        {"sound of a log-mel", [](Operands& o) { o.backend->log_mel(tag, o.view(1, 1600), 0.0F, o.view(80, 10)); },
         "log_mel expects samples [1, 2000], received [1, 1600]"},
    };
}

}  // namespace

class TestShapeErrors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void operands_that_do_not_fit_data() {
        QTest::addColumn<int>("index");
        int index = 0;
        for (const Case& c : cases()) QTest::newRow(c.name) << index++;
    }

    void operands_that_do_not_fit() {
        QFETCH(int, index);
        const Case c = cases()[index];
        Operands operands;
        try {
            c.call(operands);
        } catch (const ShapeError& error) {
            QCOMPARE(error.what(), c.message);
            return;
        }
        QFAIL("no ShapeError");
    }

    void empty_views_fit() {
        Operands o;
        o.backend->linear(tag, *o.linear, host_view(nullptr, 0, width), Epilogue::none, host_view(nullptr, 0, width));
        o.backend->embed(tag, *o.linear, o.view(4, width), {}, host_view(nullptr, 0, width));
    }

    void log_mel_of_a_backend_that_has_none() {
        Operands o;
        QVERIFY(!o.backend->has_log_mel());
        QVERIFY_THROWS_EXCEPTION(std::logic_error, o.backend->log_mel(tag, o.view(1, 2000), 0.0F, o.view(80, 10)));
    }

    void weights_of_another_shape_are_refused_at_load() {
        Operands o;
        const WeightMatrix matrix{ElementType::f32, 4, 4, std::as_bytes(std::span(o.zeros).first(15))};
        QVERIFY_THROWS_EXCEPTION(ShapeError, static_cast<void>(o.backend->prepare_linear({matrix, {}}, LinearUse::few_rows)));
        QVERIFY_THROWS_EXCEPTION(ShapeError, static_cast<void>(o.backend->allocate(-1, 4)));
    }
};

QTEST_GUILESS_MAIN(TestShapeErrors)
#include "test_shape_errors.moc"
