// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/audio/read_media.h"
#include "tests/support/shared_files.h"
#include "tests/support/wav_writer.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace tilescribe;
using testing::WavFormat;

namespace {

/// Every 16-bit number once.
std::vector<float> all_numbers() {
    std::vector<float> samples;
    for (int k = -32768; k <= 32767; ++k) samples.push_back(static_cast<float>(k) / 32768.0F);
    return samples;
}

float loudest(const std::vector<float>& samples) {
    float largest = 0;
    for (const float sample : samples) largest = std::max(largest, std::abs(sample));
    return largest;
}

}  // namespace

/// WAV files of every kind, written by hand.
class TestMediaWav : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sixteen_bits_are_exact() {
        testing::write_wav(file_, all_numbers());
        MediaFileSource source(file_);
        QCOMPARE(source.estimated_samples(), 65536);
        QVERIFY(testing::read_all(source) == all_numbers());
        QCOMPARE(source.warning(), std::string());
    }

    void the_shared_recording_is_exact() {
        REQUIRE_SHARED();
        const std::vector<float> samples = testing::read_media(testing::shared_folder() / "audio/standup.wav");
        QCOMPARE(samples.size(), 880000U);
        testing::write_wav(file_, samples);
        QVERIFY(testing::read_media(file_) == samples);
    }

    void few_samples_data() {
        QTest::addColumn<int>("n_samples");
        for (const int n : {0, 1, 2, 1600}) QTest::addRow("%d", n) << n;
    }

    void few_samples() {
        QFETCH(int, n_samples);
        const std::vector<float> expected(static_cast<std::size_t>(n_samples), 0.25F);
        testing::write_wav(file_, expected);
        MediaFileSource source(file_);
        QVERIFY(testing::read_all(source) == expected);
        QCOMPARE(source.warning(), std::string());
        float more = 0;
        QCOMPARE(source.read(std::span(&more, 1)), 0U);
        source.rewind();
        QVERIFY(testing::read_all(source) == expected);
    }

    void one_sample_at_another_rate() {
        testing::write_wav(file_, std::vector<float>(1, 0.25F), {.sample_rate = 48000});
        QVERIFY(testing::read_media(file_).size() <= 1);
    }

    void sample_formats_data() {
        QTest::addColumn<int>("bits");
        QTest::addColumn<bool>("is_float");
        QTest::addColumn<float>("tolerance");
        QTest::newRow("8 bits") << 8 << false << 0.005F;
        QTest::newRow("16 bits") << 16 << false << 2e-5F;
        QTest::newRow("24 bits") << 24 << false << 1e-6F;
        QTest::newRow("32 bits") << 32 << false << 1e-6F;
        QTest::newRow("float") << 32 << true << 1e-6F;
    }

    void sample_formats() {
        QFETCH(int, bits);
        QFETCH(bool, is_float);
        QFETCH(float, tolerance);
        const WavFormat format{.bits = bits, .is_float = is_float};
        testing::write_wav(file_, testing::sine(440, 1, format), format);
        const std::vector<float> samples = testing::read_media(file_);
        QCOMPARE(samples.size(), 16000U);
        QVERIFY(testing::difference_from_sine(samples, 440, 0.5) < tolerance);
    }

    void sample_rates_data() {
        QTest::addColumn<int>("rate");
        for (const int rate : {4000, 8000, 11025, 22050, 32000, 44100, 48000, 96000, 192000}) QTest::addRow("%d Hz", rate) << rate;
    }

    void sample_rates() {
        QFETCH(int, rate);
        const WavFormat format{.sample_rate = rate, .bits = 24};
        testing::write_wav(file_, testing::sine(1000, 2, format), format);
        MediaFileSource source(file_);
        QVERIFY(std::abs(source.estimated_samples().value_or(0) - 32000) <= 1);
        const std::vector<float> samples = testing::read_all(source);
        QVERIFY2(std::abs(static_cast<int>(samples.size()) - 32000) <= 1, qPrintable(QString::number(samples.size())));
        const float difference = testing::difference_from_sine(samples, 1000, 0.5);
        QVERIFY2(difference < 1e-5F, qPrintable(QString::number(static_cast<double>(difference))));
    }

    /// What 16 kHz cannot hold is taken out, what it can hold stays.
    void pitch_beyond_the_new_rate_data() {
        QTest::addColumn<double>("hertz");
        QTest::addColumn<double>("amplitude");
        QTest::newRow("7 kHz") << 7000.0 << 0.5;
        QTest::newRow("9 kHz") << 9000.0 << 0.0;
        QTest::newRow("20 kHz") << 20000.0 << 0.0;
    }

    void pitch_beyond_the_new_rate() {
        QFETCH(double, hertz);
        QFETCH(double, amplitude);
        const WavFormat format{.sample_rate = 48000, .bits = 24};
        testing::write_wav(file_, testing::sine(hertz, 1, format), format);
        QVERIFY(testing::difference_from_sine(testing::read_media(file_), hertz, amplitude) < 1e-4F);
    }

    void six_channels_count_alike() {
        const WavFormat format{.channels = 6};
        std::vector<float> samples;
        for (int frame = 0; frame < 1000; ++frame)
            for (int channel = 0; channel < 6; ++channel) samples.push_back(channel == 3 ? 0.6F : 0.0F);
        testing::write_wav(file_, samples, format);
        const std::vector<float> mono = testing::read_media(file_);
        QCOMPARE(mono.size(), 1000U);
        for (const float sample : mono) QVERIFY(std::abs(sample - 0.1F) < 1e-4F);
    }

    void stereo_never_exceeds_full_scale() {
        const WavFormat format{.channels = 2};
        testing::write_wav(file_, std::vector<float>(2000, 0.9F), format);
        for (const float sample : testing::read_media(file_)) QVERIFY(std::abs(sample - 0.9F) < 1e-4F);
    }

    void a_chosen_channel_is_exact() {
        for (const int channels : {1, 2, 6}) {
            const WavFormat format{.channels = channels};
            const std::vector<float> numbers = all_numbers();
            std::vector<float> samples;
            for (const float number : numbers)
                for (int channel = 0; channel < channels; ++channel) samples.push_back(channel == channels - 1 ? number : 0.5F);
            testing::write_wav(file_, samples, format);
            QVERIFY(testing::read_media(file_, {.channel = channels - 1}) == numbers);
            QVERIFY(testing::refusal(file_, {.channel = channels}).find("has no channel") != std::string::npos);
            QVERIFY(testing::refusal(file_, {.channel = -1}).find("has no channel") != std::string::npos);
        }
    }

    void floats_are_limited() {
        const float infinite = std::numeric_limits<float>::infinity();
        const std::vector<float> wild{0.5F, 3.0F, -1e30F, infinite, -infinite, std::numeric_limits<float>::quiet_NaN(), -0.5F};
        testing::write_wav(file_, wild, {.bits = 32, .is_float = true});
        QVERIFY(testing::read_media(file_) == (std::vector<float>{0.5F, 1.0F, -1.0F, 1.0F, -1.0F, 0.0F, -0.5F}));
    }

    void rewinding_gives_the_same_bits() {
        for (const int rate : {16000, 44100}) {
            const WavFormat format{.sample_rate = rate, .channels = 2};
            testing::write_wav(file_, testing::sine(331, 3, format), format);
            MediaFileSource source(file_);
            source.rewind();
            const std::vector<float> first = testing::read_all(source, 997);
            QVERIFY(loudest(first) > 0.49F);
            source.rewind();
            QVERIFY(testing::read_all(source, 4096) == first);
            source.rewind();
            std::vector<float> part(12345);
            QCOMPARE(source.read(part), part.size());
            source.rewind();
            QVERIFY(testing::read_all(source, 1) == first);
        }
    }

    void what_replaces_the_file_is_not_read() {
        testing::write_wav(file_, all_numbers());
        MediaFileSource source(file_);
        static_cast<void>(testing::read_all(source));
        std::filesystem::remove(file_);
        testing::write_wav(file_, std::vector<float>(10, 0.1F));
        source.rewind();
        QVERIFY(testing::read_all(source) == all_numbers());
    }

private:
    QTemporaryDir folder_;
    const std::filesystem::path file_ = folder_.filePath("sound.wav").toStdString();
};

QTEST_GUILESS_MAIN(TestMediaWav)
#include "test_media_wav.moc"
