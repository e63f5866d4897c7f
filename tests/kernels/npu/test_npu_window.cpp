// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/audio/media_file_source.h"
#include "engine/features/log_mel_stream.h"
#include "engine/whisper/whisper_model.h"
#include "kernels/backend_registry.h"
#include "kernels/npu/array/emulated_device.h"
#include "kernels/npu/npu_backend.h"
#include "tests/support/cosine.h"
#include "tests/support/model_values.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

using namespace tilescribe;
using namespace tilescribe::npu;
using namespace tilescribe::testing;

namespace {

const std::filesystem::path source_folder = TILESCRIBE_SOURCE_DIR;

struct Recorder final : OpTimingSink {
    void record(const OpRecord& record) noexcept override { records.push_back(record); }
    std::vector<OpRecord> records;
};

/// The built-in model on an emulated array that a test can break.
struct ModelOnArray {
    explicit ModelOnArray(ArrayGeneration generation, NpuBackendOptions options = {}) {
        auto device = std::make_unique<EmulatedArrayDevice>(generation, 0);
        array = device.get();
        backend = std::make_shared<NpuBackend>(std::move(device), options);
        backend->set_notice_receiver([this](const std::string& sentence) { notices.push_back(sentence); });
        model = std::make_unique<WhisperModel>(*read_checkpoint(source_folder / "resources/models/pico.en-q8_0.bin"), backend);
    }

    /// The sample's first window's mel, as the engine fills it.
    void fill_window() {
        MediaFileSource source(source_folder / "resources/samples/standup.wav");
        LogMelStream mel(source, static_cast<int>(model->config().n_mels));
        mel.window(0, mel_window_frames, model->mel_input());
    }

    std::vector<float> cross_values() { return values_of(model->encode()); }

    EmulatedArrayDevice* array = nullptr;
    std::shared_ptr<NpuBackend> backend;
    std::vector<std::string> notices;
    std::unique_ptr<WhisperModel> model;
};

}  // namespace

/// A window of the built-in model on the emulated array: what goes up and down, how exact it is, what becomes of faults.
class TestNpuWindow : public QObject {
    Q_OBJECT

    std::vector<float> expected_cross_, expected_output_;

    void compare(ModelOnArray& tested, double least) {
        const double similarity = cosine(tested.cross_values(), expected_cross_);
        qInfo("cross keys and values: cosine %.6f", similarity);
        QVERIFY(similarity >= least);
    }

    static void add_faults() {
        QTest::addColumn<int>("fault");
        QTest::newRow("error state") << static_cast<int>(InjectedFault::error_state);
        QTest::newRow("time-out") << static_cast<int>(InjectedFault::time_out);
    }

private Q_SLOTS:
    void initTestCase() {
        WhisperModel model(*read_checkpoint(source_folder / "resources/models/pico.en-q8_0.bin"),
                           std::shared_ptr(BackendRegistry::with_built_in_backends().create("cpu", {})));
        MediaFileSource source(source_folder / "resources/samples/standup.wav");
        LogMelStream mel(source, static_cast<int>(model.config().n_mels));
        mel.window(0, mel_window_frames, model.mel_input());
        for (const auto& layer : model.encode().layers)
            for (const TensorView& view : {layer.keys, layer.values}) {
                const std::vector<float> values = values_of(view);
                expected_cross_.insert(expected_cross_.end(), values.begin(), values.end());
            }
        expected_output_ = values_of(model.encoder_output());
    }

    void the_encoder_is_close_to_the_cpus_data() {
        QTest::addColumn<int>("generation");
        QTest::addColumn<int>("type");
        QTest::addColumn<double>("least");
        const auto bf16 = static_cast<int>(GemmType::bf16);
        QTest::newRow("npu1 bf16") << static_cast<int>(ArrayGeneration::npu1) << bf16 << 0.9995;
        QTest::newRow("npu4 bf16") << static_cast<int>(ArrayGeneration::npu4) << bf16 << 0.9995;
        QTest::newRow("npu1 int8") << static_cast<int>(ArrayGeneration::npu1) << static_cast<int>(GemmType::int8) << 0.99;
        QTest::newRow("npu4 bfp16") << static_cast<int>(ArrayGeneration::npu4) << static_cast<int>(GemmType::bfp16) << 0.99;
    }
    void the_encoder_is_close_to_the_cpus() {
        QFETCH(int, generation);
        QFETCH(int, type);
        QFETCH(double, least);
        ModelOnArray tested(static_cast<ArrayGeneration>(generation), {.type = static_cast<GemmType>(type)});
        tested.fill_window();
        compare(tested, least);
        const double similarity = cosine(values_of(tested.model->encoder_output()), expected_output_);
        qInfo("encoder output: cosine %.6f", similarity);
        QVERIFY(similarity >= least);
        QVERIFY(tested.notices.empty());
    }

    void a_window_goes_up_once_and_comes_down_once() {
        ModelOnArray tested(ArrayGeneration::npu1);
        tested.fill_window();
        static_cast<void>(tested.cross_values());  // the first window brings the positions with it
        const TransferCounts before = tested.backend->transfers();
        static_cast<void>(tested.cross_values());
        const TransferCounts after = tested.backend->transfers();
        QCOMPARE(after.uploads - before.uploads, std::int64_t{1});
        QCOMPARE(after.downloads - before.downloads, std::int64_t{1});
        QCOMPARE(after.bytes_up - before.bytes_up, std::int64_t{2 * 80 * 3000});  // the mel, as bf16
    }

