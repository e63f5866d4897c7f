// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/features/log_mel_stream.h"
#include "tests/engine/features/sample_reader.h"
#include "tests/support/npy.h"
#include "tests/support/shared_files.h"
#include "tests/support/wav_writer.h"

#include <QTest>

#include <cmath>
#include <numeric>
#include <stdexcept>

using namespace tilescribe;
using testing::SampleReader;

namespace {

using Window = std::vector<float>;

Window window_of(LogMelStream& stream, std::int64_t first, std::int64_t count) {
    Window out(static_cast<std::size_t>(stream.n_mels()) * mel_window_frames, 99.0F);
    stream.window(first, count, out);
    return out;
}

float at(const Window& window, std::int64_t mel, std::int64_t frame) {
    return window[static_cast<std::size_t>(mel * mel_window_frames + frame)];
}

/// All frames of the spectrogram, window after window of `step` frames: [n_mels, frames].
std::vector<float> whole(LogMelStream& stream, std::int64_t step) {
    const std::int64_t total = stream.content_frames() + mel_window_frames;
    std::vector<float> all(static_cast<std::size_t>(stream.n_mels() * total));
    for (std::int64_t first = 0; first < total; first += step) {
        const std::int64_t count = std::min(step, total - first);
        const Window window = window_of(stream, first, count);
        for (std::int64_t mel = 0; mel < stream.n_mels(); ++mel)
            for (std::int64_t i = 0; i < count; ++i) all[static_cast<std::size_t>(mel * total + first + i)] = at(window, mel, i);
    }
    return all;
}

float largest_difference(const std::vector<float>& a, const std::vector<float>& b) {
    if (a.size() != b.size()) return INFINITY;
    return std::transform_reduce(
        a.begin(), a.end(), b.begin(), 0.0F, [](float x, float y) { return std::max(x, y); },
        [](float x, float y) { return std::abs(x - y); });
}

std::vector<float> speech_like(double seconds) {
    std::vector<float> samples = testing::sine(300.0, seconds);
    for (std::size_t i = 0; i < samples.size(); ++i) samples[i] *= 0.3F + 0.7F * std::abs(std::sin(static_cast<float>(i) * 2e-4F));
    return samples;
}

}  // namespace

