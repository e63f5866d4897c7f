// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/aie/kernel_table.h"

#include <QTest>

#include <limits>
#include <set>
#include <string>
#include <vector>

using namespace tilescribe::npu;

namespace {

using Parameters = std::vector<std::int32_t>;

InstructionMix mix(std::string_view kernel, ArrayGeneration generation, const Parameters& parameters) {
    return find_core_kernel(kernel)->instruction_mix(generation, parameters);
}

bool is_legal(std::string_view kernel, const Parameters& parameters, ArrayGeneration generation = ArrayGeneration::npu1) {
    return tile_use(generation, kernel, parameters).has_value();
}

/// Cycles of the busiest slot: one vector op, two loads, one store.
double cycles(const InstructionMix& m) {
    return std::max(
        {static_cast<double>(m.vector_macs + m.vector_ops), static_cast<double>(m.loads) / 2, static_cast<double>(m.stores)});
}

}  // namespace

class TestNpuKernelTable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void names_are_unique_and_found() {
        std::set<std::string_view> names;
        for (const CoreKernel& kernel : core_kernels()) {
            QVERIFY(names.insert(kernel.name).second);
            QCOMPARE(find_core_kernel(kernel.name), &kernel);
        }
        QCOMPARE(names.size(), std::size_t{29});
        QVERIFY(find_core_kernel("gemm_fp64") == nullptr);
        QVERIFY(find_core_kernel("") == nullptr);
    }

    void every_level_has_every_kernel() {
        for (const auto level : {HostLevel::baseline, HostLevel::avx2, HostLevel::avx512}) {
            const auto kernels = core_kernels(level);
            if (level == HostLevel::baseline) QVERIFY(!kernels.empty());
            for (std::size_t i = 0; i < kernels.size(); ++i) QCOMPARE(kernels[i].name, core_kernels()[i].name);
        }
    }

    void the_program_memory_holds_them_all_and_a_dispatcher() {
        std::size_t bytes = 0;
        for (const CoreKernel& kernel : core_kernels()) bytes += kernel.program_bytes;
        QVERIFY2(bytes <= 16 * 1024 - 1536, qPrintable(QString::number(bytes)));
    }

    void buffers_have_the_sizes_of_the_table() {
        const auto gemm = tile_use(ArrayGeneration::npu4, "gemm_bfp16", Parameters{64, 64, 32});
        QVERIFY(gemm);
        QCOMPARE(gemm->buffers, 3);
        QCOMPARE(gemm->inputs, 2);
        QCOMPARE(gemm->bytes[0], std::size_t{4608});
        QCOMPARE(gemm->bytes[1], std::size_t{2304});
        QCOMPARE(gemm->bytes[2], std::size_t{8192});
        const auto softmax = tile_use(ArrayGeneration::npu1, "attention_softmax", Parameters{32, 64, 4, 64});
        QVERIFY(softmax);
        QCOMPARE(softmax->inputs, 1);
        QCOMPARE(softmax->bytes[1], std::size_t{32 * 48});
    }

    void hostile_parameters_are_refused() {
        constexpr auto most = std::numeric_limits<std::int32_t>::max();
        QVERIFY(is_legal("gemm_bf16", {64, 64, 32, 4}));
        for (const Parameters& p : std::vector<Parameters>{{},
                                                           {64},
                                                           {64, 64, 32},
                                                           {64, 64, 32, 8},
                                                           {64, 64, 32, 4, 4},
                                                           {8, 64, 32, 4},
                                                           {64, 4, 32, 4},
                                                           {64, 64, 8, 4},
                                                           {0, 64, 32, 4},
                                                           {-64, 64, 32, 4},
                                                           {most, most, most, 4},
                                                           {65536, 65536, 16, 4},
                                                           {131072, 8, 16, 4}})
            QVERIFY(!is_legal("gemm_bf16", p));
        QVERIFY(is_legal("copy_runs", {4, 16, 32, 16}));
        QVERIFY(!is_legal("copy_runs", {4, 8, 32, 16}));
        QVERIFY(!is_legal("copy_runs", {65536, 16, 65536, 16}));
        QVERIFY(!is_legal("gemm_bfp16", {64, 64, 32}));
        QVERIFY(!is_legal("to_bfp16", {64, 64}));
        QVERIFY(!is_legal("gemm_int8", {64, 64, 32, 4, 8}, ArrayGeneration::npu4));
        QVERIFY(!is_legal("finish_int8_bias", {64, 64, 4, 4}));
        QVERIFY(!is_legal("finish_bias_nonsense", {64, 64, 4, 4}));
        QVERIFY(!is_legal("layer_norm_bf16", {4, 100}));
        QVERIFY(!is_legal("zero_f32", {-32}));
        QVERIFY(!is_legal("log_mel_finish", {16, 80}));
        QVERIFY(!is_legal("attention_scores", {16, 16}));
        QVERIFY(!is_legal("no such kernel", {64, 64, 32, 4}));
    }

    /// MACs per issue as npu.md has them, and register tiles that the loads can feed.
    void products_issue_their_macs() {
        struct Row {
            const char* kernel;
            ArrayGeneration generation;
            Parameters parameters;
            int macs_per_issue;
            double least_efficiency;
        };
        const Parameters bf16_1{64, 256, 64, 4};
        for (const Row& row : {Row{"gemm_bf16", ArrayGeneration::npu1, bf16_1, 128, 0.95},
                               Row{"gemm_bf16", ArrayGeneration::npu4, {64, 256, 64, 8}, 256, 0.9},
                               Row{"gemm_int8", ArrayGeneration::npu1, {64, 256, 64, 4, 8}, 256, 0.95},
                               Row{"gemm_int8", ArrayGeneration::npu4, {64, 256, 64, 8, 8}, 512, 0.75},
                               Row{"gemm_bfp16", ArrayGeneration::npu4, {64, 256, 64}, 512, 0.7}}) {
            const InstructionMix m = mix(row.kernel, row.generation, row.parameters);
            QCOMPARE(m.vector_macs * row.macs_per_issue, std::int64_t{64} * 256 * 64);
            const double efficiency = static_cast<double>(m.vector_macs) / cycles(m);
            QVERIFY2(efficiency >= row.least_efficiency, qPrintable(QString("%1 %2").arg(row.kernel).arg(efficiency)));
            QVERIFY(m.loop_overhead > 0);
        }
    }

    void work_grows_with_its_size() {
        for (const auto generation : {ArrayGeneration::npu1, ArrayGeneration::npu4}) {
            const int t = generation == ArrayGeneration::npu1 ? 4 : 8;
            QVERIFY(cycles(mix("finish_bias_gelu", generation, {64, 64, 4, t})) >
                    cycles(mix("finish_bias", generation, {64, 64, 4, t})));
            QCOMPARE(mix("finish_bias", generation, {64, 128, 4, t}).vector_ops,
                     2 * mix("finish_bias", generation, {64, 64, 4, t}).vector_ops);
            QVERIFY(mix("attention_softmax", generation, {32, 64, t, 64}).vector_ops >
                    mix("attention_softmax", generation, {32, 64, t, 32}).vector_ops);
        }
        QCOMPARE(mix("layer_norm_bf16", ArrayGeneration::npu1, {4, 512}).vector_ops,
                 2 * mix("layer_norm_bf16", ArrayGeneration::npu4, {4, 512}).vector_ops);
    }
};

QTEST_GUILESS_MAIN(TestNpuKernelTable)
#include "test_npu_kernel_table.moc"
