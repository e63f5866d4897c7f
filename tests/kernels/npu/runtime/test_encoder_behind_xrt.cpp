// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model_io/checkpoint.h"
#include "engine/whisper/whisper_model.h"
#include "kernels/cpu/cpu_backend.h"
#include "kernels/npu/array/emulated_device.h"
#include "kernels/npu/npu_backend.h"
#include "kernels/npu/runtime/xrt_plugin.h"
#include "tests/kernels/npu/shim/emulated_array_runner.h"
#include "tests/kernels/npu/shim/emulation_xclbin.h"
#include "tests/kernels/npu/shim/xrt_shim.h"
#include "tests/support/cosine.h"
#include "tests/support/model_values.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <memory>
#include <string>
#include <vector>

using namespace tilescribe;
using namespace tilescribe::npu;
using namespace tilescribe::testing;

namespace {

struct Encoded {
    std::vector<float> output;
    std::vector<float> last_values;  ///< the last layer's cross-attention values
    bool operator==(const Encoded&) const = default;
};

/// A window that sounds like nothing but has Whisper's range.
Encoded encode(WhisperModel& model) {
    const std::span<float> mel = model.mel_input();
    for (std::size_t index = 0; index < mel.size(); ++index)
        mel[index] = 0.75F * std::sin(0.37F * static_cast<float>(index % 9973));
    const CrossKeyValues& cross = model.encode();
    Encoded encoded{values_of(model.encoder_output()), {}};
    encoded.last_values = values_of(cross.layers.back().values);
    return encoded;
}

}  // namespace

/// The built-in model's encoder and cross keys and values through Debian's libxrt_coreutil, with everything that can go wrong
/// there.
class TestEncoderBehindXrt : public QObject {
    Q_OBJECT

private:
    QTemporaryDir folder_;
    std::shared_ptr<const WhisperCheckpoint> checkpoint_;
    std::shared_ptr<KernelBackend> cpu_;
    Encoded expected_;  ///< by the array in process
    Encoded by_cpu_;

    struct Array {
        std::shared_ptr<NpuBackend> backend;
        std::unique_ptr<WhisperModel> model;
        std::shared_ptr<std::vector<std::string>> notices = std::make_shared<std::vector<std::string>>();
    };

    [[nodiscard]] Array array(std::unique_ptr<ArrayDevice> device,
                              std::chrono::milliseconds timeout = std::chrono::seconds(120)) const {
        Array one;
        one.backend = std::make_shared<NpuBackend>(std::move(device), NpuBackendOptions{.rules = {.timeout = timeout}});
        one.backend->set_notice_receiver([notices = one.notices](const std::string& sentence) {
            qInfo("%s", sentence.c_str());
            notices->push_back(sentence);
        });
        one.model = std::make_unique<WhisperModel>(*checkpoint_, one.backend, cpu_);
        return one;
    }
    [[nodiscard]] std::unique_ptr<ArrayDevice> behind_xrt() const {
        const std::string file = folder_.filePath("emulated.xclbin").toStdString();
        write_emulation_xclbin(file);
        return open_xrt_device({.xclbin = file, .instructions = {}, .name = "Emulated Phoenix"});
    }

private Q_SLOTS:
    void initTestCase() {
        checkpoint_ = read_checkpoint(std::filesystem::path(TILESCRIBE_SOURCE_DIR) / "resources/models/pico.en-q8_0.bin");
        cpu_ = cpu_backend_entry().create({});
        emulated_xrt_device().set_runner(emulated_array_runner(ArrayGeneration::npu1));
        WhisperModel on_cpu(*checkpoint_, cpu_);
        by_cpu_ = encode(on_cpu);
        expected_ = encode(*array(make_emulated_device(ArrayGeneration::npu1, 0)).model);
    }

    void init() {
        emulated_xrt_device().clear_faults();
        emulated_xrt_device().reset_counts();
    }

    void gives_bit_by_bit_what_the_array_in_process_gives() {
        const Array npu = array(behind_xrt());
        QVERIFY(encode(*npu.model) == expected_);
        QVERIFY2(npu.notices->empty(), npu.notices->empty() ? "" : npu.notices->front().c_str());
        const double similarity = cosine(expected_.output, by_cpu_.output);
        qInfo("cosine with the CPU's output: %.6f", similarity);
        QVERIFY(similarity >= 0.9995);
        const ShimCounts counts = emulated_xrt_device().counts();
        QCOMPARE(counts.contexts_opened, 1);
        qInfo("%d runs, %.2f MB up with the weights, %.2f MB down", counts.runs, static_cast<double>(counts.bytes_to_device) / 1e6,
              static_cast<double>(counts.bytes_from_device) / 1e6);
    }

