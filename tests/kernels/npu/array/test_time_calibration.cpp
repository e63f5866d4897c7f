// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/array/device_table.h"
#include "kernels/npu/array/emulated_array.h"
#include "kernels/npu/designs/gemm_design.h"
#include "kernels/npu/designs/plain_gemm_design.h"

#include <QtTest>

#include <cstdio>
#include <optional>
#include <stdexcept>

// What others measured on silicon (the fact sheet's calibration table, whose letters W and S name the sources) against what the
// time model predicts. Rows "fit" may have set parameters in device_table.cpp; rows "held out" did not. GFLOP/s or GOP/s, two
// operations per multiply-accumulate.
using namespace tilescribe::npu;

namespace {

constexpr auto npu1 = ArrayGeneration::npu1;
constexpr auto npu4 = ArrayGeneration::npu4;

double rate(const TimeReport& time, const ArrayProgram& program) {
    return 2.0 * static_cast<double>(program.macs) / static_cast<double>(time.duration.count());
}

double predict(const PlainGemm& gemm) {
    const auto ready = prepare_program(design_plain_gemm(gemm));
    return rate(ready->time, ready->program);
}

struct Best {
    double rate = 0;
    QString how = QStringLiteral("none fits");
};

void improve(Best& best, const ArrayProgram& program, const QString& how) {
    try {
        const auto ready = prepare_program(program);
        const double found = rate(ready->time, ready->program);
        if (found > best.rate)
            best = {.rate = found, .how = how + QStringLiteral("; ") + QString::fromStdString(ready->time.binding())};
    } catch (const NpuFault&) {
        // These tiles do not fit the core's memory or the descriptors: not a candidate.
    }
}

/// The multiple of `unit` that comes next.
std::int64_t rounded_up(std::int64_t size, std::int64_t unit) {
    return (size + unit - 1) / unit * unit;
}

/// The fastest of the tiles that fit, as others build a GEMM. Shapes are rounded up to whole tiles, the rate is of the work done.
Best best_plain(ArrayGeneration generation, GemmType type, std::int64_t rows, std::int64_t k, std::int64_t n) {
    Best best;
    for (const std::int32_t m : {64, 80, 96, 112})
        for (const std::int32_t tile_k : {32, 64})
            for (const std::int32_t tile_n : {64, 80, 96, 112})
                for (const std::int32_t slab : {0, 512}) try {
                        improve(best,
                                design_plain_gemm({.generation = generation,
                                                   .type = type,
                                                   .rows = rounded_up(rows, std::int64_t{4} * m),
                                                   .k = k,
                                                   .n = rounded_up(n, device_parameters(generation).columns * std::int64_t{tile_n}),
                                                   .tile_m = m,
                                                   .tile_k = tile_k,
                                                   .tile_n = tile_n,
                                                   .c_depth = 1,
                                                   .c_tile_depth = slab > 0 ? 1U : 2U,
                                                   .slab = slab,
                                                   .is_b_packed = slab > 0}),
                                QStringLiteral("plain %1, %2, %3; C single, slab %4").arg(m).arg(tile_k).arg(tile_n).arg(slab));
                    } catch (const std::invalid_argument&) {
                        // Does not divide the shape.
                    }
    return best;
}

/// Likewise of our own designs.
Best best_own(ArrayGeneration generation, GemmType type, std::int64_t rows, std::int64_t k, std::int64_t n) {
    using Keep = GemmTiles::Keep;
    Best best;
    for (const std::int32_t m : {64, 80, 96, 112})
        for (const std::int32_t tile_n : {64, 80, 96, 112}) {
            const GemmProblem problem =
                linear_problem(generation, type, GemmEpilogue::bias, rounded_up(rows, std::int64_t{4} * m), k,
                               rounded_up(n, device_parameters(generation).columns * std::int64_t{tile_n}));
            for (const std::int32_t tile_k : {32, 64})
                for (const Keep keep : {Keep::rows_of_a, Keep::columns_of_b, Keep::nothing})
                    for (const std::int32_t chunk : {16, m}) {
                        const GemmTiles tiles{.m = m,
                                              .k = tile_k,
                                              .n = tile_n,
                                              .chunk = chunk,
                                              .keep = keep,
                                              .a_depth = 2,
                                              .b_depth = 2,
                                              .y_depth = 1};
                        if (tiles_fault(problem, tiles).empty())
                            improve(best, design_gemm(problem, tiles),
                                    QStringLiteral("own %1, %2, %3; keep %4")
                                        .arg(m)
                                        .arg(tile_k)
                                        .arg(tile_n)
                                        .arg(static_cast<int>(keep)));
                    }
        }
    return best;
}

void print_row(const QString& what, double measured, double predicted, const QString& use) {
    std::printf("%-96s %9.0f %9.0f %+6.1f %%  %s\n", qPrintable(what), measured, predicted, 100 * (predicted / measured - 1),
                qPrintable(use));
    std::fflush(stdout);
}

}  // namespace