class TestLogMelStream : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equals_the_oracle_data() {
        QTest::addColumn<QString>("sound");
        QTest::addColumn<QString>("golden");
        QTest::newRow("standup, 80 bands") << "standup.wav" << "standup-pico-mel.npy";
        QTest::newRow("jfk, 80 bands") << "jfk.wav" << "jfk-nano-mel.npy";
        QTest::newRow("jfk, 128 bands") << "jfk.wav" << "jfk-nano-v3-mel.npy";
    }

    void equals_the_oracle() {
        REQUIRE_SHARED();
        QFETCH(QString, sound);
        QFETCH(QString, golden);
        const testing::NpyArray expected = testing::read_npy(testing::shared_folder() / "golden" / golden.toStdString());
        SampleReader reader(testing::read_plain_wav(testing::shared_folder() / "audio" / sound.toStdString()));
        LogMelStream stream(reader, static_cast<int>(expected.shape.at(0)));
        QCOMPARE(stream.content_frames() + mel_window_frames, expected.shape.at(1));
        const float difference = largest_difference(whole(stream, mel_window_frames), expected.values);
        qInfo("largest difference %g", static_cast<double>(difference));
        QVERIFY(difference < 1e-4F);
    }

    void block_and_step_sizes_change_nothing() {
        const std::vector<float> samples = speech_like(71.3);
        SampleReader reader(samples);
        LogMelStream stream(reader, 80);
        const std::vector<float> expected = whole(stream, mel_window_frames);
        for (const std::size_t block : {1U, 37U, 160U, 4097U}) {
            SampleReader odd(samples, block);
            LogMelStream odd_stream(odd, 80);
            QCOMPARE(odd_stream.maximum(), stream.maximum());
            QVERIFY(whole(odd_stream, static_cast<std::int64_t>(block % 977) + 600) == expected);
        }
    }

    void jumps_forward_like_it_walks() {
        SampleReader reader(speech_like(100.0));
        LogMelStream walking(reader, 80);
        Window expected;
        for (std::int64_t first = 0; first <= 7001; first += 1000) static_cast<void>(window_of(walking, first, 3000));
        expected = window_of(walking, 7001, 3000);
        reader.rewind();
        LogMelStream jumping(reader, 80);
        QVERIFY(window_of(jumping, 7001, 3000) == expected);
        QVERIFY(window_of(jumping, 7001, 3000) == expected);  // and may stay where it is
    }

    void zeros_stand_behind_the_count() {
        SampleReader reader(speech_like(3.0));
        LogMelStream stream(reader, 80);
        const Window window = window_of(stream, 0, 300);
        const Window with_silence = window_of(stream, 0, 3000);
        for (std::int64_t mel = 0; mel < 80; ++mel) {
            QCOMPARE(at(window, mel, 299), at(with_silence, mel, 299));
            QVERIFY(std::all_of(&window[mel * 3000 + 300], &window[mel * 3000] + 3000, [](float value) { return value == 0.0F; }));
            QCOMPARE(at(with_silence, mel, 2999), (stream.maximum() - 8.0F + 4.0F) / 4.0F);
        }
        QVERIFY(window_of(stream, 5, 0) == Window(80 * 3000, 0.0F));
    }

    void short_sound_data() {
        QTest::addColumn<int>("n_samples");
        for (const int n : {0, 1, 2, 159, 160, 199, 200, 201, 399, 400}) QTest::addRow("%d samples", n) << n;
    }

    /// Against the padded signal written out in full.
    void short_sound() {
        QFETCH(int, n_samples);
        std::vector<float> samples(static_cast<std::size_t>(n_samples));
        for (std::size_t i = 0; i < samples.size(); ++i) samples[i] = 0.4F - 0.002F * static_cast<float>(i * i % 397);
        SampleReader reader(samples);
        LogMelStream stream(reader, 80);
        QCOMPARE(stream.n_samples(), n_samples);
        QCOMPARE(stream.content_frames(), n_samples / 160);

        std::vector<float> signal = samples;
        signal.resize(samples.size() + 480000);
        std::vector<float> padded(signal.begin() + 1, signal.begin() + 201);
        std::reverse(padded.begin(), padded.end());
        padded.insert(padded.end(), signal.begin(), signal.end());
        padded.insert(padded.end(), signal.rbegin() + 1, signal.rbegin() + 201);
        const std::int64_t n_frames = static_cast<std::int64_t>(signal.size()) / 160;
        std::vector<float> frames(static_cast<std::size_t>(n_frames) * 80);
        const float maximum = LogMelExtractor(80).compute(padded, n_frames, frames);
        QCOMPARE(stream.maximum(), maximum);
        normalise_log_mel(frames, maximum);

        const std::vector<float> all = whole(stream, 3000);
        for (std::int64_t frame = 0; frame < n_frames; ++frame)
            for (std::int64_t mel = 0; mel < 80; ++mel)
                QVERIFY(std::abs(all[mel * n_frames + frame] - frames[frame * 80 + mel]) < 1e-6F);
    }

    void the_loudest_moment_counts_wherever_it_is() {
        // A click in the last samples of a file that ends just behind a group of frames (200 samples before the 256th frame).
        std::vector<float> samples(256 * 160 - 200 + 239);
        samples.back() = 1.0F;
        SampleReader reader(samples);
        LogMelStream stream(reader, 80);
        QVERIFY(stream.maximum() > -3.0F);  // under the frame before it, the Hann window leaves only -9
    }

    void reports_progress() {
        SampleReader reader(speech_like(60.0));
        std::vector<std::int64_t> seen;
        const LogMelStream stream(reader, 80, [&](std::int64_t samples) {
            seen.push_back(samples);
            return true;
        });
        QVERIFY(seen.size() > 10);
        QVERIFY(std::is_sorted(seen.begin(), seen.end()));
        QCOMPARE(seen.back(), stream.n_samples());
    }

    void can_be_cancelled() {
        SampleReader reader(speech_like(60.0));
        int calls = 0;
        const auto second_call = [&](std::int64_t) { return ++calls < 2; };
        QVERIFY_THROWS_EXCEPTION(LogMelStream::Cancelled, LogMelStream(reader, 80, second_call));
        QCOMPARE(calls, 2);
    }

    void a_file_that_changes_between_the_passes() {
        std::vector<float> samples = speech_like(5.0);
        /// Longer or shorter at the second reading.
        class Changing final : public PcmReader {
        public:
            explicit Changing(std::vector<float> first, std::vector<float> second)
                : first_(std::move(first)), second_(std::move(second)) {}
            std::size_t read(std::span<float> block) override { return (rewound_ ? second_ : first_).read(block); }
            void rewind() override { rewound_ = true; }
            [[nodiscard]] std::optional<std::int64_t> estimated_samples() const override { return std::nullopt; }

        private:
            SampleReader first_;
            SampleReader second_;
            bool rewound_ = false;
        };
        std::vector<float> longer = samples;
        longer.resize(samples.size() * 2, 0.9F);
        Changing grown(samples, longer);
        SampleReader steady(samples);
        LogMelStream expected(steady, 80);
        LogMelStream grown_stream(grown, 80);
        QVERIFY(whole(grown_stream, 3000) == whole(expected, 3000));

        Changing cut(samples, {});
        LogMelStream cut_stream(cut, 80);
        QCOMPARE(cut_stream.content_frames(), 500);
        QCOMPARE(at(window_of(cut_stream, 0, 3000), 40, 100), (cut_stream.maximum() - 4.0F) / 4.0F);
    }

    void the_sound_under_the_frames_data() {
        QTest::addColumn<int>("n_samples");
        QTest::addColumn<int>("first");
        QTest::addColumn<int>("count");
        QTest::newRow("the first window") << 800000 << 0 << 3000;
        QTest::newRow("in the middle") << 800000 << 1234 << 3000;
        QTest::newRow("up to the end") << 800000 << 4000 << 1000;
        QTest::newRow("over the end, in silence") << 400123 << 2000 << 3000;
        QTest::newRow("shorter than its reflection") << 150 << 0 << 5;
        QTest::newRow("far from the beginning") << 3000000 << 15001 << 3000;
    }

    /// Against the padded signal written out in full, and the maximum is the spectrogram's.
    void the_sound_under_the_frames() {
        QFETCH(int, n_samples);
        QFETCH(int, first);
        QFETCH(int, count);
        std::vector<float> samples(static_cast<std::size_t>(n_samples));
        for (std::size_t i = 0; i < samples.size(); ++i) samples[i] = 0.5F * std::sin(0.01F * static_cast<float>(i % 6007));
        SampleReader reader(samples, 4097);
        LogMelStream stream(reader, 80);
        std::vector<float> signal = samples;
        signal.resize(samples.size() + 480200);
        std::vector<float> padded(signal.begin() + 1, signal.begin() + 201);
        std::reverse(padded.begin(), padded.end());
        padded.insert(padded.end(), signal.begin(), signal.end());
        std::vector<float> sound(static_cast<std::size_t>(count * 160 + 400));
        std::vector<float> before(1500 * 160 + 400);
        for (int at = 0; at < first; at += 1700) stream.sound(at, 1500, before);
        stream.sound(first, count, sound);
        QVERIFY(std::equal(sound.begin(), sound.end(), padded.begin() + first * 160));
        SampleReader again(samples);
        QCOMPARE(stream.maximum(), LogMelStream(again, 80).maximum());
    }

    /// What a backend makes of the sound and the maximum is the spectrogram that the stream would have given.
    void the_sound_gives_the_same_spectrogram() {
        const std::vector<float> samples = speech_like(48.7);
        SampleReader reader(samples);
        LogMelStream spectrogram(reader, 80);
        SampleReader other(samples);
        LogMelStream stream(other, 80);
        for (const auto& [first, count] : {std::pair{0, 3000}, std::pair{2711, 2159}}) {
            std::vector<float> sound(static_cast<std::size_t>(LogMelStream::window_samples(count)));
            stream.sound(first, count, sound);
            std::vector<float> frames(static_cast<std::size_t>(count) * 80);
            LogMelExtractor(80).compute(sound, count, frames);
            normalise_log_mel(frames, stream.maximum());
            const Window expected = window_of(spectrogram, first, count);
            for (std::int64_t frame = 0; frame < count; ++frame)
                for (std::int64_t mel = 0; mel < 80; ++mel)
                    QVERIFY(std::abs(at(expected, mel, frame) - frames[frame * 80 + mel]) < 1e-5F);
        }
    }

    void refuses_impossible_sound() {
        SampleReader reader(speech_like(10.0));
        LogMelStream stream(reader, 80);
        std::vector<float> sound(1000 * 160 + 400);
        stream.sound(100, 1000, sound);
        QVERIFY_THROWS_EXCEPTION(std::out_of_range, stream.sound(99, 1000, sound));
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, stream.sound(100, 999, sound));
        Window out(80 * 3000);
        QVERIFY_THROWS_EXCEPTION(std::logic_error, stream.window(100, 100, out));
    }

    void refuses_impossible_windows() {
        SampleReader reader(speech_like(10.0));
        LogMelStream stream(reader, 80);
        Window out(80 * 3000);
        stream.window(100, 3000, out);
        QVERIFY_THROWS_EXCEPTION(std::out_of_range, stream.window(99, 10, out));
        QVERIFY_THROWS_EXCEPTION(std::out_of_range, stream.window(1001, 3000, out));
        QVERIFY_THROWS_EXCEPTION(std::out_of_range, stream.window(100, 3001, out));
        QVERIFY_THROWS_EXCEPTION(std::out_of_range, stream.window(100, -1, out));
        out.pop_back();
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, stream.window(100, 10, out));
    }
};

QTEST_GUILESS_MAIN(TestLogMelStream)
#include "test_log_mel_stream.moc"
