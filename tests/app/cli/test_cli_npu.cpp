// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model_io/checkpoint.h"
#include "engine/whisper/whisper_model.h"
#include "kernels/backend_registry.h"
#include "kernels/npu/npu_backend.h"
#include "kernels/npu/runtime/xrt_plugin.h"
#include "kernels/npu/timing_device.h"
#include "tests/app/cli/cli_process.h"
#include "tests/kernels/npu/runtime/system_tree.h"
#include "tests/kernels/npu/shim/emulation_xclbin.h"

#include <QProcessEnvironment>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace tilescribe;
using namespace tilescribe::npu;
using namespace tilescribe::testing;

/// The real command line on a made-up machine with an NPU: sysfs and the device's node below a folder, the emulated array behind
/// Debian's own XRT, an xclbin and the instructions of every program where an installation has them.
class TestCliNpu : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    CliResult expected_;  ///< of the array in process
    CliResult by_cpu_;

    [[nodiscard]] QString at(const char* name) const { return folder_.filePath(name); }
    [[nodiscard]] CliResult run(const QStringList& arguments, const QByteArray& fault = {}, const QString& folder = {}) const {
        const auto process = cli_process(arguments);
        QProcessEnvironment environment = process->processEnvironment();
        environment.insert("LD_PRELOAD", SHIM);
        environment.insert("TILESCRIBE_SYSTEM_ROOT", at("root"));
        environment.insert("TILESCRIBE_NPU_XCLBIN", folder.isEmpty() ? at("npu1/final.xclbin") : "final.xclbin");
        if (!folder.isEmpty()) process->setWorkingDirectory(folder);
        if (!fault.isEmpty()) environment.insert("TILESCRIBE_SHIM_FAULT", fault);
        process->setProcessEnvironment(environment);
        process->start();
        process->closeWriteChannel();
        CliResult result = finished(*process);
        if (result.exit_code < 0) qInfo("%s: %s", qPrintable(process->errorString()), result.err.constData());
        return result;
    }
    [[nodiscard]] static QStringList transcribe(const char* backend) { return {"transcribe", "--backend", backend, sample_file()}; }
    static void says(const QByteArray& text, const char* words) { QVERIFY2(text.contains(words), text.constData()); }

    /// What build_xclbin does for hardware: one file for each of the programs that a window of the built-in model needs. The
    /// emulated array takes the words themselves.
    void write_instructions() const {
        const auto checkpoint = read_checkpoint(std::filesystem::path(TILESCRIBE_SOURCE_DIR) / "resources/models/pico.en-q8_0.bin");
        const auto backend = std::make_shared<NpuBackend>(std::make_unique<TimingDevice>(ArrayGeneration::npu1),
                                                          NpuBackendOptions{.checks_outputs = false});
        WhisperModel model(*checkpoint, backend,
                           std::shared_ptr(BackendRegistry::with_built_in_backends().create("cpu", {.threads = 1, .variant = {}})));
        static_cast<void>(model.encode());
        static_cast<void>(model.encode_sound(3000, 0));
        QVERIFY(!backend->library().kernels().empty());
        for (const auto& kernel : backend->library().kernels()) {
            const std::span<const std::uint32_t> words = TimingDevice::words_of(*kernel->loaded);
            std::ofstream file(at("npu1").toStdString() + "/" + instruction_file(words), std::ios::binary);
            file.write(reinterpret_cast<const char*>(words.data()), static_cast<std::streamsize>(words.size_bytes()));
            QVERIFY(file.good());
        }
    }

