// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/cpu/onednn_matmul.h"
#include "kernels/cpu/panel_matrix.h"
#include "tests/kernels/random_operands.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace tilescribe;
using tilescribe::testing::RandomOperands;

namespace {

constexpr Epilogue epilogues[] = {Epilogue::none, Epilogue::gelu, Epilogue::add_residual};

}  // namespace

/// oneDNN's products against our own. Its level is one per process, so CTest runs this once for each (TILESCRIBE_CPU_ISA).
class TestOneDnnMatmul : public QObject {
    Q_OBJECT

    CpuIsa isa_ = CpuIsa::avx2;

private Q_SLOTS:
    void initTestCase() {
        isa_ = choose_isa();
        if (!claim_onednn(isa_)) QSKIP("oneDNN is not wanted here");
    }

    void one_level_per_process() {
        QVERIFY(claim_onednn(isa_));
        QVERIFY(!claim_onednn(isa_ == CpuIsa::avx2 ? CpuIsa::avx512 : CpuIsa::avx2));
    }

    void agrees_with_our_own_products_data() {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("n_out");
        QTest::addColumn<int>("n_in");
        QTest::addColumn<bool>("has_bias");
        QTest::newRow("one row") << 1 << 512 << 512 << true;
        QTest::newRow("odd") << 7 << 131 << 65 << true;
        QTest::newRow("no bias") << 100 << 384 << 384 << false;
        QTest::newRow("a window") << 1500 << 512 << 384 << true;
        QTest::newRow("deep") << 300 << 96 << 2048 << true;
    }
    void agrees_with_our_own_products() {
        QFETCH(int, rows);
        QFETCH(int, n_out);
        QFETCH(int, n_in);
        QFETCH(bool, has_bias);
        RandomOperands random(7);
        Workspace workspace(2);
        const std::vector<float> weights = random.floats(std::int64_t{n_out} * n_in, 0, 0.05F);
        const std::vector<float> bias = has_bias ? random.floats(n_out) : std::vector<float>();
        const auto theirs = make_onednn_matmul(weights, n_out, n_in, bias);
        const PanelMatrix ours({{ElementType::f32, n_out, n_in, std::as_bytes(std::span(weights))}, bias}, kernels_of(isa_),
                               workspace.pool);
        std::vector<float> input = random.floats(std::int64_t{rows} * (n_in + 3));
        for (const Epilogue epilogue : epilogues) {
            std::vector<float> a = random.floats(std::int64_t{rows} * (n_out + 5));
            std::vector<float> b = a;
            const TensorView x{input.data(), rows, n_in, n_in + 3};
            theirs->multiply(workspace, x, epilogue, {a.data(), rows, n_out, n_out + 5});
            ours.multiply(workspace, x, epilogue, {b.data(), rows, n_out, n_out + 5});
            for (std::size_t i = 0; i < a.size(); ++i) QVERIFY2(std::abs(a[i] - b[i]) <= 2e-5F, std::to_string(i).c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestOneDnnMatmul)
#include "test_onednn_matmul.moc"
