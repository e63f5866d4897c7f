// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/audio/media_file_source.h"
#include "engine/features/log_mel_stream.h"
#include "engine/pipeline/transcriber.h"
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
const std::filesystem::path sample = source_folder / "resources/samples/standup.wav";  // 55 s
constexpr std::int64_t content = 2400;                                                 // frames: some zeros behind

std::shared_ptr<const WhisperCheckpoint> built_in() {
    return read_checkpoint(source_folder / "resources/models/pico.en-q8_0.bin");
}

/// How long each op of a kind took, and how many there were.
struct Recorder final : OpTimingSink {
    void record(const OpRecord& record) noexcept override {
        const bool is_device = record.device == "npu";
        ++(is_device ? on_npu : on_cpu)[static_cast<std::size_t>(record.tag.kind)];
        if (is_device && record.tag.kind == OpKind::log_mel) is_simulated = record.simulated && record.duration.count() > 0;
    }
    std::vector<int> on_npu = std::vector<int>(op_kind_count), on_cpu = std::vector<int>(op_kind_count);
    bool is_simulated = false;
};

struct ModelOnArray {
    explicit ModelOnArray(ArrayGeneration generation) {
        auto device = std::make_unique<EmulatedArrayDevice>(generation, 0);
        array = device.get();
        backend = std::make_shared<NpuBackend>(std::move(device), NpuBackendOptions{});
        backend->set_notice_receiver([this](const std::string& sentence) { notices.push_back(sentence); });
        model = std::make_unique<WhisperModel>(*built_in(), backend);
    }

    /// The sample's first frames from sound.
    std::vector<float> cross_values() {
        MediaFileSource source(sample);
        LogMelStream mel(source, 80);
        mel.sound(0, content, model->sound_input(content));
        return values_of(model->encode_sound(content, mel.maximum()));
    }

    EmulatedArrayDevice* array = nullptr;
    std::shared_ptr<NpuBackend> backend;
    std::vector<std::string> notices;
    std::unique_ptr<WhisperModel> model;
};

}  // namespace

/// From sound to cross keys and values on the emulated array, as the pipeline asks for it.
class TestNpuSound : public QObject {
    Q_OBJECT

    std::vector<float> expected_;

    static void add_generations() {
        QTest::addColumn<int>("generation");
        QTest::newRow("npu1") << static_cast<int>(ArrayGeneration::npu1);
        QTest::newRow("npu4") << static_cast<int>(ArrayGeneration::npu4);
    }

private Q_SLOTS:
    void initTestCase() {
        WhisperModel model(*built_in(), std::shared_ptr(BackendRegistry::with_built_in_backends().create("cpu", {})));
        QVERIFY(!model.takes_sound());
        MediaFileSource source(sample);
        LogMelStream mel(source, 80);
        mel.window(0, content, model.mel_input());
        expected_ = values_of(model.encode());
    }

    void sound_becomes_what_the_host_makes_of_it_data() { add_generations(); }
    void sound_becomes_what_the_host_makes_of_it() {
        QFETCH(int, generation);
        ModelOnArray tested(static_cast<ArrayGeneration>(generation));
        QVERIFY(tested.model->takes_sound());
        const double similarity = cosine(tested.cross_values(), expected_);
        qInfo("cross keys and values: cosine %.6f", similarity);
        QVERIFY(similarity >= 0.9995);
        QVERIFY(tested.notices.empty());
    }

    /// A recording through the pipeline: per window the sound goes up and cross keys and values come down, nothing else.
    void a_window_goes_up_as_sound_and_comes_down_once() {
        ModelOnArray tested(ArrayGeneration::npu1);
        static_cast<void>(tested.cross_values());  // the first window brings the positions with it
        Recorder recorder;
        tested.model->set_timing_sink(&recorder);
        const TransferCounts before = tested.backend->transfers();
        MediaFileSource source(sample);
        static_cast<void>(transcribe(*tested.model, source, {}));
        const TransferCounts after = tested.backend->transfers();
        const std::int64_t windows = recorder.on_npu[static_cast<std::size_t>(OpKind::log_mel)];
        QVERIFY(windows >= 2);
        QVERIFY(recorder.is_simulated);
        QCOMPARE(recorder.on_cpu[static_cast<std::size_t>(OpKind::log_mel)], 1);  // the maximum, once a recording
        QCOMPARE(std::int64_t{recorder.on_npu[static_cast<std::size_t>(OpKind::conv)]}, 2 * windows);
        QCOMPARE(after.uploads - before.uploads, windows);
        QCOMPARE(after.downloads - before.downloads, windows);
        // Two bf16 planes of 480,400 samples, padded, and every frame's scaling.
        const std::int64_t bytes = (after.bytes_up - before.bytes_up) / windows;
        qInfo("%lld bytes up a window", static_cast<long long>(bytes));
        QVERIFY(bytes >= std::int64_t{2} * 2 * 480400);
        QVERIFY(bytes < std::int64_t{2} * 2 * 480400 * 11 / 10);
    }

    void the_window_survives_the_array_data() {
        QTest::addColumn<int>("fault");
        QTest::addColumn<int>("at");
        for (const int at : {0, 1, 30}) {
            QTest::addRow("lost device at run %d", at) << static_cast<int>(InjectedFault::lost_device) << at;
            QTest::addRow("time-outs from run %d on", at) << static_cast<int>(InjectedFault::time_out) << at;
        }
    }
    /// The array fails in the spectrogram or behind it: the CPU makes the window from the same sound, and the next ones.
    void the_window_survives_the_array() {
        QFETCH(int, fault);
        QFETCH(int, at);
        ModelOnArray tested(ArrayGeneration::npu1);
        tested.array->inject(static_cast<InjectedFault>(fault), at, 1000);
        QVERIFY(cosine(tested.cross_values(), expected_) >= 0.9995);
        QVERIFY(tested.backend->is_given_up());
        QVERIFY(!tested.notices.empty());
        QVERIFY(cosine(tested.cross_values(), expected_) >= 0.9995);
    }

    void a_spoiled_spectrogram_is_found_data() { add_generations(); }
    /// Nothing reports it but the spot check, which looks at the spectrogram of the first window.
    void a_spoiled_spectrogram_is_found() {
        QFETCH(int, generation);
        ModelOnArray tested(static_cast<ArrayGeneration>(generation));
        tested.array->inject(InjectedFault::corrupted_tile, 0);
        QVERIFY(cosine(tested.cross_values(), expected_) >= 0.9995);
        QVERIFY(!tested.backend->is_given_up());
        QCOMPARE(tested.notices.size(), std::size_t{1});
        QVERIFY2(tested.notices[0].find("output is wrong: in Log-mel spectrogram") != std::string::npos, tested.notices[0].c_str());
    }

    void a_passing_fault_repeats_the_window_with_its_sound() {
        ModelOnArray tested(ArrayGeneration::npu1);
        tested.array->inject(InjectedFault::error_state, 12);
        QVERIFY(cosine(tested.cross_values(), expected_) >= 0.9995);
        QVERIFY(!tested.backend->is_given_up());
        QCOMPARE(tested.notices.size(), std::size_t{1});
    }
};

QTEST_GUILESS_MAIN(TestNpuSound)
#include "test_npu_sound.moc"
