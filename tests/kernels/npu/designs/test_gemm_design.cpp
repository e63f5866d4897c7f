// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/aie/bfp16.h"
#include "kernels/npu/array/emulated_array.h"
#include "kernels/npu/designs/designs.h"
#include "kernels/npu/designs/overlay.h"
#include "tests/kernels/npu/designs/run_program.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace tilescribe::npu;

namespace {

const char* name_of(ArrayGeneration generation) {
    return generation == ArrayGeneration::npu1 ? "npu1" : "npu4";
}

float gelu(float x) {
    return 0.5F * x * (1.0F + std::erf(x / std::sqrt(2.0F)));
}

/// y = epilogue(a w^T + bias), all of the true size.
struct Operands {
    std::int64_t rows, k, n;
    std::vector<float> a, w, bias, residual;

    Operands(std::int64_t rows_, std::int64_t k_, std::int64_t n_, std::mt19937& random) : rows(rows_), k(k_), n(n_) {
        const auto size = [](std::int64_t x, std::int64_t y) { return static_cast<std::size_t>(x * y); };
        a = rounded(random_values(size(rows, k), random));
        w = rounded(random_values(size(n, k), random, 1.0F / std::sqrt(static_cast<float>(k))));
        bias = random_values(size(n, 1), random);
        residual = rounded(random_values(size(rows, n), random, 2.0F));
    }

    [[nodiscard]] std::vector<float> expected(GemmEpilogue epilogue) const {
        std::vector<float> y(static_cast<std::size_t>(rows * n));
        for (std::int64_t i = 0; i < rows; ++i)
            for (std::int64_t j = 0; j < n; ++j) {
                double sum = bias[static_cast<std::size_t>(j)];
                for (std::int64_t p = 0; p < k; ++p)
                    sum += double{a[static_cast<std::size_t>(i * k + p)]} * double{w[static_cast<std::size_t>(j * k + p)]};
                auto value = static_cast<float>(sum);
                if (epilogue == GemmEpilogue::bias_gelu || epilogue == GemmEpilogue::bias_gelu_residual) value = gelu(value);
                if (epilogue == GemmEpilogue::bias_residual || epilogue == GemmEpilogue::bias_gelu_residual)
                    value += residual[static_cast<std::size_t>(i * n + j)];
                y[static_cast<std::size_t>(i * n + j)] = value;
            }
        return y;
    }
};

bool has_residual(GemmEpilogue epilogue) {
    return epilogue == GemmEpilogue::bias_residual || epilogue == GemmEpilogue::bias_gelu_residual;
}

/// Runs a bf16 GEMM and gives the true part of Y.
std::vector<float> run_bf16(const GemmProblem& problem, const GemmTiles& tiles, const Operands& x) {
    const std::int64_t y_elements = activation_elements(problem.generation, x.rows, x.n) + problem.y_offset;
    Bytes a = bf16_buffer(x.a, x.rows, x.k, {0, problem.a_stride}, activation_elements(problem.generation, x.rows, x.k));
    Bytes w = pack_weights(problem, tiles, x.w, x.n, x.k, x.bias);
    Bytes y(static_cast<std::size_t>(2 * y_elements));
    Bytes r = bf16_buffer(x.residual, x.rows, x.n, {problem.r_offset, problem.y_stride}, y_elements);
    std::vector<Bytes*> arguments{&a, &w, &y};
    if (has_residual(problem.epilogue)) arguments.push_back(&r);
    run_program(design_gemm(problem, tiles), arguments);
    return bf16_values(y, x.rows, x.n, {problem.y_offset, problem.y_stride});
}

/// B [k][n] as the cores want it: column block after column block, each with the columns of cores one after the other, tile after
/// tile along k, blocks of 8 x t.
std::vector<float> packed_tiles(const PlainGemm& gemm, const std::vector<float>& b) {
    const std::int64_t t = gemm.generation == ArrayGeneration::npu1 && gemm.type == GemmType::bf16 ? 4 : 8;
    std::vector<float> packed;
    for (std::int64_t n = 0; n < gemm.n; n += gemm.tile_n)
        for (std::int64_t k = 0; k < gemm.k; k += 8)
            for (std::int64_t j = n; j < n + gemm.tile_n; j += t)
                for (std::int64_t p = k; p < k + 8; ++p)
                    for (std::int64_t i = j; i < j + t; ++i) packed.push_back(b[static_cast<std::size_t>(p * gemm.n + i)]);
    return packed;
}

}  // namespace

