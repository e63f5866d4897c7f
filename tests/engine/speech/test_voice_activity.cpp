// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/speech/energy_voice_activity.h"
#include "engine/speech/speech_segments.h"
#include "tests/support/shared_files.h"
#include "tests/support/wav_reader.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>
#include <vector>

using namespace tilescribe;

namespace {

struct Interval {
    double start = 0, end = 0;
};

std::vector<Interval> speech_in(const std::vector<float>& samples) {
    EnergyVoiceActivity detector;
    std::vector<Interval> found;
    for (const SpeechSegment& segment : find_speech(detector, samples)) {
        found.push_back(
            {static_cast<double>(segment.start) / whisper_sample_rate, static_cast<double>(segment.end) / whisper_sample_rate});
    }
    return found;
}

double total(const std::vector<Interval>& intervals) {
    double sum = 0;
    for (const Interval& interval : intervals) sum += interval.end - interval.start;
    return sum;
}

double shared_time(const Interval& interval, const std::vector<Interval>& others) {
    double sum = 0;
    for (const Interval& other : others) {
        sum += std::max(0.0, std::min(interval.end, other.end) - std::max(interval.start, other.start));
    }
    return sum;
}

std::vector<float> shared_sound(const char* name) {
    return testing::read_wav(testing::shared_folder() / "audio" / (std::string(name) + ".wav"));
}

std::vector<Interval> truth_of(const char* name) {
    QFile file(QString::fromStdString((testing::shared_folder() / "audio" / (std::string(name) + ".json")).string()));
    std::vector<Interval> truth;
    if (!file.open(QIODevice::ReadOnly)) return truth;
    const QJsonArray array = QJsonDocument::fromJson(file.readAll()).array();
    for (const auto& value : array) {
        truth.push_back(
            {value.toObject().value(QStringLiteral("start")).toDouble(), value.toObject().value(QStringLiteral("end")).toDouble()});
    }
    return truth;
}

std::vector<float> white_noise(double seconds, float deviation, unsigned seed = 1) {
    std::mt19937 random(seed);
    std::normal_distribution<float> gauss(0, deviation);
    std::vector<float> samples(static_cast<std::size_t>(seconds * whisper_sample_rate));
    std::ranges::generate(samples, [&] { return gauss(random); });
    return samples;
}

}  // namespace

class TestVoiceActivity : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsTheSpokenSentences_data();
    void findsTheSpokenSentences();
    void hearsNothingInSilenceNoiseClicksAndHum_data();
    void hearsNothingInSilenceNoiseClicksAndHum();
    void ignoresAnOffset();
    void followsABackgroundThatGetsLouder();
    void isTheSameInBlocksOfAnySize();
    void coversEverySampleWithAFrame();
    void startsAnewAfterReset();
    void survivesNotANumber();
};

void TestVoiceActivity::findsTheSpokenSentences_data() {
    QTest::addColumn<double>("coverage");  // of each sentence
    QTest::addColumn<double>("surplus");   // seconds of "speech" outside all sentences, per sentence
    QTest::newRow("short") << 0.97 << 0.5;
    QTest::newRow("standup") << 0.97 << 0.5;
    QTest::newRow("planning") << 0.94 << 0.5;
    QTest::newRow("pauses") << 0.95 << 0.5;
    QTest::newRow("noisy") << 0.93 << 0.5;
}

void TestVoiceActivity::findsTheSpokenSentences() {
    REQUIRE_SHARED();
    QFETCH(const double, coverage);
    QFETCH(const double, surplus);
    const std::vector<Interval> truth = truth_of(QTest::currentDataTag());
    QVERIFY(!truth.empty());
    const std::vector<Interval> found = speech_in(shared_sound(QTest::currentDataTag()));

    double inside = 0;
    for (const Interval& sentence : truth) {
        const double heard = shared_time(sentence, found);
        inside += heard;
        QVERIFY2(heard >= coverage * (sentence.end - sentence.start),
                 qPrintable(QStringLiteral("%1 of %2-%3 s").arg(heard).arg(sentence.start).arg(sentence.end)));
    }
    QVERIFY2(total(found) - inside <= surplus * static_cast<double>(truth.size()),
             qPrintable(QString::number(total(found) - inside)));
    // No segment is invented, and the edges are near a sentence's: not later than its start, not long before.
    for (const Interval& segment : found) {
        QVERIFY2(shared_time(segment, truth) > 0, qPrintable(QStringLiteral("invented at %1 s").arg(segment.start)));
        const auto begun = std::ranges::find_if(truth, [&](const Interval& sentence) { return sentence.end > segment.start; });
        QVERIFY2(segment.start > begun->start - 0.5, qPrintable(QString::number(segment.start)));
    }
    for (const Interval& sentence : truth) {
        const bool begun = std::ranges::any_of(found, [&](const Interval& segment) {
            return segment.start <= sentence.start + 0.1 && segment.end > sentence.start + 0.1;
        });
        QVERIFY2(begun, qPrintable(QStringLiteral("the beginning at %1 s is missing").arg(sentence.start)));
    }
}

