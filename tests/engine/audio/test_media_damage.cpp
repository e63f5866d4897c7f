// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/audio/media_encoder.h"
#include "tests/engine/audio/read_media.h"
#include "tests/support/wav_writer.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <fcntl.h>
#include <fstream>
#include <random>
#include <sys/resource.h>
#include <unistd.h>

using namespace tilescribe;
using testing::EncodedMedia;

Q_DECLARE_METATYPE(EncodedMedia)

namespace {

std::string bytes_of(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void put_number(std::string& bytes, std::size_t offset, std::uint32_t value, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) bytes[offset + i] = static_cast<char>(value >> (8 * i) & 0xFFU);
}

long peak_memory_kib() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

/// Opens and reads to the end, or not: whatever happens must be a MediaError or sound.
bool survives(const std::filesystem::path& file) {
    try {
        MediaFileSource source(file);
        std::vector<float> block(8192);
        for (int blocks = 0; blocks < 4000 && source.read(block) == block.size(); ++blocks) {
        }
    } catch (const MediaError& error) {
        return std::string_view(error.what()).size() > 10;
    }
    return true;
}

std::vector<float> noise(std::size_t size) {
    std::minstd_rand random(3);
    std::uniform_real_distribution<float> distribution(-0.5F, 0.5F);
    std::vector<float> samples(size);
    for (float& sample : samples) sample = distribution(random);
    return samples;
}

}  // namespace