class TestGemmDesign : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bf16_data() {
        QTest::addColumn<ArrayGeneration>("generation");
        QTest::addColumn<GemmEpilogue>("epilogue");
        QTest::addColumn<GemmTiles>("tiles");
        const std::pair<const char*, GemmEpilogue> epilogues[] = {{"bias", GemmEpilogue::bias},
                                                                  {"gelu", GemmEpilogue::bias_gelu},
                                                                  {"residual", GemmEpilogue::bias_residual},
                                                                  {"gelu residual", GemmEpilogue::bias_gelu_residual}};
        using Keep = GemmTiles::Keep;
        for (const auto generation : {ArrayGeneration::npu1, ArrayGeneration::npu4})
            for (const auto& [text, epilogue] : epilogues) {
                QTest::addRow("%s %s chosen", name_of(generation), text) << generation << epilogue << GemmTiles{};
                for (const Keep keep : {Keep::rows_of_a, Keep::columns_of_b, Keep::nothing}) {
                    if (has_residual(epilogue) && keep == Keep::columns_of_b) continue;
                    const int n = generation == ArrayGeneration::npu1 ? 32 : 16;
                    QTest::addRow("%s %s keep %d", name_of(generation), text, static_cast<int>(keep))
                        << generation << epilogue << GemmTiles{.m = 64, .k = 48, .n = n, .chunk = 16, .keep = keep};
                }
            }
    }
    void bf16() {
        QFETCH(ArrayGeneration, generation);
        QFETCH(GemmEpilogue, epilogue);
        QFETCH(GemmTiles, tiles);
        std::mt19937 random(7);
        const Operands x(600, 144, 250, random);
        const GemmProblem problem = linear_problem(generation, GemmType::bf16, epilogue, x.rows, x.k, x.n);
        if (tiles.m == 0) tiles = choose_tiles(problem);
        QCOMPARE(tiles_fault(problem, tiles), std::string());
        QCOMPARE_LT(relative_error(run_bf16(problem, tiles, x), x.expected(epilogue)), 0.01);
    }

    void residual_in_place_and_offsets() {
        std::mt19937 random(8);
        const Operands x(512, 64, 128, random);
        GemmProblem problem = linear_problem(ArrayGeneration::npu4, GemmType::bf16, GemmEpilogue::bias_residual, x.rows, x.k, x.n);
        problem.y_stride = 160;
        problem.y_offset = problem.r_offset = 320;
        const GemmTiles tiles = choose_tiles(problem);
        Bytes a = bf16_buffer(x.a, x.rows, x.k, {0, problem.a_stride}, activation_elements(problem.generation, x.rows, x.k));
        Bytes w = pack_weights(problem, tiles, x.w, x.n, x.k, x.bias);
        Bytes y = bf16_buffer(x.residual, x.rows, x.n, {320, 160}, 320 + (512 + 64) * 160);
        const ArrayProgram program = design_gemm(problem, tiles);
        // The same buffer twice, as x += W x' + b is called.
        EmulatedArray array(problem.generation, 2);
        const std::vector<std::span<std::byte>> arguments{a, w, y, y};
        array.run(*array.load(serialise(program)), arguments);
        QCOMPARE_LT(relative_error(bf16_values(y, x.rows, x.n, {320, 160}), x.expected(GemmEpilogue::bias_residual)), 0.01);
        const auto outside = bf16_values(y, x.rows, 32, {320 + 128, 160});
        QVERIFY(std::ranges::all_of(outside, [](float value) { return value == 0.0F; }));
    }

    void int8_data() {
        QTest::addColumn<ArrayGeneration>("generation");
        QTest::addColumn<GemmEpilogue>("epilogue");
        for (const auto generation : {ArrayGeneration::npu1, ArrayGeneration::npu4}) {
            QTest::addRow("%s gelu", name_of(generation)) << generation << GemmEpilogue::bias_gelu;
            QTest::addRow("%s residual", name_of(generation)) << generation << GemmEpilogue::bias_residual;
        }
    }
    void int8() {
        QFETCH(ArrayGeneration, generation);
        QFETCH(GemmEpilogue, epilogue);
        std::mt19937 random(9);
        const Operands x(500, 192, 256, random);
        const GemmProblem problem = linear_problem(generation, GemmType::int8, epilogue, x.rows, x.k, x.n);
        GemmProblem quantised = problem;
        quantised.a_stride = x.k;
        const GemmTiles tiles = choose_tiles(quantised);
        // Rows on the array, weights here.
        const RowProblem rows{.generation = generation, .rows = problem.rows, .width = x.k, .stride = problem.a_stride};
        Bytes a = bf16_buffer(x.a, x.rows, x.k, {0, problem.a_stride}, activation_elements(generation, x.rows, x.k));
        Bytes a8(static_cast<std::size_t>(problem.rows * x.k));
        Bytes scales(static_cast<std::size_t>(4 * row_scale_elements(generation, problem.rows)));
        std::vector<Bytes*> quantise_arguments{&a, &a8, &scales};
        run_program(design_quantise_rows(rows), quantise_arguments);
        std::vector<std::int8_t> w8(x.w.size());
        std::vector<float> w_scales(static_cast<std::size_t>(x.n));
        for (std::size_t i = 0; i < w_scales.size(); ++i) {
            const auto row = std::span(x.w).subspan(i * static_cast<std::size_t>(x.k), static_cast<std::size_t>(x.k));
            float largest = 0;
            for (const float value : row) largest = std::max(largest, std::abs(value));
            w_scales[i] = largest / 127;
            for (std::size_t j = 0; j < row.size(); ++j)
                w8[i * static_cast<std::size_t>(x.k) + j] = static_cast<std::int8_t>(std::lround(row[j] / w_scales[i]));
        }
        Bytes w = pack_int8_weights(quantised, tiles, w8, w_scales, x.n, x.k, x.bias);
        const std::int64_t y_elements = activation_elements(generation, x.rows, x.n);
        Bytes y(static_cast<std::size_t>(2 * y_elements));
        Bytes r = bf16_buffer(x.residual, x.rows, x.n, {0, problem.y_stride}, y_elements);
        std::vector<Bytes*> arguments{&a8, &w, &y};
        if (has_residual(epilogue)) arguments.push_back(&r);
        arguments.push_back(&scales);
        run_program(design_gemm(quantised, tiles), arguments);
        QCOMPARE_LT(relative_error(bf16_values(y, x.rows, x.n, {0, problem.y_stride}), x.expected(epilogue)), 0.02);
    }

    void bfp16_data() {
        QTest::addColumn<GemmEpilogue>("epilogue");
        QTest::newRow("gelu") << GemmEpilogue::bias_gelu;
        QTest::newRow("residual") << GemmEpilogue::bias_residual;
    }
    void bfp16() {
        QFETCH(GemmEpilogue, epilogue);
        std::mt19937 random(10);
        const Operands x(512, 192, 256, random);
        GemmProblem problem = linear_problem(ArrayGeneration::npu4, GemmType::bfp16, epilogue, x.rows, x.k, x.n);
        const RowProblem rows{.generation = problem.generation, .rows = problem.rows, .width = x.k, .stride = problem.a_stride};
        problem.a_stride = x.k;
        const GemmTiles tiles = choose_tiles(problem);
        Bytes a = bf16_buffer(x.a, x.rows, x.k, {0, rows.stride}, activation_elements(problem.generation, x.rows, x.k));
        Bytes blocks(static_cast<std::size_t>(problem.rows * x.k / 8 * bfp16_group_bytes));
        std::vector<Bytes*> convert_arguments{&a, &blocks};
        run_program(design_to_bfp16(rows), convert_arguments);
        Bytes w = pack_weights(problem, tiles, x.w, x.n, x.k, x.bias);
        const std::int64_t y_elements = activation_elements(problem.generation, x.rows, x.n);
        Bytes y(static_cast<std::size_t>(2 * y_elements));
        Bytes r = bf16_buffer(x.residual, x.rows, x.n, {0, problem.y_stride}, y_elements);
        std::vector<Bytes*> arguments{&blocks, &w, &y};
        if (has_residual(epilogue)) arguments.push_back(&r);
        run_program(design_gemm(problem, tiles), arguments);
        QCOMPARE_LT(relative_error(bf16_values(y, x.rows, x.n, {0, problem.y_stride}), x.expected(epilogue)), 0.015);
    }

    void convolution_data() {
        QTest::addColumn<ArrayGeneration>("generation");
        QTest::addColumn<int>("stride");
        for (const auto generation : {ArrayGeneration::npu1, ArrayGeneration::npu4})
            for (const int stride : {1, 2}) QTest::addRow("%s stride %d", name_of(generation), stride) << generation << stride;
    }
    void convolution() {
        QFETCH(ArrayGeneration, generation);
        QFETCH(int, stride);
        constexpr std::int64_t n_in = 80;
        constexpr std::int64_t n_out = 128;
        constexpr std::int64_t frames = 512;
        const std::int64_t in_frames = frames * stride;
        std::mt19937 random(11);
        const auto input = rounded(random_values(static_cast<std::size_t>(in_frames * n_in), random));
        const auto weights = rounded(random_values(static_cast<std::size_t>(n_out * n_in * 3), random, 0.06F));
        const auto bias = random_values(static_cast<std::size_t>(n_out), random);
        const GemmProblem problem = conv_problem(generation, GemmEpilogue::bias_gelu, frames, n_in, n_out, stride, 1);
        const GemmTiles tiles = choose_tiles(problem);
        Bytes a = bf16_buffer(input, in_frames, n_in, {n_in, n_in}, conv_input_elements(frames, n_in, stride));
        const auto rows = conv_weight_rows(weights, n_out, n_in, n_in);
        Bytes w = pack_weights(problem, tiles, rows, n_out, problem.k, bias);
        Bytes y(static_cast<std::size_t>(2 * (problem.y_offset + problem.rows * problem.y_stride)));
        std::vector<Bytes*> arguments{&a, &w, &y};
        run_program(design_gemm(problem, tiles), arguments);
        std::vector<float> expected(static_cast<std::size_t>(frames * n_out));
        for (std::int64_t f = 0; f < frames; ++f)
            for (std::int64_t o = 0; o < n_out; ++o) {
                double sum = bias[static_cast<std::size_t>(o)];
                for (std::int64_t tap = 0; tap < 3; ++tap) {
                    const std::int64_t from = f * stride + tap - 1;
                    if (from < 0 || from >= in_frames) continue;
                    for (std::int64_t c = 0; c < n_in; ++c)
                        sum += double{input[static_cast<std::size_t>(from * n_in + c)]} *
                               double{weights[static_cast<std::size_t>((o * n_in + c) * 3 + tap)]};
                }
                expected[static_cast<std::size_t>(f * n_out + o)] = gelu(static_cast<float>(sum));
            }
        QCOMPARE_LT(relative_error(bf16_values(y, frames, n_out, {problem.y_offset, problem.y_stride}), expected), 0.01);
    }

    void plain_data() {
        QTest::addColumn<ArrayGeneration>("generation");
        QTest::addColumn<GemmType>("type");
        QTest::addColumn<bool>("has_slabs");
        for (const auto generation : {ArrayGeneration::npu1, ArrayGeneration::npu4}) {
            for (const bool has_slabs : {false, true}) {
                const char* how = has_slabs ? ", slabs" : "";
                QTest::addRow("%s bf16%s", name_of(generation), how) << generation << GemmType::bf16 << has_slabs;
                QTest::addRow("%s int8%s", name_of(generation), how) << generation << GemmType::int8 << has_slabs;
            }
        }
    }
    void plain() {
        QFETCH(ArrayGeneration, generation);
        QFETCH(GemmType, type);
        QFETCH(bool, has_slabs);
        const PlainGemm gemm{.generation = generation,
                             .type = type,
                             .rows = 256,
                             .k = 256,
                             .n = 512,
                             .tile_m = 32,
                             .tile_k = 64,
                             .tile_n = 32,
                             .slab = has_slabs ? 128 : 0,
                             .is_b_packed = has_slabs};
        std::mt19937 random(12);
        std::uniform_int_distribution<int> small(-8, 8);
        std::vector<float> a(static_cast<std::size_t>(gemm.rows * gemm.k));
        std::vector<float> b(static_cast<std::size_t>(gemm.k * gemm.n));
        for (float& value : a) value = static_cast<float>(small(random));
        for (float& value : b) value = static_cast<float>(small(random));
        const auto as_bytes = [type](const std::vector<float>& values) {
            if (type == GemmType::bf16)
                return bf16_buffer(values, 1, static_cast<std::int64_t>(values.size()), {},
                                   static_cast<std::int64_t>(values.size()));
            std::vector<std::int8_t> small_values(values.begin(), values.end());
            return bytes_of(std::span<const std::int8_t>(small_values));
        };
        Bytes a_bytes = as_bytes(a);
        Bytes b_bytes = as_bytes(has_slabs ? packed_tiles(gemm, b) : b);
        Bytes c_bytes(static_cast<std::size_t>(4 * gemm.rows * gemm.n));
        std::vector<Bytes*> arguments{&a_bytes, &b_bytes, &c_bytes};
        run_program(design_plain_gemm(gemm), arguments);
        for (std::int64_t i = 0; i < gemm.rows; ++i)
            for (std::int64_t j = 0; j < gemm.n; ++j) {
                float sum = 0;
                for (std::int64_t p = 0; p < gemm.k; ++p)
                    sum += a[static_cast<std::size_t>(i * gemm.k + p)] * b[static_cast<std::size_t>(p * gemm.n + j)];
                const std::byte* at = c_bytes.data() + 4 * (i * gemm.n + j);
                float value = 0;
                std::int32_t integer = 0;
                std::memcpy(&value, at, 4);
                std::memcpy(&integer, at, 4);
                QCOMPARE(type == GemmType::bf16 ? value : static_cast<float>(integer), sum);
            }
    }

    void denormals_are_zero_on_every_thread() {
        const PlainGemm gemm{
            .generation = ArrayGeneration::npu1, .rows = 256, .k = 128, .n = 512, .tile_m = 32, .tile_k = 64, .tile_n = 32};
        constexpr Bf16 denormal = 0x0040;
        const std::vector<Bf16> a(static_cast<std::size_t>(gemm.rows * gemm.k), denormal);
        const std::vector<Bf16> b(static_cast<std::size_t>(gemm.k * gemm.n), to_bf16(1.0F));
        Bytes a_bytes = bytes_of(std::span<const Bf16>(a));
        Bytes b_bytes = bytes_of(std::span<const Bf16>(b));
        Bytes c_bytes(static_cast<std::size_t>(4 * gemm.rows * gemm.n));
        std::vector<Bytes*> arguments{&a_bytes, &b_bytes, &c_bytes};
        run_program(design_plain_gemm(gemm), arguments);
        QVERIFY(std::ranges::all_of(c_bytes, [](std::byte byte) { return byte == std::byte{0}; }));
    }

    void what_is_not_padded_is_refused() {
        GemmProblem problem = linear_problem(ArrayGeneration::npu1, GemmType::bf16, GemmEpilogue::bias, 512, 64, 64);
        const GemmTiles tiles = choose_tiles(problem);
        QVERIFY(tiles_fault(problem, tiles).empty());
        problem.rows = 500;
        QVERIFY(!tiles_fault(problem, tiles).empty());
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, static_cast<void>(design_gemm(problem, tiles)));
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, static_cast<void>(choose_tiles(problem)));
        problem.rows = 512;
        problem.type = GemmType::bfp16;
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, static_cast<void>(choose_tiles(problem)));
        problem.type = GemmType::bf16;
        GemmTiles large = tiles;
        large.m = 128;
        large.k = 64;
        large.n = 16;
        large.chunk = 128;
        large.a_depth = 8;
        QCOMPARE(tiles_fault(problem, large), std::string("the buffers exceed a core's memory"));
    }
};

QTEST_GUILESS_MAIN(TestGemmDesign)
#include "test_gemm_design.moc"