private Q_SLOTS:
    void initTestCase() {
        const SystemTree machine(at("root").toStdString());
        machine.add_device("0x1022", "0x1502", "0x00");
        machine.load_driver();
        machine.start_device("RyzenAI-npu1", "1.5.5.391");
        QVERIFY(QDir(folder_.path()).mkdir("npu1"));
        write_emulation_xclbin(at("npu1/final.xclbin").toStdString());
        write_instructions();
        expected_ = run_cli(transcribe("npu-emulated:npu1"));
        by_cpu_ = run_cli(transcribe("cpu"));
        QCOMPARE(expected_.exit_code, 0);
        says(expected_.out, "password");
        QCOMPARE(by_cpu_.exit_code, 0);
    }

    void devices_lists_it() {
        const CliResult result = run({"devices"});
        QVERIFY2(result.exit_code == 0, result.err.constData());
        says(result.out, "npu             available");
        says(result.out, "RyzenAI-npu1, firmware 1.5.5.391, is ready.");
        says(result.out, "npu:int8");
        says(result.out, "auto is npu: RyzenAI-npu1 through XRT 2.");
    }

    void devices_says_why_auto_passes_it_over() {
        const CliResult text = run({"devices"}, "refused_context,errno=2");
        QVERIFY2(text.exit_code == 0, text.err.constData());
        says(text.out, "auto is cpu:");
        says(text.out, "no hardware context left");
        const CliResult json = run({"devices", "--json"}, "refused_context,errno=2");
        says(json.out, "no hardware context left");
    }

    void transcribes_as_the_array_in_process_does() {
        const CliResult result = run(transcribe("npu"));
        QVERIFY2(result.exit_code == 0, result.err.constData());
        QCOMPARE(result.out, expected_.out);
        QVERIFY2(!result.err.contains("rebuilt") && !result.err.contains("takes over"), result.err.constData());
        says(result.err, "on npu: RyzenAI-npu1 through XRT 2.");
    }

    void auto_takes_it() {
        const CliResult result = run(transcribe("auto"));
        QCOMPARE(result.out, expected_.out);
        says(result.err, "on npu: RyzenAI-npu1 through XRT 2.");
    }

    void one_fault_costs_a_notice_and_no_word_data() {
        QTest::addColumn<QByteArray>("fault");
        QTest::addColumn<QByteArray>("words");
        const char* again = "Its context was rebuilt and the window is repeated.";
        QTest::newRow("error state") << QByteArray("error_state,skip=20") << QByteArray(again);
        QTest::newRow("time-out of the wait") << QByteArray("time_out,skip=45") << QByteArray("did not end within 10000 ms");
        QTest::newRow("broken transfer at load")
            << QByteArray("short_transfer,skip=3") << QByteArray("Its context was rebuilt and it is tried again.");
        QTest::newRow("refused run") << QByteArray("refused_run,skip=9,errno=5") << QByteArray(again);
    }
    void one_fault_costs_a_notice_and_no_word() {
        QFETCH(QByteArray, fault);
        QFETCH(QByteArray, words);
        const CliResult result = run(transcribe("npu"), fault);
        QVERIFY2(result.exit_code == 0, result.err.constData());
        QCOMPARE(result.out, expected_.out);
        says(result.err, words);
        QVERIFY2(!result.err.contains("takes over"), result.err.constData());
    }

    void after_lasting_faults_the_cpu_does_the_rest_data() {
        QTest::addColumn<QByteArray>("fault");
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("lost device") << QByteArray("device_lost,skip=30") << QByteArray("The NPU is gone");
        QTest::newRow("lost device at load") << QByteArray("device_lost") << QByteArray("The NPU is gone");
        QTest::newRow("errors without end") << QByteArray("error_state,skip=20,times=-1")
                                            << QByteArray("It failed again after its context was rebuilt.");
        QTest::newRow("damage without end") << QByteArray("corrupted_tile,skip=10,times=-1") << QByteArray("output is wrong");
        QTest::newRow("no new context") << QByteArray("error_state,skip=20;refused_context,skip=1,times=-1,errno=16")
                                        << QByteArray("Its context could not be rebuilt: The NPU is busy");
    }
    void after_lasting_faults_the_cpu_does_the_rest() {
        QFETCH(QByteArray, fault);
        QFETCH(QByteArray, words);
        const CliResult result = run(transcribe("npu"), fault);
        QVERIFY2(result.exit_code == 0, result.err.constData());
        QVERIFY2(result.out == by_cpu_.out || result.out == expected_.out, result.out.constData());
        says(result.err, words);
        says(result.err, "The CPU takes over.");
    }

    void refused_context_is_told_to_who_asked_for_the_npu() {
        const CliResult result = run(transcribe("npu"), "refused_context,errno=2");
        QCOMPARE(result.exit_code, 3);
        says(result.err, "no hardware context left");
        QVERIFY(result.out.isEmpty());
    }

    void refused_context_sends_auto_to_the_cpu() {
        const CliResult result = run(transcribe("auto"), "refused_context,errno=2");
        QVERIFY2(result.exit_code == 0, result.err.constData());
        QCOMPARE(result.out, by_cpu_.out);
        says(result.err, "no hardware context left");
        says(result.err, "Taken instead: cpu.");
    }

    /// A path relative to the current folder has a folder too: without one the words themselves would go to the hardware.
    void programs_that_are_not_built_send_the_work_to_the_cpu_data() {
        QTest::addColumn<bool>("is_relative");
        QTest::newRow("absolute path") << false;
        QTest::newRow("relative path") << true;
    }
    void programs_that_are_not_built_send_the_work_to_the_cpu() {
        QFETCH(bool, is_relative);
        const QDir folder(at("npu1"));
        const QString victim = folder.filePath(folder.entryList({"*.insts"}).value(2));
        QVERIFY(QFile::rename(victim, victim + ".away"));
        const CliResult result = run(transcribe("npu"), {}, is_relative ? at("npu1") : QString());
        QVERIFY(QFile::rename(victim + ".away", victim));
        QVERIFY2(result.exit_code == 0, result.err.constData());
        QVERIFY2(result.out == by_cpu_.out || result.out == expected_.out, result.out.constData());
        says(result.err, "are missing: \"tilescribe-cli bench npu\" with");
        says(result.err, "The CPU takes over.");
    }
};

QTEST_GUILESS_MAIN(TestCliNpu)
#include "test_cli_npu.moc"
