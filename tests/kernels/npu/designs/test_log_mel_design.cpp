// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/aie/log_mel_tables.h"
#include "kernels/npu/designs/designs.h"
#include "tests/kernels/npu/designs/run_program.h"

#include <QTest>

#include <cmath>
#include <numbers>

using namespace tilescribe::npu;

namespace {

/// Whisper's scaled log-mel spectrogram [frames][n_mels] of what pack_sound() takes, in double precision.
std::vector<float> log_mel(std::span<const float> samples, std::int64_t frames, std::int64_t n_mels, float maximum) {
    const std::vector<Bf16> filters = mel_filter_matrix(static_cast<int>(n_mels));
    std::vector<float> result;
    for (std::int64_t frame = 0; frame < frames; ++frame) {
        std::vector<double> power(200);
        for (int bin = 1; bin <= 200; ++bin) {
            double re = 0;
            double im = 0;
            for (int i = 0; i < 400; ++i) {
                const double angle = 2 * std::numbers::pi * i / 400;
                const double value = samples[static_cast<std::size_t>(160 * frame + i)] * (0.5 - 0.5 * std::cos(angle));
                re += value * std::cos(angle * bin);
                im -= value * std::sin(angle * bin);
            }
            power[static_cast<std::size_t>(bin - 1)] = re * re + im * im;
        }
        for (std::int64_t mel = 0; mel < n_mels; ++mel) {
            double sum = 0;
            for (std::int64_t bin = 0; bin < 200; ++bin)
                sum += power[static_cast<std::size_t>(bin)] * from_bf16(filters[static_cast<std::size_t>(bin * n_mels + mel)]);
            result.push_back(
                (std::max(static_cast<float>(std::log10(std::max(sum, 1e-10))), maximum - 8 - 0.01F * static_cast<float>(frame)) +
                 4) /
                4);
        }
    }
    return result;
}

double correlation(std::span<const float> x, std::span<const float> y) {
    const auto mean = [](std::span<const float> values) {
        double sum = 0;
        for (const float value : values) sum += value;
        return sum / static_cast<double>(values.size());
    };
    const double x_mean = mean(x);
    const double y_mean = mean(y);
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        xy += (x[i] - x_mean) * (y[i] - y_mean);
        xx += (x[i] - x_mean) * (x[i] - x_mean);
        yy += (y[i] - y_mean) * (y[i] - y_mean);
    }
    return xy / std::sqrt(xx * yy);
}

}  // namespace

class TestLogMelDesign : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void log_mel_data() {
        QTest::addColumn<ArrayGeneration>("generation");
        QTest::addColumn<int>("n_mels");
        for (const auto generation : {ArrayGeneration::npu1, ArrayGeneration::npu4})
            for (const int n_mels : {80, 128})
                QTest::addRow("%s %d bands", generation == ArrayGeneration::npu1 ? "npu1" : "npu4", n_mels) << generation << n_mels;
    }
    void log_mel() {
        QFETCH(ArrayGeneration, generation);
        QFETCH(int, n_mels);
        constexpr std::int64_t frames = 512;
        constexpr std::int64_t silent_frame = 100;
        constexpr float maximum = 6.0F;  // so that the floor shows
        // Tones over noise that comes and goes.
        std::mt19937 random(40);
        auto samples = random_values(static_cast<std::size_t>(log_mel_plane(frames)), random, 0.02F);
        for (std::size_t i = 0; i < samples.size(); ++i) {
            const auto time = static_cast<double>(i) / 16000;
            samples[i] *= static_cast<float>(1 + std::sin(3 * time));
            samples[i] += static_cast<float>(0.2 * std::sin(2 * std::numbers::pi * (200 + 400 * time) * time));
        }
        const LogMelProblem problem{
            .generation = generation, .frames = frames, .n_mels = n_mels, .y_offset = n_mels, .y_stride = n_mels};
        Bytes sound = pack_sound(problem, samples);
        Bytes tables =
            pack_log_mel_tables(problem, mel_dft_matrix(generation == ArrayGeneration::npu1 ? 4 : 8), mel_filter_matrix(n_mels));
        std::vector<float> scaling(2 * frames);
        for (std::size_t i = 0; i < frames; ++i) {
            scaling[2 * i] = maximum - 8 - 0.01F * static_cast<float>(i);
            scaling[2 * i + 1] = i == silent_frame ? 0.0F : 1.0F;
        }
        Bytes rows = pack_log_mel_scaling(problem, scaling);
        Bytes y(static_cast<std::size_t>(2 * (frames + 1) * n_mels));
        std::vector<Bytes*> arguments{&sound, &tables, &rows, &y};
        run_program(design_log_mel(problem), arguments);
        auto expected = ::log_mel(samples, frames, n_mels, maximum);
        std::fill_n(expected.begin() + silent_frame * n_mels, n_mels, 0.0F);
        const auto result = bf16_values(y, frames, n_mels, {n_mels, n_mels});
        QCOMPARE_LT(relative_error(result, expected), 0.01);
        QCOMPARE_GT(correlation(result, expected), 0.9999);
    }

    void what_is_not_padded_is_refused() {
        LogMelProblem problem{.generation = ArrayGeneration::npu4, .frames = 3000, .n_mels = 80, .y_offset = 0, .y_stride = 80};
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, static_cast<void>(design_log_mel(problem)));
        problem.frames = 3072;
        problem.n_mels = 64;
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, static_cast<void>(design_log_mel(problem)));
    }
};

QTEST_GUILESS_MAIN(TestLogMelDesign)
#include "test_log_mel_design.moc"
