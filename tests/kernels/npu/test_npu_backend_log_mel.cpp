// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/audio/media_file_source.h"
#include "engine/features/log_mel_frames.h"
#include "engine/features/log_mel_stream.h"
#include "kernels/npu/array/emulated_device.h"
#include "kernels/npu/npu_backend.h"
#include "tests/support/npy.h"
#include "tests/support/shared_files.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

using namespace tilescribe;
using namespace tilescribe::npu;
using tilescribe::testing::NpyArray;
using tilescribe::testing::read_npy;
using tilescribe::testing::shared_folder;

namespace {

constexpr std::int64_t n_frames = mel_window_frames;

/// The first window's sound with 200 samples (reflected) before it, as KernelBackend::log_mel() takes it, and the file's maximum.
struct Window {
    explicit Window(const char* audio, int n_mels) {
        MediaFileSource source(shared_folder() / "audio" / audio);
        maximum = LogMelStream(source, n_mels).maximum();
        source.rewind();
        std::vector<float> sound(n_frames * mel_hop_length + 200);
        std::size_t size = 0;
        while (size < sound.size()) {
            const std::size_t got = source.read(std::span(sound).subspan(size));
            if (got == 0) break;
            size += got;
        }
        samples.resize(200);
        reflect_before(sound, samples);
        samples.insert(samples.end(), sound.begin(), sound.end());
    }
    std::vector<float> samples;
    float maximum = 0;
};

double correlation(const std::vector<double>& a, const std::vector<double>& b) {
    const auto n = static_cast<double>(a.size());
    double sa = 0;
    double sb = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sa += a[i];
        sb += b[i];
    }
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        ab += (a[i] - sa / n) * (b[i] - sb / n);
        aa += (a[i] - sa / n) * (a[i] - sa / n);
        bb += (b[i] - sb / n) * (b[i] - sb / n);
    }
    return ab / std::sqrt(aa * bb);
}

}  // namespace

/// Log-mel on the emulated array against what openai/whisper computed.
class TestNpuBackendLogMel : public QObject {
    Q_OBJECT

    static double against_golden(NpuBackend& backend, const char* audio, const char* golden_name, std::int64_t n_mels,
                                 std::int64_t content) {
        const NpyArray golden = read_npy(shared_folder() / "golden" / golden_name);
        Window window(audio, static_cast<int>(n_mels));
        const Tensor sound = backend.allocate(1, static_cast<std::int64_t>(window.samples.size()));
        std::ranges::copy(window.samples, sound.view.data);
        const Tensor mel = backend.allocate(n_mels, n_frames);
        const TensorView part = mel.view.cols_from(0, content);
        backend.upload({OpKind::transfer}, sound.view);
        backend.log_mel({OpKind::log_mel}, sound.view.cols_from(0, content * mel_hop_length + 400), window.maximum, part);
        backend.download({OpKind::transfer}, mel.view);
        std::vector<double> found;
        std::vector<double> expected;
        const std::int64_t stride = golden.shape.back();
        for (std::int64_t band = 0; band < n_mels; ++band)
            for (std::int64_t frame = 0; frame < content; ++frame) {
                found.push_back(mel.view.row(band)[frame]);
                expected.push_back(golden.values[band * stride + frame]);
            }
        for (std::int64_t band = 0; band < n_mels; ++band)
            for (std::int64_t frame = content; frame < n_frames; ++frame)
                if (mel.view.row(band)[frame] != 0.0F) return -1;
        return correlation(found, expected);
    }

    static void add_rows() {
        QTest::addColumn<int>("generation");
        QTest::addColumn<QString>("audio");
        QTest::addColumn<QString>("golden");
        QTest::addColumn<int>("n_mels");
        QTest::addColumn<int>("content");
        for (const auto& [name, generation] :
             {std::pair{"npu1", ArrayGeneration::npu1}, std::pair{"npu4", ArrayGeneration::npu4}}) {
            const auto number = static_cast<int>(generation);
            QTest::addRow("%s standup", name) << number << "standup.wav" << "standup-pico-mel.npy" << 80 << 3000;
            QTest::addRow("%s jfk", name) << number << "jfk.wav" << "jfk-nano-mel.npy" << 80 << 1100;
            QTest::addRow("%s jfk, 128 bands", name) << number << "jfk.wav" << "jfk-nano-v3-mel.npy" << 128 << 1100;
        }
    }

private Q_SLOTS:
    void initTestCase() { REQUIRE_SHARED(); }

    void the_array_hears_what_whisper_hears_data() { add_rows(); }
    void the_array_hears_what_whisper_hears() {
        QFETCH(int, generation);
        QFETCH(QString, audio);
        QFETCH(QString, golden);
        QFETCH(int, n_mels);
        QFETCH(int, content);
        NpuBackend backend(make_emulated_device(static_cast<ArrayGeneration>(generation), 0), {});
        const double found = against_golden(backend, audio.toUtf8().constData(), golden.toUtf8().constData(), n_mels, content);
        qInfo("correlation %.6f", found);
        QVERIFY(found >= 0.9999);
        QVERIFY(!backend.is_given_up());
    }

    /// There is one buffer for the sound: two windows without a download in between, of different numbers of bands too.
    void windows_do_not_hear_each_other() {
        const Window window("jfk.wav", 80);
        const auto size = static_cast<std::int64_t>(window.samples.size());
        const auto bands = [&](bool is_first_wanted) {
            NpuBackend backend(make_emulated_device(ArrayGeneration::npu1, 0), {});
            const Tensor loud = backend.allocate(1, size);
            const Tensor quiet = backend.allocate(1, size);
            for (std::int64_t i = 0; i < size; ++i) {
                loud.view.data[i] = window.samples[static_cast<std::size_t>(i)];
                quiet.view.data[i] = 0.01F * std::sin(0.3F * static_cast<float>(i));
            }
            const Tensor mel = backend.allocate(80, n_frames);
            const Tensor second = backend.allocate(80, n_frames);
            const Tensor third = backend.allocate(128, n_frames);
            backend.log_mel({OpKind::log_mel}, loud.view, window.maximum, mel.view);
            if (!is_first_wanted) {
                backend.log_mel({OpKind::log_mel}, quiet.view, -1, second.view);
                backend.log_mel({OpKind::log_mel}, quiet.view, -1, third.view);
            }
            backend.download({OpKind::transfer}, mel.view);
            return std::vector<float>(mel.view.data, mel.view.data + 80 * n_frames);
        };
        QVERIFY(bands(true) == bands(false));
    }

    /// The same on the CPU, for the window at which it takes over.
    void after_a_fault_the_cpu_hears_the_same() {
        auto device = std::make_unique<EmulatedArrayDevice>(ArrayGeneration::npu1, 0);
        device->inject(InjectedFault::lost_device, 0, 100);
        NpuBackend backend(std::move(device), {});
        const double found = against_golden(backend, "jfk.wav", "jfk-nano-mel.npy", 80, 1100);
        QVERIFY(found >= 0.9999);
        QVERIFY(backend.is_given_up());
    }
};

QTEST_GUILESS_MAIN(TestNpuBackendLogMel)
#include "test_npu_backend_log_mel.moc"
