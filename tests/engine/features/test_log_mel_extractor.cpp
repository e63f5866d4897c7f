// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/audio/audio_format.h"
#include "engine/features/log_mel_extractor.h"
#include "tests/support/wav_writer.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <random>
#include <stdexcept>
#include <thread>

using namespace tilescribe;

namespace {

std::vector<float> noise(std::size_t size) {
    std::minstd_rand random(7);
    std::uniform_real_distribution<float> distribution(-0.5F, 0.5F);
    std::vector<float> samples(size);
    for (float& sample : samples) sample = distribution(random);
    return samples;
}

/// The definition, in double precision and without a fast transform.
std::vector<double> slow_log_mel(const float* samples, int n_mels) {
    const MelFilterbank bank = MelFilterbank::slaney(n_mels);
    std::vector<double> mel(static_cast<std::size_t>(n_mels));
    for (int bin = 0; bin < mel_fft_bins; ++bin) {
        std::complex<double> sum;
        for (int i = 0; i < mel_fft_size; ++i) {
            const double hann = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * i / mel_fft_size);
            sum += hann * static_cast<double>(samples[i]) * std::polar(1.0, -2 * std::numbers::pi * bin * i / mel_fft_size);
        }
        for (int band = 0; band < n_mels; ++band)
            mel[band] += std::norm(sum) * static_cast<double>(bank.weights[static_cast<std::size_t>(band) * mel_fft_bins + bin]);
    }
    for (double& value : mel) value = std::log10(std::max(value, 1e-10));
    return mel;
}

}  // namespace

class TestLogMelExtractor : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void agrees_with_the_definition_data() {
        QTest::addColumn<int>("n_mels");
        QTest::addColumn<int>("n_frames");
        for (const int n_mels : {80, 128})
            for (const int n_frames : {1, 31, 32, 33, 70})
                QTest::addRow("%d bands, %d frames", n_mels, n_frames) << n_mels << n_frames;
    }

    void agrees_with_the_definition() {
        QFETCH(int, n_mels);
        QFETCH(int, n_frames);
        const std::vector<float> samples = noise(static_cast<std::size_t>(samples_under_frames(n_frames)));
        std::vector<float> frames(static_cast<std::size_t>(n_frames) * n_mels + 1, 77.0F);
        LogMelExtractor extractor(n_mels);
        const float largest = extractor.compute(samples, n_frames, frames);
        for (int frame = 0; frame < n_frames; ++frame) {
            const std::vector<double> expected = slow_log_mel(samples.data() + frame * mel_hop_length, n_mels);
            for (int mel = 0; mel < n_mels; ++mel)
                QVERIFY2(
                    std::abs(static_cast<double>(frames[static_cast<std::size_t>(frame) * n_mels + mel]) - expected[mel]) < 2e-5,
                    qPrintable(QString("frame %1, band %2").arg(frame).arg(mel)));
        }
        QCOMPARE(frames.back(), 77.0F);
        QCOMPARE(largest, *std::max_element(frames.begin(), frames.end() - 1));
        QCOMPARE(extractor.maximum(samples, n_frames), largest);
    }

    void silence_is_the_floor() {
        LogMelExtractor extractor(80);
        const std::vector<float> samples(static_cast<std::size_t>(samples_under_frames(5)));
        std::vector<float> frames(5 * 80, 1.0F);
        QCOMPARE(extractor.compute(samples, 5, frames), log_mel_silence);
        QVERIFY(std::all_of(frames.begin(), frames.end(), [](float value) { return std::abs(value - log_mel_silence) < 1e-6F; }));
        QCOMPARE(extractor.compute({}, 0, {}), log_mel_silence);
    }

    void a_tone_peaks_in_its_band() {
        const std::vector<float> samples = testing::sine(1000.0, 0.1);
        std::vector<float> frame(80);
        LogMelExtractor(80).compute(samples, 1, frame);
        const MelFilterbank bank = MelFilterbank::slaney(80);
        const std::ptrdiff_t loudest = std::max_element(frame.begin(), frame.end()) - frame.begin();
        QVERIFY(bank.weights[static_cast<std::size_t>(loudest) * mel_fft_bins + 25] > 0.0F);  // bin 25 is 1 kHz
    }

    void damaged_samples_stay_in_their_frames() {
        std::vector<float> samples = noise(static_cast<std::size_t>(samples_under_frames(40)));
        LogMelExtractor extractor(80);
        std::vector<float> clean(40 * 80);
        extractor.compute(samples, 40, clean);
        samples.back() = std::numeric_limits<float>::quiet_NaN();
        std::vector<float> damaged(40 * 80);
        extractor.compute(samples, 40, damaged);
        QVERIFY(std::equal(clean.begin(), clean.begin() + 37 * 80, damaged.begin()));
    }

    void refuses_too_little_room() {
        LogMelExtractor extractor(80);
        std::vector<float> frames(2 * 80);
        const std::vector<float> samples(559);
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, extractor.compute(samples, 2, frames));
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, extractor.maximum(samples, 2));
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, extractor.compute(std::vector<float>(9000), 3, frames));
    }

    void extractors_are_independent() {
        const std::vector<float> samples = noise(static_cast<std::size_t>(samples_under_frames(100)));
        std::vector<std::vector<float>> results(4, std::vector<float>(100 * 80));
        {
            std::vector<std::jthread> threads;
            threads.reserve(results.size());
            for (std::vector<float>& result : results)
                threads.emplace_back([&] { LogMelExtractor(80).compute(samples, 100, result); });
        }
        for (const std::vector<float>& result : results) QVERIFY(result == results.front());
    }

    void scales_like_whisper() {
        std::vector<float> values{-10.0F, -3.0F, 1.5F};
        normalise_log_mel(values, 1.5F);
        QCOMPARE(values, (std::vector<float>{-0.625F, 0.25F, 1.375F}));
    }

    void window_of_30_s() {
        const std::vector<float> samples = noise(static_cast<std::size_t>(samples_under_frames(mel_window_frames)));
        std::vector<float> frames(static_cast<std::size_t>(mel_window_frames) * 80);
        LogMelExtractor extractor(80);
        QBENCHMARK {
            extractor.compute(samples, mel_window_frames, frames);
        }
    }
};

QTEST_GUILESS_MAIN(TestLogMelExtractor)
#include "test_log_mel_extractor.moc"