class TestMediaDamage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cut_off_wav() {
        const std::vector<float> samples = testing::sine(440, 10);
        const std::string bytes = testing::wav_bytes(samples);
        testing::write_file(file_, std::string_view(bytes).substr(0, 44 + 2 * 98765));
        MediaFileSource source(file_);
        QCOMPARE(source.estimated_samples().value_or(0) / 100, 987);
        const std::vector<float> read = testing::read_all(source);
        QCOMPARE(read.size(), 98765U);
        QCOMPARE(QString::fromStdString(source.warning()), QString("the file ends early; read up to 6.2 s of 10.0 s"));
        source.rewind();
        QVERIFY(testing::read_all(source) == read);
        QCOMPARE(QString::fromStdString(source.warning()), QString("the file ends early; read up to 6.2 s of 10.0 s"));
    }

    void cut_off_everywhere() {
        const std::string bytes = testing::wav_bytes(testing::sine(440, 0.02));
        for (std::size_t size = 1; size < bytes.size(); ++size) {
            testing::write_file(file_, std::string_view(bytes).substr(0, size));
            QVERIFY(survives(file_));
        }
    }

    /// Programs that write into a pipe cannot know the size.
    void unknown_sizes_are_no_damage_data() {
        QTest::addColumn<unsigned>("declared");
        for (const unsigned size : {0U, 0xFFFFFFFFU, 0x7FFFFFFFU, 0x80000000U, 0x7FFFFFDBU, 0x7FFFF000U})
            QTest::addRow("%x", size) << size;
    }

    void unknown_sizes_are_no_damage() {
        QFETCH(unsigned, declared);
        const std::vector<float> samples(16000, 0.25F);
        testing::write_wav(file_, samples, {.declared_data_size = declared});
        MediaFileSource source(file_);
        QVERIFY(std::abs(source.estimated_samples().value_or(16000) - 16000) < 100);
        QVERIFY(testing::read_all(source) == samples);
        QCOMPARE(source.warning(), std::string());
    }

    void absurd_headers_data() {
        QTest::addColumn<int>("offset");
        QTest::addColumn<int>("size");
        QTest::addColumn<unsigned>("value");
        const struct {
            const char* name;
            int offset;
            int size;
        } fields[] = {{"riff size", 4, 4},         {"fmt size", 16, 4}, {"coding", 20, 2}, {"channels", 22, 2}, {"rate", 24, 4},
                      {"bytes per second", 28, 4}, {"block", 32, 2},    {"bits", 34, 2},   {"data size", 40, 4}};
        for (const auto& field : fields)
            for (const unsigned value : {0U, 1U, 2U, 255U, 0x7FFFU, 0xFFFFU, 0x7FFFFFFFU, 0x80000000U, 0xFFFFFFFFU})
                QTest::addRow("%s = %x", field.name, value) << field.offset << field.size << value;
    }

    void absurd_headers() {
        QFETCH(int, offset);
        QFETCH(int, size);
        QFETCH(unsigned, value);
        std::string bytes = testing::wav_bytes(testing::sine(440, 0.5));
        put_number(bytes, static_cast<std::size_t>(offset), value, static_cast<std::size_t>(size));
        testing::write_file(file_, bytes);
        QVERIFY(survives(file_));
    }

    void absurd_rates_and_channels_are_named() {
        const auto sentence = [&](std::size_t offset, std::uint32_t value, std::size_t size) {
            std::string bytes = testing::wav_bytes(testing::sine(440, 0.5));
            put_number(bytes, offset, value, size);
            testing::write_file(file_, bytes);
            return testing::refusal(file_);
        };
        QVERIFY2(sentence(24, 1, 4).find("declares 1 samples per second") != std::string::npos, sentence(24, 1, 4).c_str());
        QVERIFY(sentence(24, 2147483647, 4).find("declares 2147483647 samples per second") != std::string::npos);
        QVERIFY(!sentence(24, 0, 4).empty());
        QVERIFY(!sentence(22, 0, 2).empty());
        QVERIFY(!sentence(22, 65535, 2).empty());
    }

    void mp4_without_its_index() {
        testing::encode_media(file_, {.muxer = "mp4", .encoder = "aac"}, testing::sine(440, 10));
        const std::string bytes = bytes_of(file_);
        testing::write_file(file_, std::string_view(bytes).substr(0, bytes.size() / 2));
        const std::string sentence = testing::refusal(file_);
        QVERIFY2(sentence.ends_with("is damaged or incomplete and cannot be read (moov atom not found)"), sentence.c_str());
    }

    void cut_off_encoded_data() {
        QTest::addColumn<EncodedMedia>("media");
        QTest::addColumn<bool>("length_is_declared");
        QTest::newRow("FLAC") << EncodedMedia{} << true;
        QTest::newRow("MP3") << EncodedMedia{.muxer = "mp3", .encoder = "libmp3lame"} << true;
        QTest::newRow("MP4, index first") << EncodedMedia{.muxer = "mp4", .encoder = "aac", .muxer_flags = "faststart"} << true;
        QTest::newRow("Matroska") << EncodedMedia{.muxer = "matroska", .encoder = "flac"} << true;
        QTest::newRow("Ogg") << EncodedMedia{.muxer = "ogg", .encoder = "libvorbis"} << false;
        QTest::newRow("video") << EncodedMedia{.muxer = "matroska", .encoder = "flac", .picture = "mjpeg"} << true;
    }

    void cut_off_encoded() {
        QFETCH(EncodedMedia, media);
        QFETCH(bool, length_is_declared);
        testing::encode_media(file_, media, noise(160000));
        const std::string bytes = bytes_of(file_);
        testing::write_file(file_, std::string_view(bytes).substr(0, bytes.size() * 6 / 10));
        MediaFileSource source(file_);
        const std::vector<float> samples = testing::read_all(source);
        QVERIFY2(samples.size() > 70000 && samples.size() < 110000, qPrintable(QString::number(samples.size())));
        qInfo("%s", source.warning().c_str());
        if (length_is_declared) QVERIFY2(source.warning().find("ends early") != std::string::npos, source.warning().c_str());
        source.rewind();
        QVERIFY(testing::read_all(source) == samples);
    }

    void damage_in_the_middle_data() { cut_off_encoded_data(); }

    void damage_in_the_middle() {
        QFETCH(EncodedMedia, media);
        testing::encode_media(file_, media, noise(160000));
        std::string bytes = bytes_of(file_);
        std::minstd_rand random(5);
        for (std::size_t i = 0; i < 3000; ++i) bytes[bytes.size() / 2 + i] = static_cast<char>(random() & 0xFFU);
        testing::write_file(file_, bytes);
        MediaFileSource source(file_);
        const std::vector<float> samples = testing::read_all(source);
        qInfo("%zu samples, %s", samples.size(), source.warning().c_str());
        QVERIFY2(samples.size() > 75000 && samples.size() < 170000, qPrintable(QString::number(samples.size())));
    }

    void nothing_is_printed() {
        testing::encode_media(file_, {}, noise(160000));
        std::string bytes = bytes_of(file_);
        std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(bytes.size() / 2), 5000, '\x5a');
        testing::write_file(file_, bytes);
        const std::filesystem::path captured = folder_.filePath("stderr").toStdString();
        const int kept = ::dup(STDERR_FILENO);
        const int capture = ::open(captured.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
        if (kept < 0 || capture < 0) QFAIL("the test cannot redirect its own output");
        ::dup2(capture, STDERR_FILENO);
        MediaFileSource source(file_);
        static_cast<void>(testing::read_all(source));
        testing::write_file(file_, "RIFF....WAVEfmt ");
        const std::string sentence = testing::refusal(file_);
        ::dup2(kept, STDERR_FILENO);
        ::close(kept);
        ::close(capture);
        QVERIFY(source.warning().find("damaged at") != std::string::npos);
        QVERIFY(!sentence.empty());
        QCOMPARE(bytes_of(captured), std::string());
    }

    /// Random bytes changed in small files of every kind; asan watches.
    void random_damage_data() { cut_off_encoded_data(); }

    void random_damage() {
        QFETCH(EncodedMedia, media);
        testing::encode_media(file_, media, noise(16000));
        const std::string clean = bytes_of(file_);
        std::minstd_rand random(11);
        for (int round = 0; round < 60; ++round) {
            std::string bytes = clean;
            for (int i = 0; i < 8; ++i) {
                const std::size_t range = i < 4 ? std::min<std::size_t>(600, bytes.size()) : bytes.size();  // headers above all
                bytes[random() % range] = static_cast<char>(random() & 0xFFU);
            }
            testing::write_file(file_, bytes);
            QVERIFY(survives(file_));
        }
    }

    void long_sound_takes_no_more_memory() {
        const auto read_silence = [&](std::uint32_t seconds) {
            testing::write_file(file_, testing::wav_header(seconds * 88200, {.sample_rate = 44100}));
            std::filesystem::resize_file(file_, 44 + std::uintmax_t{seconds} * 88200);  // a hole in the disk, read as zeros
            MediaFileSource source(file_);
            std::vector<float> block(48000);
            std::uint64_t samples = 0;
            for (std::size_t count = block.size(); count == block.size(); samples += count) count = source.read(block);
            return samples;
        };
        QCOMPARE(read_silence(60), 60U * 16000);
        const long before = peak_memory_kib();
        QCOMPARE(read_silence(1800), 1800U * 16000);
#ifndef TILESCRIBE_SANITIZED
        QVERIFY2(peak_memory_kib() - before < 2048, qPrintable(QString::number(peak_memory_kib() - before)));
#else
        static_cast<void>(before);  // the sanitizer keeps what was freed
#endif
    }

private:
    QTemporaryDir folder_;
    const std::filesystem::path file_ = folder_.filePath("sound").toStdString();
};

QTEST_GUILESS_MAIN(TestMediaDamage)
#include "test_media_damage.moc"
