// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/features/log_mel_stream.h"
#include "engine/pipeline/live_transcriber.h"
#include "engine/pipeline/sample_reader.h"
#include "engine/pipeline/transcriber.h"
#include "tests/engine/pipeline/scripted_model.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <vector>

using namespace tilescribe;
using namespace tilescribe::testing;

namespace {

std::vector<float> hum(double seconds) {
    std::vector<float> samples(static_cast<std::size_t>(seconds * whisper_sample_rate));
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = 0.4F * std::sin(0.05F * static_cast<float>(i % 9973)) * std::sin(1e-4F * static_cast<float>(i));
    return samples;
}

/// What a backend with a log-mel of its own was given.
struct Heard {
    struct Window {
        std::vector<float> sound;
        float maximum;
        std::int64_t n_frames;
    };
    std::vector<Window> windows;
    std::vector<std::int64_t> uploads;  ///< elements of each
    int downloads = 0;                  ///< of all cross keys and values; the decoder's one by one are its own

    Script script() {
        Script script;
        script.text = [](int) { return ScriptedText{.text = " hum", .start = 0, .end = 20}; };
        script.log_mel = [this](TensorView samples, float maximum, std::int64_t n_frames) {
            windows.push_back({{samples.data, samples.data + samples.cols}, maximum, n_frames});
        };
        script.uploaded = [this](TensorView view) { uploads.push_back(view.rows * view.cols); };
        script.downloaded = [this](std::size_t n_views) { downloads += n_views > 1 ? 1 : 0; };
        return script;
    }
};

struct Recorder final : OpTimingSink {
    void record(const OpRecord& record) noexcept override {
        if (record.tag.kind == OpKind::log_mel) devices.push_back(record.device);
    }
    std::vector<std::string_view> devices;
};

}  // namespace

/// Where the encoder's backend computes the spectrogram, it gets the windows' sound and nothing else.
class TestDeviceLogMel : public QObject {
    Q_OBJECT

    static void compare(const Heard::Window& found, const std::vector<float>& samples, std::int64_t first) {
        SampleReader reader(samples);
        LogMelStream stream(reader, 80);
        std::vector<float> expected(static_cast<std::size_t>(LogMelStream::window_samples(found.n_frames)));
        stream.sound(first, found.n_frames, expected);
        QVERIFY(found.sound == expected);
        QCOMPARE(found.maximum, stream.maximum());
    }

private Q_SLOTS:
    void a_file_goes_up_as_sound_window_by_window() {
        Heard heard;
        const ScriptedModel model(heard.script());
        heard.uploads.clear();  // the position tables
        SharedModel::Lease lease(*model.shared(), SharedModel::Priority::file);
        Recorder recorder;
        lease.model().set_timing_sink(&recorder);
        const std::vector<float> samples = hum(48.7);
        SampleReader reader(samples);
        static_cast<void>(transcribe(lease.model(), reader, {}));
        QCOMPARE(heard.windows.size(), std::size_t{2});
        compare(heard.windows[0], samples, 0);
        compare(heard.windows[1], samples, 3000);
        QCOMPARE(heard.windows[0].n_frames, 3000);
        QCOMPARE(heard.windows[1].n_frames, 1870);
        QVERIFY(heard.uploads == std::vector<std::int64_t>(2, 480400));
        QCOMPARE(heard.downloads, 2);
        // The maximum is the host's work, the spectrograms are the backend's.
        const std::vector<std::string_view> expected{"cpu", "script", "script"};
        QVERIFY(recorder.devices == expected);
    }

    /// A live window is a recording of its own: its maximum is its own, not that of the sound before.
    void a_live_window_goes_up_as_sound() {
        Heard heard;
        const ScriptedModel model(heard.script());
        heard.uploads.clear();  // the position tables
        std::vector<float> samples = samples_of(sample_recording());
        std::vector<float> quiet(samples);
        for (float& value : quiet) value *= 0.25F;
        samples.insert(samples.end(), quiet.begin(), quiet.end());
        LiveTranscriber live(*model.shared(), LiveOptions(), LiveEvents());
        const std::size_t block = 1600;
        for (std::size_t at = 0; at + block <= samples.size(); at += block) live.push(std::span(samples).subspan(at, block), 0, {});
        live.finish({});
        QVERIFY(heard.windows.size() >= 2);
        QCOMPARE(heard.uploads.size(), heard.windows.size());
        for (const std::int64_t elements : heard.uploads) QCOMPARE(elements, 480400);
        // The loudest power is down by 0.25 * 0.25 in the second half, as a file's own would never be.
        QVERIFY(heard.windows.back().maximum < heard.windows.front().maximum - 0.5F);
    }
};

QTEST_GUILESS_MAIN(TestDeviceLogMel)
#include "device_log_mel_test.moc"