    void ops_are_recorded_with_their_simulated_times() {
        ModelOnArray tested(ArrayGeneration::npu1);
        tested.fill_window();
        Recorder recorder;
        tested.model->set_timing_sink(&recorder);
        static_cast<void>(tested.cross_values());
        std::vector<int> counts(op_kind_count);
        for (const OpRecord& record : recorder.records) {
            QCOMPARE(record.device, std::string_view("npu"));
            QCOMPARE(record.simulated, record.tag.kind != OpKind::transfer);
            QVERIFY(record.duration.count() > 0);
            QVERIFY(record.bytes > 0);
            ++counts[static_cast<std::size_t>(record.tag.kind)];
        }
        const auto layers = static_cast<int>(tested.model->config().n_audio_layer);
        QCOMPARE(counts[static_cast<std::size_t>(OpKind::conv)], 2);
        QCOMPARE(counts[static_cast<std::size_t>(OpKind::qkv)], layers);
        QCOMPARE(counts[static_cast<std::size_t>(OpKind::attention)], layers);
        QCOMPARE(counts[static_cast<std::size_t>(OpKind::mlp)], 2 * layers);
        QCOMPARE(counts[static_cast<std::size_t>(OpKind::cross_kv)], 2 * static_cast<int>(tested.model->config().n_text_layer));
        QVERIFY(tested.backend->kernel_selection().find("(simulated)") != std::string::npos);
    }

    void a_passing_fault_repeats_the_window_data() { add_faults(); }
    void a_passing_fault_repeats_the_window() {
        QFETCH(int, fault);
        ModelOnArray tested(ArrayGeneration::npu1);
        tested.fill_window();
        tested.array->inject(static_cast<InjectedFault>(fault), 17);
        compare(tested, 0.9995);
        QCOMPARE(tested.notices.size(), std::size_t{1});
        QVERIFY(tested.notices[0].find("the window is repeated") != std::string::npos);
        QVERIFY(!tested.backend->is_given_up());
        compare(tested, 0.9995);
    }

    void after_a_lasting_fault_the_cpu_takes_over_data() {
        add_faults();
        QTest::newRow("lost device") << static_cast<int>(InjectedFault::lost_device);
        QTest::newRow("refused context") << static_cast<int>(InjectedFault::refused_context);
    }
    void after_a_lasting_fault_the_cpu_takes_over() {
        QFETCH(int, fault);
        ModelOnArray tested(ArrayGeneration::npu1);
        tested.fill_window();
        compare(tested, 0.9995);
        tested.array->inject(static_cast<InjectedFault>(fault), 23, 1000);
        compare(tested, 0.9995);  // this window is not lost
        QVERIFY(tested.backend->is_given_up());
        QVERIFY(!tested.notices.empty() && tested.notices.back().find("The CPU takes over.") != std::string::npos);
        QVERIFY(tested.backend->description().device.find("the NPU was given up") != std::string::npos);
        Recorder recorder;
        tested.model->set_timing_sink(&recorder);
        compare(tested, 0.9995);  // nor the next one
        QVERIFY(!recorder.records.empty());
        QVERIFY(std::ranges::all_of(recorder.records, [](const OpRecord& record) { return record.device == "cpu"; }));
        QVERIFY(std::ranges::none_of(recorder.records, [](const OpRecord& record) { return record.simulated; }));
    }

    /// A core that spoils what it makes, in the last product of the window: nothing reports it but the spot checks.
    void a_corrupted_tile_is_found_and_the_window_repeated() {
        ModelOnArray tested(ArrayGeneration::npu1);
        tested.fill_window();
        compare(tested, 0.9995);
        const int runs = n_runs(tested);
        tested.array->inject(InjectedFault::corrupted_tile, runs - 1);
        compare(tested, 0.9995);
        QCOMPARE(tested.notices.size(), std::size_t{1});
        QVERIFY2(tested.notices[0].find("output is wrong") != std::string::npos, tested.notices[0].c_str());
        QVERIFY(!tested.backend->is_given_up());
    }

    /// An array that spoils every run is given up in the very first window.
    void an_array_that_always_corrupts_is_given_up() {
        for (const InjectedFault fault : {InjectedFault::corrupted_tile, InjectedFault::short_transfer}) {
            ModelOnArray tested(ArrayGeneration::npu1);
            tested.fill_window();
            tested.array->inject(fault, 0, 100000);
            compare(tested, 0.9995);
            QVERIFY(tested.backend->is_given_up());
        }
    }

private:
    static int n_runs(ModelOnArray& tested) {
        int runs = 0;
        Recorder recorder;
        tested.model->set_timing_sink(&recorder);
        static_cast<void>(tested.cross_values());
        tested.model->set_timing_sink(nullptr);
        for (const OpRecord& record : recorder.records) runs += record.simulated ? 1 : 0;
        return runs;  // one run an op in bf16
    }
};

QTEST_GUILESS_MAIN(TestNpuWindow)
#include "test_npu_window.moc"