class TestTimeCalibration : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { std::printf("%-96s %9s %9s %8s  %s\n", "GEMM", "measured", "predicted", "error", "use"); }

    void rows_with_a_known_tile_data() {
        QTest::addColumn<PlainGemm>("gemm");
        QTest::addColumn<double>("measured");
        QTest::addColumn<double>("below");  // largest relative error downwards and upwards
        QTest::addColumn<double>("above");
        QTest::addColumn<QString>("use");
        const auto add = [](const char* name, PlainGemm gemm, double measured, double below, double above, const char* use) {
            QTest::newRow(name) << gemm << measured << below << above << QString::fromUtf8(use);
        };
        const auto bf16 = [](std::int64_t rows, std::int64_t k, std::int64_t n, std::int32_t m, std::int32_t tile_k,
                             std::int32_t tile_n, std::uint32_t c_depth) {
            return PlainGemm{.generation = npu1,
                             .type = GemmType::bf16,
                             .rows = rows,
                             .k = k,
                             .n = n,
                             .tile_m = m,
                             .tile_k = tile_k,
                             .tile_n = tile_n,
                             .c_depth = c_depth};
        };
        PlainGemm int8 = bf16(4096, 2048, 2048, 64, 64, 64, 2);
        int8.type = GemmType::int8;
        add("npu1 bf16 1536x1536x384; 64, 64, 32", bf16(1536, 1536, 384, 64, 64, 32, 2), 1761, 0.1, 0.1, "fit");
        add("npu1 bf16 2048x4096x4096; 64, 64, 32", bf16(2048, 4096, 4096, 64, 64, 32, 2), 1801, 0.1, 0.1, "fit");
        add("npu1 int8 4096x2048x2048; 64, 64, 64", int8, 4607, 0.1, 0.1, "fit");
        add("npu1 bf16 1536x64x1536; 32, 64, 64", bf16(1536, 64, 1536, 32, 64, 64, 2), 386, 0.25, 0.25, "held out");
        add("npu1 bf16 2048x4096x4096; 64, 64, 64; C single", bf16(2048, 4096, 4096, 64, 64, 64, 1), 2641, 0.25, 0.25, "held out");
        // As listed (k = 64 assumed, all double) it needs 72 KB of 64: see a_listed_tile_does_not_fit().
        add("npu1 bf16 2048x4096x4096; 32, 32, 128; all double", bf16(2048, 4096, 4096, 32, 32, 128, 2), 2700, 0.25, 0.25,
            "held out");
        add("npu1 bf16 2048x4096x4096; 32, 64, 128; C single", bf16(2048, 4096, 4096, 32, 64, 128, 1), 2700, 0.25, 0.25,
            "held out");
        // Their best tile is not recorded; this is the one that they recorded elsewhere.
        add("npu1 bf16 1536x1280x1280; 64, 64, 32 (theirs unknown)", bf16(1536, 1280, 1280, 64, 64, 32, 2), 1409, 0.25, 0.4,
            "held out");
        add("npu1 bf16 1536x5120x1280; 64, 64, 32 (theirs unknown)", bf16(1536, 5120, 1280, 64, 64, 32, 2), 1514, 0.25, 0.4,
            "held out");
    }
    void rows_with_a_known_tile() {
        QFETCH(PlainGemm, gemm);
        QFETCH(double, measured);
        QFETCH(double, below);
        QFETCH(double, above);
        QFETCH(QString, use);
        const double predicted = predict(gemm);
        print_row(QString::fromUtf8(QTest::currentDataTag()), measured, predicted, use);
        QVERIFY(predicted >= (1 - below) * measured && predicted <= (1 + above) * measured);
    }

    void a_listed_tile_does_not_fit() {
        const PlainGemm listed{.generation = npu1, .rows = 2048, .k = 4096, .n = 4096, .tile_m = 32, .tile_k = 64, .tile_n = 128};
        try {
            (void)predict(listed);
            QFAIL("72 KB of buffers were accepted");
        } catch (const NpuFault& fault) {
            QVERIFY(QString::fromUtf8(fault.what()).contains(QStringLiteral("bytes of memory, stack and step list counted")));
        }
    }

    /// The best that was published is not exceeded by more than 25 %, whichever of these tiles is chosen.
    void upper_marks_data() {
        QTest::addColumn<int>("generation");
        QTest::addColumn<int>("type");
        QTest::addColumn<double>("measured");
        QTest::addColumn<bool>("within");  // not only an upper mark
        const auto add = [](const char* name, ArrayGeneration generation, GemmType type, double measured, bool within) {
            QTest::newRow(name) << static_cast<int>(generation) << static_cast<int>(type) << measured << within;
        };
        add("npu1 bf16 best over large shapes", npu1, GemmType::bf16, 3140, false);
        add("npu1 int8 best over large shapes", npu1, GemmType::int8, 6760, false);
        add("npu4 bf16 best over large shapes", npu4, GemmType::bf16, 14710, true);
        add("npu4 int8 best over large shapes", npu4, GemmType::int8, 38050, true);
    }
    void upper_marks() {
        QFETCH(int, generation);
        QFETCH(int, type);
        QFETCH(double, measured);
        QFETCH(bool, within);
        const auto device = static_cast<ArrayGeneration>(generation);
        const auto element = static_cast<GemmType>(type);
        const Best plain = best_plain(device, element, 3072, 6144, 3072);
        const Best own = best_own(device, element, 3072, 6144, 3072);
        const Best& best = plain.rate > own.rate ? plain : own;
        const QString name = QString::fromUtf8(QTest::currentDataTag());
        print_row(QStringLiteral("%1; %2").arg(name, plain.how), measured, plain.rate, QStringLiteral("held out"));
        print_row(QStringLiteral("%1; %2").arg(name, own.how), measured, own.rate, QStringLiteral("held out"));
        QVERIFY(best.rate <= 1.25 * measured);
        if (within) QVERIFY(best.rate >= 0.75 * measured);
    }

    /// Their tile is not known, and one stream carries 4 bytes a cycle: at 64 columns or rows per tile that alone allows 14,700.
    void npu4_fit_row() {
        const Best own = best_own(npu4, GemmType::bf16, 1024, 1536, 6144);
        print_row(QStringLiteral("npu4 bf16 1024x1536x6144; %1").arg(own.how), 16900, own.rate, QStringLiteral("fit"));
        QVERIFY(std::abs(own.rate / 16900 - 1) < 0.25);
    }

    /// The same two rows as the fact sheet judges them: our best tile within 25 %, or faster by at most 40 %. It is much faster: on
    /// the same silicon S measured 2,641 to 2,700 with such tiles, half as much again as the best that W found.
    void our_best_tile_for_their_shapes() {
        for (const std::int64_t k : {1280, 5120}) {
            const double measured = k == 1280 ? 1409 : 1514;
            const Best plain = best_plain(npu1, GemmType::bf16, 1536, k, 1280);
            Best own = best_own(npu1, GemmType::bf16, 1536, k, 1280);
            const GemmProblem problem = linear_problem(npu1, GemmType::bf16, GemmEpilogue::bias, 1536, k, 1280);
            improve(own, design_gemm(problem, choose_tiles(problem)), QStringLiteral("own, as the product chooses"));
            for (const Best& best : {plain, own})
                print_row(QStringLiteral("npu1 bf16 1536x%1x1280; %2").arg(k).arg(best.how), measured, best.rate,
                          QStringLiteral("held out, by our best tile"));
            const Best& best = plain.rate > own.rate ? plain : own;
            QVERIFY(best.rate >= 0.75 * measured);
            QVERIFY(best.rate <= 1.25 * 3140);  // the best over large shapes
            QEXPECT_FAIL("", "what these rows ask of our best tile is missed: it is more than 40 % faster", Continue);
            QVERIFY(best.rate <= 1.4 * measured);
        }
    }
};

QTEST_GUILESS_MAIN(TestTimeCalibration)
#include "test_time_calibration.moc"