    void window_is_repeated_after_a_fault_data() {
        QTest::addColumn<int>("kind");
        QTest::newRow("error state") << static_cast<int>(ShimFaultKind::error_state);
        QTest::newRow("transfer that breaks off") << static_cast<int>(ShimFaultKind::short_transfer);
    }
    void window_is_repeated_after_a_fault() {
        QFETCH(int, kind);
        const Array npu = array(behind_xrt());
        QVERIFY(encode(*npu.model) == expected_);  // the weights are there now
        emulated_xrt_device().inject({.kind = static_cast<ShimFaultKind>(kind)});
        QVERIFY(encode(*npu.model) == expected_);
        QVERIFY(!npu.backend->is_given_up());
        QVERIFY(!npu.notices->empty());
        QCOMPARE(emulated_xrt_device().counts().contexts_opened, 2);
    }

    void window_is_repeated_after_a_hang() {
        const Array npu = array(behind_xrt(), std::chrono::seconds(15));
        emulated_xrt_device().inject({.kind = ShimFaultKind::time_out, .skip = 3});
        QVERIFY(encode(*npu.model) == expected_);
        QVERIFY(!npu.backend->is_given_up());
        QCOMPARE(emulated_xrt_device().counts().contexts_opened, 2);
    }

    // At load, when the first window's buffers are made, and when its runs are queued: until then no window has run.
    void what_breaks_before_the_first_run_is_repeated_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("skip");
        QTest::newRow("first weight") << static_cast<int>(ShimFaultKind::short_transfer) << 0;
        QTest::newRow("sixth weight") << static_cast<int>(ShimFaultKind::short_transfer) << 5;
        QTest::newRow("a buffer of the first window") << static_cast<int>(ShimFaultKind::short_transfer) << 40;
        QTest::newRow("the first run") << static_cast<int>(ShimFaultKind::refused_run) << 0;
        QTest::newRow("a run in the middle") << static_cast<int>(ShimFaultKind::refused_run) << 11;
    }
    void what_breaks_before_the_first_run_is_repeated() {
        QFETCH(int, kind);
        QFETCH(int, skip);
        auto device = behind_xrt();
        emulated_xrt_device().inject({.kind = static_cast<ShimFaultKind>(kind), .skip = skip, .error_number = EIO});
        const Array npu = array(std::move(device));
        QVERIFY(encode(*npu.model) == expected_);
        QVERIFY(!npu.backend->is_given_up());
        QCOMPARE(npu.notices->size(), std::size_t{1});
        QCOMPARE(emulated_xrt_device().counts().contexts_opened, 2);
        QVERIFY(encode(*npu.model) == expected_);
    }

    void what_keeps_breaking_at_load_goes_to_the_cpu() {
        auto device = behind_xrt();
        emulated_xrt_device().inject({.kind = ShimFaultKind::short_transfer, .skip = 7, .times = -1});
        const Array npu = array(std::move(device));
        QVERIFY(npu.backend->is_given_up());
        QCOMPARE(emulated_xrt_device().counts().contexts_opened, 2);
        QVERIFY(cosine(encode(*npu.model).output, by_cpu_.output) >= 0.9995);
    }

    // A spot check sees it.
    void silently_corrupted_tiles_are_caught() {
        const Array npu = array(behind_xrt());
        emulated_xrt_device().inject({.kind = ShimFaultKind::corrupted_tile, .times = -1});
        const Encoded encoded = encode(*npu.model);
        QVERIFY(npu.backend->is_given_up());  // every run was damaged: so the CPU did it
        QVERIFY(!npu.notices->empty());
        QVERIFY(cosine(encoded.output, by_cpu_.output) >= 0.9995);
    }

    void cpu_takes_over_from_a_lost_device() {
        const Array npu = array(behind_xrt());
        emulated_xrt_device().inject({.kind = ShimFaultKind::device_lost, .skip = 2});
        const Encoded encoded = encode(*npu.model);
        QVERIFY(npu.backend->is_given_up());
        QVERIFY(!npu.notices->empty());
        QVERIFY(cosine(encoded.output, by_cpu_.output) >= 0.9995);
        QVERIFY(cosine(encode(*npu.model).output, by_cpu_.output) >= 0.9995);  // and goes on
    }

    void refused_context_is_told_at_the_start() {
        emulated_xrt_device().inject({.kind = ShimFaultKind::refused_context, .error_number = ENOENT});
        QVERIFY_THROWS_EXCEPTION(NpuFault, static_cast<void>(behind_xrt()));
    }
};

QTEST_GUILESS_MAIN(TestEncoderBehindXrt)
#include "test_encoder_behind_xrt.moc"