void TestVoiceActivity::hearsNothingInSilenceNoiseClicksAndHum_data() {
    QTest::addColumn<QList<float>>("sound");
    const auto row = [](const char* name, const std::vector<float>& samples) {
        QTest::newRow(name) << QList<float>(samples.begin(), samples.end());
    };
    row("silence", std::vector<float>(160000));
    row("offset", std::vector<float>(160000, 0.3F));
    row("faint noise", white_noise(10, 0.0005F));
    row("noise", white_noise(10, 0.02F));
    row("loud noise", white_noise(10, 0.2F, 7));
    std::vector<float> clicks = white_noise(10, 0.001F);
    for (std::size_t at = 4000; at + 40 < clicks.size(); at += 7919) {
        for (std::size_t i = 0; i < 40; ++i) clicks[at + i] += (i % 2 == 0 ? 0.8F : -0.8F);
    }
    row("clicks", clicks);
    std::vector<float> hum = white_noise(10, 0.0005F);
    for (std::size_t i = 0; i < hum.size(); ++i)
        hum[i] += 0.1F * std::sin(static_cast<float>(i) * 2 * std::numbers::pi_v<float> * 50 / 16000);
    row("hum", hum);
}

void TestVoiceActivity::hearsNothingInSilenceNoiseClicksAndHum() {
    QFETCH(const QList<float>, sound);
    const std::vector<Interval> found = speech_in({sound.begin(), sound.end()});
    QVERIFY2(found.empty(),
             qPrintable(QStringLiteral("%1 s of speech from %2 s on").arg(total(found)).arg(found.empty() ? 0 : found[0].start)));
}

void TestVoiceActivity::ignoresAnOffset() {
    REQUIRE_SHARED();
    std::vector<float> samples = shared_sound("short");
    const std::vector<Interval> plain = speech_in(samples);
    for (float& sample : samples) sample += 0.25F;
    const std::vector<Interval> shifted = speech_in(samples);
    QCOMPARE(shifted.size(), plain.size());
    for (std::size_t i = 0; i < plain.size(); ++i) {
        QVERIFY(std::abs(shifted[i].start - plain[i].start) < 0.1);
        QVERIFY(std::abs(shifted[i].end - plain[i].end) < 0.1);
    }
}

void TestVoiceActivity::followsABackgroundThatGetsLouder() {
    std::vector<float> samples = white_noise(5, 0.0005F);
    const std::vector<float> fan = white_noise(20, 0.03F, 3);
    samples.insert(samples.end(), fan.begin(), fan.end());
    const std::vector<Interval> found = speech_in(samples);
    QVERIFY2(total(found) < 1.5, qPrintable(QString::number(total(found))));  // mistaken for a moment at most
}

void TestVoiceActivity::isTheSameInBlocksOfAnySize() {
    REQUIRE_SHARED();
    const std::vector<float> samples = shared_sound("noisy");
    EnergyVoiceActivity detector;
    std::vector<float> whole;
    detector.push(samples, whole);
    detector.finish(whole);
    std::vector<float> pieces;
    std::mt19937 random(5);
    for (std::size_t at = 0; at < samples.size();) {
        const std::size_t size = std::min<std::size_t>(1 + random() % 3000, samples.size() - at);
        detector.push(std::span(samples).subspan(at, size), pieces);
        at += size;
    }
    detector.finish(pieces);
    QCOMPARE(pieces, whole);
}

void TestVoiceActivity::coversEverySampleWithAFrame() {
    for (const std::size_t length : {0, 1, 319, 320, 321, 700, 9599, 9600, 16000, 100001}) {
        EnergyVoiceActivity detector;
        std::vector<float> probabilities;
        detector.push(std::vector<float>(length, 0.1F), probabilities);
        detector.finish(probabilities);
        QCOMPARE(probabilities.size(), (length + 319) / 320);
        for (const float probability : probabilities) QVERIFY(probability >= 0 && probability <= 1);
    }
}

void TestVoiceActivity::startsAnewAfterReset() {
    const std::vector<float> noise = white_noise(6, 0.02F);
    EnergyVoiceActivity detector;
    std::vector<float> first;
    detector.push(noise, first);
    detector.reset();
    std::vector<float> again;
    detector.push(noise, again);
    QCOMPARE(again, first);
}

void TestVoiceActivity::survivesNotANumber() {
    std::vector<float> samples = white_noise(4, 0.01F);
    for (std::size_t i = 20000; i < 24000; ++i) samples[i] = i % 2 == 0 ? std::nanf("") : INFINITY;
    EnergyVoiceActivity detector;
    std::vector<float> probabilities;
    detector.push(samples, probabilities);
    detector.finish(probabilities);
    for (const float probability : probabilities) QVERIFY(probability >= 0 && probability <= 1);
}

QTEST_GUILESS_MAIN(TestVoiceActivity)
#include "test_voice_activity.moc"
