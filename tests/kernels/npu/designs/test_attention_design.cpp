// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/designs/designs.h"
#include "tests/kernels/npu/designs/run_program.h"

#include <QTest>

#include <cmath>

using namespace tilescribe::npu;

namespace {

struct Heads {
    std::int64_t queries, keys, heads;
    std::vector<float> q, k, v;

    Heads(std::int64_t queries_, std::int64_t keys_, std::int64_t heads_, std::mt19937& random)
        : queries(queries_), keys(keys_), heads(heads_) {
        q = rounded(random_values(static_cast<std::size_t>(queries * heads * 64), random, 1.5F));
        k = rounded(random_values(static_cast<std::size_t>(keys * heads * 64), random, 1.5F));
        v = rounded(random_values(static_cast<std::size_t>(keys * heads * 64), random));
    }

    [[nodiscard]] std::vector<float> expected() const {
        const auto width = static_cast<std::size_t>(heads * 64);
        std::vector<float> y(static_cast<std::size_t>(queries) * width);
        std::vector<double> weights(static_cast<std::size_t>(keys));
        for (std::size_t i = 0; i < static_cast<std::size_t>(queries); ++i)
            for (std::size_t head = 0; head < width; head += 64) {
                double largest = -HUGE_VAL;
                for (std::size_t j = 0; j < weights.size(); ++j) {
                    double score = 0;
                    for (std::size_t p = 0; p < 64; ++p) score += double{q[i * width + head + p]} * double{k[j * width + head + p]};
                    weights[j] = score / 8;
                    largest = std::max(largest, weights[j]);
                }
                double sum = 0;
                for (double& weight : weights) sum += weight = std::exp(weight - largest);
                for (std::size_t p = 0; p < 64; ++p) {
                    double value = 0;
                    for (std::size_t j = 0; j < weights.size(); ++j) value += weights[j] / sum * double{v[j * width + head + p]};
                    y[i * width + head + p] = static_cast<float>(value);
                }
            }
        return y;
    }
};

}  // namespace

class TestAttentionDesign : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void attention_data() {
        QTest::addColumn<ArrayGeneration>("generation");
        QTest::addColumn<int>("queries");
        QTest::addColumn<int>("keys");
        QTest::addColumn<int>("heads");
        for (const auto generation : {ArrayGeneration::npu1, ArrayGeneration::npu4}) {
            const char* name = generation == ArrayGeneration::npu1 ? "npu1" : "npu4";
            QTest::addRow("%s whole window", name) << generation << 1500 << 1500 << 1;
            QTest::addRow("%s three heads", name) << generation << 500 << 512 << 3;
            QTest::addRow("%s few keys", name) << generation << 512 << 5 << 2;
        }
    }
    void attention() {
        QFETCH(ArrayGeneration, generation);
        QFETCH(int, queries);
        QFETCH(int, keys);
        QFETCH(int, heads);
        std::mt19937 random(30);
        const Heads x(queries, keys, heads, random);
        const std::int64_t stride = padded_cols(generation, heads * 64);
        const AttentionProblem problem{.generation = generation,
                                       .q_rows = padded_rows(queries),
                                       .kv_rows = padded_rows(keys),
                                       .kv_valid = keys,
                                       .n_heads = heads,
                                       .q_stride = stride,
                                       .k_stride = stride,
                                       .v_stride = stride,
                                       .y_stride = stride};
        // Padding rows hold what the projections made of garbage: large, but finite.
        const auto buffer = [&](std::span<const float> values, std::int64_t rows) {
            Bytes bytes = bf16_buffer(values, rows, heads * 64, {0, stride}, activation_elements(generation, rows, heads * 64));
            for (std::size_t i = static_cast<std::size_t>(2 * rows * stride); i + 1 < bytes.size(); i += 2) {
                bytes[i] = std::byte{0};
                bytes[i + 1] = std::byte{0x47};
            }
            return bytes;
        };
        Bytes q = buffer(x.q, queries);
        Bytes k = buffer(x.k, keys);
        Bytes v = buffer(x.v, keys);
        Bytes y(q.size());
        std::vector<Bytes*> arguments{&q, &k, &v, &y};
        run_program(design_attention(problem), arguments);
        QCOMPARE_LT(relative_error(bf16_values(y, queries, heads * 64, {0, stride}), x.expected()), 0.01);
    }

    void operands_may_be_columns_of_one_buffer_data() {
        QTest::addColumn<ArrayGeneration>("generation");
        QTest::addRow("npu1") << ArrayGeneration::npu1;
        QTest::addRow("npu4") << ArrayGeneration::npu4;
    }
    void operands_may_be_columns_of_one_buffer() {
        QFETCH(ArrayGeneration, generation);
        constexpr int rows = 512;
        constexpr int heads = 2;
        constexpr std::int64_t width = heads * 64;
        std::mt19937 random(33);
        const Heads x(rows, rows, heads, random);
        std::vector<float> joined;
        for (int r = 0; r < rows; ++r)
            for (const std::vector<float>* part : {&x.q, &x.k, &x.v})
                joined.insert(joined.end(), part->begin() + r * width, part->begin() + (r + 1) * width);
        const std::int64_t stride = padded_cols(generation, 3 * width);
        const AttentionProblem problem{.generation = generation,
                                       .q_rows = rows,
                                       .kv_rows = rows,
                                       .kv_valid = rows,
                                       .n_heads = heads,
                                       .q_stride = stride,
                                       .k_stride = stride,
                                       .v_stride = stride,
                                       .y_stride = width,
                                       .q_offset = 0,
                                       .k_offset = width,
                                       .v_offset = 2 * width};
        Bytes all = bf16_buffer(joined, rows, 3 * width, {0, stride}, activation_elements(generation, rows, 3 * width));
        Bytes y(static_cast<std::size_t>(2 * activation_elements(generation, rows, width)));
        std::vector<Bytes*> arguments{&all, &all, &all, &y};
        run_program(design_attention(problem), arguments);
        QCOMPARE_LT(relative_error(bf16_values(y, rows, width, {0, width}), x.expected()), 0.01);
    }

    void what_is_not_padded_is_refused() {
        AttentionProblem problem{.generation = ArrayGeneration::npu1,
                                 .q_rows = 1500,
                                 .kv_rows = 1536,
                                 .kv_valid = 1500,
                                 .n_heads = 1,
                                 .q_stride = 64,
                                 .k_stride = 64,
                                 .v_stride = 64,
                                 .y_stride = 64};
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, static_cast<void>(design_attention(problem)));
        problem.q_rows = 1536;
        QCOMPARE(complaints_about(design_attention(problem)), std::string());
        problem.kv_valid = 1537;
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, static_cast<void>(design_attention(problem)));
    }
};

QTEST_GUILESS_MAIN(TestAttentionDesign)
#include "test_attention_design.moc"
