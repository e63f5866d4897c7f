// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/audio/media_encoder.h"
#include "tests/engine/audio/read_media.h"
#include "tests/support/wav_writer.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace tilescribe;
using testing::EncodedMedia;

Q_DECLARE_METATYPE(EncodedMedia)

namespace {

/// Mean and not largest: FFmpeg's AAC encoder rings now and then.
double rms_difference_from_sine(const std::vector<float>& samples, double hertz, double amplitude) {
    constexpr std::size_t edge = 2000;
    double sum = 0;
    for (std::size_t i = edge; i + edge < samples.size(); ++i) {
        const double expected = amplitude * std::sin(2 * std::numbers::pi * hertz * static_cast<double>(i) / 16000);
        sum += std::pow(static_cast<double>(samples[i]) - expected, 2);
    }
    return std::sqrt(sum / static_cast<double>(samples.size()));
}

}  // namespace

/// Encoded sound and video, written with FFmpeg's own encoders.
class TestMediaCodecs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reads_them_all_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<EncodedMedia>("media");
        QTest::addColumn<float>("tolerance");
        QTest::newRow("FLAC") << "a.flac" << EncodedMedia{.muxer = "flac", .encoder = "flac"} << 2e-5F;
        QTest::newRow("FLAC, 44.1 kHz") << "b.flac" << EncodedMedia{.muxer = "flac", .encoder = "flac", .sample_rate = 44100}
                                        << 1e-4F;
        QTest::newRow("MP3") << "a.mp3" << EncodedMedia{.muxer = "mp3", .encoder = "libmp3lame", .sample_rate = 44100} << 0.05F;
        QTest::newRow("Vorbis") << "a.ogg" << EncodedMedia{.muxer = "ogg", .encoder = "libvorbis", .sample_rate = 44100} << 0.05F;
        QTest::newRow("Opus") << "a.opus" << EncodedMedia{.muxer = "ogg", .encoder = "libopus", .sample_rate = 48000} << 0.05F;
        QTest::newRow("AAC in M4A") << "a.m4a" << EncodedMedia{.muxer = "ipod", .encoder = "aac", .sample_rate = 44100} << 0.05F;
        QTest::newRow("AAC, bare") << "a.aac" << EncodedMedia{.muxer = "adts", .encoder = "aac", .sample_rate = 44100} << 2.0F;
        QTest::newRow("ALAC") << "b.m4a" << EncodedMedia{.muxer = "ipod", .encoder = "alac"} << 2e-5F;
        QTest::newRow("Matroska without video") << "a.mka" << EncodedMedia{.muxer = "matroska", .encoder = "flac"} << 2e-5F;
        QTest::newRow("AMR-less AU") << "a.au" << EncodedMedia{.muxer = "au", .encoder = "pcm_mulaw", .sample_rate = 8000} << 0.05F;
        QTest::newRow("AIFF") << "a.aiff" << EncodedMedia{.muxer = "aiff", .encoder = "pcm_s16be"} << 2e-5F;
        QTest::newRow("video") << "a.mkv" << EncodedMedia{.muxer = "matroska", .encoder = "flac", .picture = "mjpeg"} << 2e-5F;
        QTest::newRow("MP4 video") << "a.mp4"
                                   << EncodedMedia{.muxer = "mp4", .encoder = "aac", .picture = "mjpeg", .sample_rate = 48000}
                                   << 0.05F;
        QTest::newRow("MPEG transport stream")
            << "a.ts" << EncodedMedia{.muxer = "mpegts", .encoder = "mp2", .sample_rate = 48000} << 2.0F;
        QTest::newRow("MP3 with a cover")
            << "b.mp3"
            << EncodedMedia{.muxer = "mp3", .encoder = "libmp3lame", .picture = "png", .pictures = 1, .sample_rate = 44100}
            << 0.05F;
    }

    void reads_them_all() {
        QFETCH(QString, name);
        QFETCH(EncodedMedia, media);
        QFETCH(float, tolerance);
        const std::filesystem::path file = folder_.filePath(name).toStdString();
        testing::encode_media(file, media, testing::sine(500, 5, {.sample_rate = media.sample_rate}));
        MediaFileSource source(file);
        const std::vector<float> samples = testing::read_all(source);
        QCOMPARE(source.warning(), std::string());
        QVERIFY2(std::abs(static_cast<double>(samples.size()) - 80000) < 2500, qPrintable(QString::number(samples.size())));
        QVERIFY(std::abs(static_cast<double>(source.estimated_samples().value_or(0)) - 80000) < 8000);
        const double difference = rms_difference_from_sine(samples, 500, 0.5);
        QVERIFY2(difference < static_cast<double>(tolerance), qPrintable(QString::number(difference)));
        QVERIFY(*std::max_element(samples.begin(), samples.end()) > 0.45F);
        source.rewind();
        QVERIFY(testing::read_all(source, 1237) == samples);
    }

    /// 5.1: the centre counts 1, left and right 0.707, the rear ones 0.5 each, and all together full scale.
    void surround_is_mixed_by_place() {
        const std::filesystem::path file = folder_.filePath("surround.flac").toStdString();
        std::vector<float> samples(6 * 16000);
        for (std::size_t i = 2; i < samples.size(); i += 6) samples[i] = 0.5F;
        testing::encode_media(file, {.channels = 6}, samples);
        for (const float sample : testing::read_media(file)) QVERIFY(std::abs(sample - 0.14645F) < 1e-3F);
        for (const float sample : testing::read_media(file, {.channel = 2})) QCOMPARE(sample, 0.5F);
        for (const float sample : testing::read_media(file, {.channel = 0})) QCOMPARE(sample, 0.0F);
    }

    void video_without_sound_is_said_so() {
        const std::filesystem::path file = folder_.filePath("silent film.mkv").toStdString();
        testing::encode_media(file, {.muxer = "matroska", .encoder = "", .picture = "mjpeg"}, {});
        const std::string sentence = testing::refusal(file);
        QVERIFY2(sentence.ends_with("silent film.mkv' holds pictures but no sound"), sentence.c_str());
    }

    void a_picture_is_not_sound() {
        const std::filesystem::path file = folder_.filePath("photo.png").toStdString();
        testing::encode_media(file, {.muxer = "image2", .encoder = "", .picture = "png", .pictures = 1}, {});
        const std::string sentence = testing::refusal(file);
        QVERIFY2(sentence.find("no sound") != std::string::npos, sentence.c_str());
    }

private:
    QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(TestMediaCodecs)
#include "test_media_codecs.moc"
