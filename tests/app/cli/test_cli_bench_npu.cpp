// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/designs/overlay_text.h"
#include "kernels/npu/designs/transaction.h"
#include "tests/app/cli/cli_process.h"
#include "tests/app/cli/transcript_comparison.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <cstring>

using namespace tilescribe::testing;

/// `tilescribe-cli bench npu`, and the emulated NPU as a backend.
class CliBenchNpuTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void a_window_is_simulated_program_by_program() {
        for (const QString& device : {QStringLiteral("npu1"), QStringLiteral("npu4")}) {
            const CliResult result = run_cli({"bench", "npu", "--device", device, "--model", "tiny"});
            QCOMPARE(result.exit_code, 0);
            QVERIFY(result.out.startsWith(device.toUtf8()));
            for (const char* part : {"attention", "gemm_bf16", "layer_norm_bf16", "log_mel", "realtime (simulated)",
                                     "Goals:", "Of peak", "ms more per window (estimated)"})
                QVERIFY2(result.out.contains(part), part);
        }
    }

    void figures_come_as_json() {
        const CliResult result = run_cli({"bench", "npu", "--model", "tiny", "--type", "int8", "--json"});
        QCOMPARE(result.exit_code, 0);
        const QJsonObject json = json_object(result.out);
        QCOMPARE(json["simulated"].toBool(), true);
        const QJsonObject model = json["models"].toArray().first().toObject();
        QVERIFY(model["simulated_encoder_ms"].toDouble() > 0);
        QVERIFY(model["measured_decoder_ms"].toDouble() > 0);
        QVERIFY(model["product_utilisation"].toDouble() > 0 && model["product_utilisation"].toDouble() < 1);
        QVERIFY(model["programs"].toArray().size() > 5);
        const QJsonArray configuration = model["estimated_configuration_ms"].toArray();
        QCOMPARE(configuration.size(), 2);
        double words = 0;
        for (const auto& program : model["programs"].toArray())
            words += program.toObject()["calls"].toDouble() * program.toObject()["configuration_words"].toDouble();
        QVERIFY(words > 1e5);
        QVERIFY(std::abs(configuration[0].toDouble() - 20e-6 * words) < 1e-3);  // 20 and 55 ns a word
        QVERIFY(std::abs(configuration[1].toDouble() - 55e-6 * words) < 1e-3);
    }

    void the_designs_are_written_for_build_xclbin() {
        QTemporaryDir folder;
        const QString designs = folder.filePath("new/designs");
        QCOMPARE(run_cli({"bench", "npu", "--model", "tiny", "--designs", designs}).exit_code, 0);
        QFile overlay(designs + "/overlay.mlir");
        QVERIFY(overlay.open(QIODevice::ReadOnly));
        const auto parsed = tilescribe::npu::parse_overlay_text(overlay.readAll().toStdString());
        const QFileInfoList files = QDir(designs).entryInfoList({"*.insts"}, QDir::Files);
        QVERIFY(files.size() > 5);
        for (const QFileInfo& info : files) {
            QCOMPARE(info.completeBaseName().size(), 16);
            QFile file(info.filePath());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray bytes = file.readAll();
            std::vector<std::uint32_t> words(static_cast<std::size_t>(bytes.size()) / 4);
            std::memcpy(words.data(), bytes.data(), 4 * words.size());
            const auto program =
                tilescribe::npu::program_of(tilescribe::npu::parse_transaction(words), parsed.fifos, parsed.routes);
            QVERIFY(!program.cores.empty() && !program.transfers.empty());
        }
        QFile in_the_way(folder.filePath("file"));
        QVERIFY(in_the_way.open(QIODevice::WriteOnly));
        QCOMPARE(run_cli({"bench", "npu", "--model", "tiny", "--designs", in_the_way.fileName()}).exit_code, 4);
    }

    void wrong_wishes_are_refused() {
        QCOMPARE(run_cli({"bench"}).exit_code, 2);
        QCOMPARE(run_cli({"bench", "npu", "--device", "npu9"}).exit_code, 2);
        QCOMPARE(run_cli({"bench", "npu", "--type", "bfp16"}).exit_code, 2);
        QCOMPARE(run_cli({"bench", "npu", "--model", "/nonexistent.bin"}).exit_code, 3);
    }

    void a_profile_names_the_array_and_its_programs() {
        const CliResult result = run_cli({"transcribe", sample_file(), "--backend", "npu-emulated:npu1", "--profile"});
        QCOMPARE(result.exit_code, 0);
        QVERIFY(result.out.contains("Remember to postpone"));
        QVERIFY(result.err.contains("npu (simulated)"));
        QVERIFY(result.err.contains("gemm_bf16"));
        QVERIFY(result.err.contains("% of the array"));
    }
};

QTEST_GUILESS_MAIN(CliBenchNpuTest)
#include "test_cli_bench_npu.moc"
