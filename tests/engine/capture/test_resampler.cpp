// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/audio/resampler.h"

#include <QTest>

#include <cmath>
#include <numbers>
#include <random>
#include <stdexcept>
#include <vector>

using namespace tilescribe;

namespace {

std::vector<float> sine(double hertz, SampleRate rate, double seconds) {
    std::vector<float> samples(static_cast<std::size_t>(seconds * rate));
    for (std::size_t i = 0; i < samples.size(); ++i) {
        samples[i] = 0.5F * static_cast<float>(std::sin(2 * std::numbers::pi * hertz * static_cast<double>(i) / rate));
    }
    return samples;
}

std::vector<float> resample(const std::vector<float>& samples, SampleRate from, SampleRate to) {
    Resampler resampler(from, to);
    std::vector<float> output;
    resampler.push(samples, output);
    resampler.finish(output);
    return output;
}

}  // namespace

class TestResampler : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsTonesInPlace_data();
    void keepsTonesInPlace();
    void removesWhatWouldAlias();
    void isTheSameInBlocksOfAnySize();
    void beginsAnewAfterFinish();
    void passesEqualRatesThrough();
    void refusesImpossibleRates();
};

void TestResampler::keepsTonesInPlace_data() {
    QTest::addColumn<int>("rate");
    for (const int rate : {8000, 11025, 22050, 32000, 44100, 48000, 96000, 192000}) QTest::addRow("%d Hz", rate) << rate;
}

/// The very same sine, sampled at 16 kHz: no delay, no change of level.
void TestResampler::keepsTonesInPlace() {
    QFETCH(const int, rate);
    const std::vector<float> output = resample(sine(1000, rate, 2.003), rate, 16000);
    QCOMPARE(output.size(), static_cast<std::size_t>(std::llround(std::floor(2.003 * rate) * 16000 / rate)));
    const std::vector<float> expected = sine(1000, 16000, 2.01);
    float worst = 0;
    for (std::size_t i = 800; i + 800 < output.size(); ++i) worst = std::max(worst, std::abs(output[i] - expected[i]));
    QVERIFY2(worst < 1e-4F, qPrintable(QString::number(worst)));
}

void TestResampler::removesWhatWouldAlias() {
    const std::vector<float> output = resample(sine(12000, 48000, 1), 48000, 16000);
    float worst = 0;
    for (std::size_t i = 800; i + 800 < output.size(); ++i) worst = std::max(worst, std::abs(output[i]));
    QVERIFY2(worst < 1e-5F, qPrintable(QString::number(worst)));  // -94 dB
}

void TestResampler::isTheSameInBlocksOfAnySize() {
    std::vector<float> input(100000);
    std::mt19937 random(3);
    std::uniform_real_distribution<float> uniform(-1, 1);
    for (float& sample : input) sample = uniform(random);
    const std::vector<float> whole = resample(input, 44100, 16000);
    Resampler resampler(44100, 16000);
    std::vector<float> pieces;
    for (std::size_t at = 0; at < input.size();) {
        const std::size_t size = std::min<std::size_t>(random() % 3000, input.size() - at);
        resampler.push(std::span(input).subspan(at, size), pieces);
        at += size;
    }
    resampler.finish(pieces);
    QCOMPARE(pieces.size(), whole.size());
    float worst = 0;
    for (std::size_t i = 0; i < whole.size(); ++i) worst = std::max(worst, std::abs(pieces[i] - whole[i]));
    QVERIFY2(worst < 1e-6F, qPrintable(QString::number(worst)));
}

void TestResampler::beginsAnewAfterFinish() {
    Resampler resampler(44100, 16000);
    const std::vector<float> input = sine(440, 44100, 1);
    std::vector<float> first;
    resampler.push(input, first);
    resampler.finish(first);
    std::vector<float> second;
    resampler.push(input, second);
    resampler.finish(second);
    QCOMPARE(first.size(), std::size_t(16000));
    QCOMPARE(second, first);
    std::vector<float> nothing;
    resampler.finish(nothing);
    QVERIFY(nothing.empty());
}

void TestResampler::passesEqualRatesThrough() {
    const std::vector<float> input = sine(440, 16000, 0.1);
    QCOMPARE(resample(input, 16000, 16000), input);
}

void TestResampler::refusesImpossibleRates() {
    for (const SampleRate rate : {0, -1, 999, 1'000'000}) QVERIFY_THROWS_EXCEPTION(std::invalid_argument, Resampler(rate, 16000));
}

QTEST_GUILESS_MAIN(TestResampler)
#include "test_resampler.moc"
