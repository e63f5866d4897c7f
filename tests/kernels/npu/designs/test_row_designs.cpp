// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/designs/designs.h"
#include "tests/kernels/npu/designs/run_program.h"

#include <QTest>

#include <cmath>

using namespace tilescribe::npu;

namespace {

const char* name_of(ArrayGeneration generation) {
    return generation == ArrayGeneration::npu1 ? "npu1" : "npu4";
}

struct Rows {
    RowProblem problem;
    std::int64_t rows = 0;
    std::vector<float> x;
    std::vector<float> gamma, beta;

    Rows(ArrayGeneration generation, std::int64_t rows_, std::int64_t width, std::mt19937& random) : rows(rows_) {
        problem = {.generation = generation, .rows = padded_rows(rows), .width = width, .stride = padded_cols(generation, width)};
        x = rounded(random_values(static_cast<std::size_t>(rows * width), random, 3.0F));
        for (float& value : x) value += 5.0F;  // a mean that is large against the deviation
        x = rounded(x);
        gamma = random_values(static_cast<std::size_t>(width), random);
        beta = random_values(static_cast<std::size_t>(width), random);
    }
    [[nodiscard]] Bytes buffer(std::span<const float> values) const {
        return bf16_buffer(values, rows, problem.width, {0, problem.stride},
                           activation_elements(problem.generation, rows, problem.width));
    }
    [[nodiscard]] std::vector<float> values(const Bytes& bytes) const {
        return bf16_values(bytes, rows, problem.width, {0, problem.stride});
    }
    [[nodiscard]] std::vector<float> normed() const {
        std::vector<float> y(x.size());
        const auto width = static_cast<std::size_t>(problem.width);
        for (std::size_t row = 0; row < static_cast<std::size_t>(rows); ++row) {
            const float* from = &x[row * width];
            double mean = 0;
            for (std::size_t i = 0; i < width; ++i) mean += from[i];
            mean /= static_cast<double>(width);
            double variance = 0;
            for (std::size_t i = 0; i < width; ++i) variance += (from[i] - mean) * (from[i] - mean);
            variance /= static_cast<double>(width);
            for (std::size_t i = 0; i < width; ++i)
                y[row * width + i] = static_cast<float>((from[i] - mean) / std::sqrt(variance + 1e-5) * gamma[i] + beta[i]);
        }
        return y;
    }
    /// Int8 rows times their scales, as floats.
    [[nodiscard]] std::vector<float> dequantised(const Bytes& rows8, const Bytes& scales) const {
        const std::int64_t rows_per_column = problem.rows / (problem.generation == ArrayGeneration::npu1 ? 4 : 8);
        std::vector<float> y(x.size());
        for (std::int64_t row = 0; row < rows; ++row) {
            float scale = 0;
            std::memcpy(&scale, scales.data() + 4 * (row + row / rows_per_column * row_scale_slack), 4);
            for (std::int64_t i = 0; i < problem.width; ++i) {
                std::int8_t value = 0;
                std::memcpy(&value, rows8.data() + row * problem.width + i, 1);
                y[static_cast<std::size_t>(row * problem.width + i)] = scale * static_cast<float>(value);
            }
        }
        return y;
    }
    [[nodiscard]] Bytes int8_buffer() const { return Bytes(static_cast<std::size_t>(problem.rows * problem.width)); }
    [[nodiscard]] Bytes scale_buffer() const {
        return Bytes(static_cast<std::size_t>(4 * row_scale_elements(problem.generation, problem.rows)));
    }
};

}  // namespace

class TestRowDesigns : public QObject {
    Q_OBJECT

    static void shapes() {
        QTest::addColumn<ArrayGeneration>("generation");
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("width");
        for (const auto generation : {ArrayGeneration::npu1, ArrayGeneration::npu4})
            for (const auto& [rows, width] :
                 {std::pair(1500, 192), std::pair(1000, 768), std::pair(1500, 512), std::pair(100, 1280)})
                QTest::addRow("%s %dx%d", name_of(generation), rows, width) << generation << rows << width;
    }
    static Rows fetch() {
        QFETCH(ArrayGeneration, generation);
        QFETCH(int, rows);
        QFETCH(int, width);
        std::mt19937 random(20);
        return {generation, rows, width, random};
    }

private Q_SLOTS:
    void layer_norm_data() { shapes(); }
    void layer_norm() {
        const Rows rows = fetch();
        Bytes x = rows.buffer(rows.x);
        Bytes parameters = pack_norm(rows.gamma, rows.beta);
        Bytes y(x.size());
        std::vector<Bytes*> arguments{&x, &parameters, &y};
        run_program(design_layer_norm(rows.problem), arguments);
        QCOMPARE_LT(relative_error(rows.values(y), rows.normed()), 0.005);
    }

    /// Also of the hidden layers' widths, 4 times the model's.
    void quantise_data() {
        shapes();
        for (const auto generation : {ArrayGeneration::npu1, ArrayGeneration::npu4})
            for (const int width : {1536, 2048, 3072, 4096, 5120})
                QTest::addRow("%s 1500x%d", name_of(generation), width) << generation << 1500 << width;
    }
    void quantise() {
        const Rows rows = fetch();
        Bytes x = rows.buffer(rows.x);
        Bytes y = rows.int8_buffer();
        Bytes scales = rows.scale_buffer();
        std::vector<Bytes*> arguments{&x, &y, &scales};
        run_program(design_quantise_rows(rows.problem), arguments);
        QCOMPARE_LT(relative_error(rows.dequantised(y, scales), rows.x), 0.01);
    }

    void what_is_not_padded_is_refused() {
        const RowProblem odd{.generation = ArrayGeneration::npu1, .rows = 1500, .width = 512, .stride = 512};
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, static_cast<void>(design_layer_norm(odd)));
        const RowProblem wide{.generation = ArrayGeneration::npu1, .rows = 1536, .width = 8192, .stride = 8192};
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, static_cast<void>(design_layer_norm(wide)));
        const RowProblem phoenix{.generation = ArrayGeneration::npu1, .rows = 1536, .width = 512, .stride = 512};
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, static_cast<void>(design_to_bfp16(phoenix)));
    }
};

QTEST_GUILESS_MAIN(TestRowDesigns)
#include "test_row_designs.moc"
