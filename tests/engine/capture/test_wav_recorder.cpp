// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/audio/growing_wav_reader.h"
#include "engine/audio/wav_recorder.h"
#include "engine/audio/wav_repair.h"
#include "tests/support/wav_reader.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <chrono>
#include <cmath>
#include <csignal>
#include <memory>
#include <optional>
#include <random>
#include <sys/resource.h>
#include <sys/stat.h>
#include <thread>
#include <vector>

using namespace tilescribe;
using namespace std::chrono_literals;

namespace {

std::vector<float> noise(std::size_t length, unsigned seed = 1) {
    std::mt19937 random(seed);
    std::vector<float> samples(length);
    for (float& sample : samples) sample = static_cast<float>(static_cast<int>(random() % 65536) - 32768) / 32768;
    return samples;
}

std::vector<float> read_all(const WavRecorder& recording) {
    std::vector<float> samples(static_cast<std::size_t>(recording.length()));
    samples.resize(recording.read_at(0, samples));
    return samples;
}

/// No file of this process may grow beyond `bytes` for a while: a full disk, as far as the recorder can tell.
class FileSizeLimit {
public:
    explicit FileSizeLimit(rlim_t bytes) {
        getrlimit(RLIMIT_FSIZE, &before_);
        rlimit limit = before_;
        limit.rlim_cur = bytes;
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() { setrlimit(RLIMIT_FSIZE, &before_); }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;

private:
    rlimit before_{};
};

}  // namespace

class TestWavRecorder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { std::signal(SIGXFSZ, SIG_IGN); }
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }
    void writesWhatItIsGiven();
    void clipsInsteadOfWrapping();
    void isValidWhileItGrows();
    void readsBehindTheRecorder();
    void wakesAWaitingReader();
    void turnsIntoRf64();
    void neverOverwrites();
    void repairsACutOffFile();
    void repairsALargeFile();
    void repairRefusesOtherFiles();
    void waitsForAFullDisk();
    void givesUpTheOldestOnADiskThatStaysFull();
    void closesOnAFullDisk();

private:
    std::filesystem::path path(const char* name = "track.wav") const {
        return std::filesystem::path(folder_->path().toStdString()) / name;
    }
    QByteArray bytes(const char* name = "track.wav") const {
        QFile file(QString::fromStdString(path(name).string()));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    std::unique_ptr<QTemporaryDir> folder_;
};

void TestWavRecorder::writesWhatItIsGiven() {
    const std::vector<float> samples = noise(50001);
    {
        WavRecorder recorder(path());
        recorder.append(std::span(samples).first(7));
        recorder.append(std::span(samples).subspan(7));
        recorder.append_silence(40000);
        recorder.close();
        QCOMPARE(recorder.length(), 90001);
        QCOMPARE(recorder.durable_length(), 90001);
        QVERIFY(recorder.state() == WavRecorder::State::closed);
        QVERIFY(recorder.problem().empty());
    }
    std::vector<float> expected = samples;
    expected.resize(90001);
    QCOMPARE(testing::read_wav(path()), expected);
    struct stat status{};
    QCOMPARE(::stat(path().c_str(), &status), 0);
    QCOMPARE(status.st_mode & 0777U, 0600U);  // a meeting is nobody else's business
}

void TestWavRecorder::clipsInsteadOfWrapping() {
    WavRecorder recorder(path());
    recorder.append(std::vector<float>{1.5F, -1.5F, 1, -1, std::nanf(""), INFINITY, -INFINITY});
    recorder.close();
    const float top = 32767.F / 32768;
    QCOMPARE(read_all(recorder), (std::vector<float>{top, -1, top, -1, 0, top, -1}));
}

void TestWavRecorder::isValidWhileItGrows() {
    WavRecorder recorder(path());
    QVERIFY(testing::read_wav(path()).empty());
    auto now = WavRecorder::Clock::now();
    const std::vector<float> samples = noise(160000);
    for (std::size_t second = 0; second < 10; ++second) {
        for (std::size_t block = 0; block < 50; ++block) {
            recorder.append(std::span(samples).subspan(second * 16000 + block * 320, 320));
            now += 20ms;
            recorder.sync(now);
        }
        // What the header promises is there, and is not more than about a second behind.
        const std::vector<float> in_file = testing::read_wav(path());
        QVERIFY(in_file.size() + 16000 + 320 >= static_cast<std::size_t>(recorder.length()));
        QCOMPARE(static_cast<FrameIndex>(in_file.size()), recorder.durable_length());
        QVERIFY(std::equal(in_file.begin(), in_file.end(), samples.begin()));
    }
}

void TestWavRecorder::readsBehindTheRecorder() {
    const auto recorder = std::make_shared<WavRecorder>(path());
    const std::vector<float> samples = noise(100000, 4);
    GrowingWavReader reader(recorder);
    std::vector<float> block(33000);
    QCOMPARE(reader.read(block), std::size_t(0));
    QVERIFY(!reader.finished());
    recorder->append(std::span(samples).first(40000));
    QCOMPARE(reader.waiting(), 40000);
    QCOMPARE(reader.read(block), std::size_t(33000));
    QVERIFY(std::equal(block.begin(), block.end(), samples.begin()));
    QCOMPARE(reader.read(block), std::size_t(7000));
    QCOMPARE(reader.read(block), std::size_t(0));
    recorder->append(std::span(samples).subspan(40000));
    recorder->close();
    QVERIFY(!reader.finished());
    reader.seek(99990);
    QCOMPARE(reader.read(block), std::size_t(10));
    QVERIFY(reader.finished());
    reader.rewind();
    std::vector<float> all(120000);
    QCOMPARE(reader.read(all), std::size_t(100000));
    all.resize(100000);
    QCOMPARE(all, samples);
    QCOMPARE(reader.estimated_samples(), std::optional<std::int64_t>(100000));
}

void TestWavRecorder::wakesAWaitingReader() {
    const auto recorder = std::make_shared<WavRecorder>(path());
    std::vector<float> heard;
    std::jthread transcriber([&](const std::stop_token& stop) {
        GrowingWavReader reader(recorder);
        std::vector<float> block(5000);
        while (!reader.finished()) {
            reader.wait_for(1000, stop, 10s);
            const std::size_t count = reader.read(block);
            heard.insert(heard.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(count));
        }
    });
    const std::vector<float> samples = noise(200000, 9);
    for (std::size_t at = 0; at < samples.size(); at += 400) recorder->append(std::span(samples).subspan(at, 400));
    recorder->close();
    transcriber.join();
    QCOMPARE(heard, samples);

    // A stop request wakes it too, long before the time is over.
    const auto other = std::make_shared<WavRecorder>(path("other.wav"));
    std::jthread waiting([&](const std::stop_token& stop) { GrowingWavReader(other).wait_for(1, stop, 1h); });
    waiting.request_stop();
    waiting.join();
}

void TestWavRecorder::turnsIntoRf64() {
    WavRecorderOptions options;
    options.riff_limit = 100000;  // instead of 4 GiB
    WavRecorder recorder(path(), options);
    recorder.append(noise(40000));
    recorder.sync(WavRecorder::Clock::now() + 2s);
    QCOMPARE(bytes().first(4), QByteArray("RIFF"));
    QCOMPARE(bytes().mid(12, 4), QByteArray("JUNK"));
    recorder.append(noise(40000));
    recorder.close();
    const QByteArray file = bytes();
    QCOMPARE(file.size(), 80 + 160000);
    QCOMPARE(file.first(12), QByteArray::fromHex("52463634ffffffff57415645"));
    QCOMPARE(file.mid(12, 8), QByteArray::fromHex("647336341c000000"));
    QCOMPARE(file.mid(20, 8), QByteArray::fromHex("4871020000000000"));  // 160072
    QCOMPARE(file.mid(28, 8), QByteArray::fromHex("0071020000000000"));  // 160000
    QCOMPARE(file.mid(36, 8), QByteArray::fromHex("8038010000000000"));  // 80000 samples
    QCOMPARE(file.mid(72, 8), QByteArray::fromHex("64617461ffffffff"));
}

void TestWavRecorder::neverOverwrites() {
    {
        WavRecorder(path()).append(noise(100));
    }
    QVERIFY_THROWS_EXCEPTION(RecordingError, WavRecorder{path()});
    QVERIFY_THROWS_EXCEPTION(RecordingError, WavRecorder{path("no/such/folder.wav")});
    QCOMPARE(testing::read_wav(path()).size(), std::size_t(100));
}

void TestWavRecorder::repairsACutOffFile() {
    const std::vector<float> samples = noise(30000);
    {
        WavRecorder(path()).append(samples);
    }
    QVERIFY(!repair_wav(path()).changed);
    QCOMPARE(repair_wav(path()).samples, 30000);
    // The header as it was a second before the end; and one byte of a sample that was on its way.
    QFile file(QString::fromStdString(path().string()));
    QVERIFY(file.open(QIODevice::ReadWrite));
    const RecordingHeader old = make_recording_header(2 * 14000);
    file.write(reinterpret_cast<const char*>(old.data()), static_cast<qint64>(old.size()));
    file.seek(file.size());
    file.write("x");
    file.close();
    QCOMPARE(testing::read_wav(path()).size(), std::size_t(14000));  // valid before, complete after
    const WavRepair repair = repair_wav(path());
    QVERIFY(repair.changed);
    QCOMPARE(repair.samples, 30000);
    QCOMPARE(testing::read_wav(path()), samples);
    // The other way round: the file lost its end.
    QVERIFY(QFile::resize(QString::fromStdString(path().string()), 80 + 2 * 999));
    QCOMPARE(repair_wav(path()).samples, 999);
    QCOMPARE(testing::read_wav(path()).size(), std::size_t(999));
    // Killed within the first 80 bytes.
    for (const qint64 size : {79, 40, 1, 0}) {
        QVERIFY(QFile::resize(QString::fromStdString(path().string()), 0));
        QFile beginning(QString::fromStdString(path().string()));
        QVERIFY(beginning.open(QIODevice::WriteOnly));
        const RecordingHeader header = make_recording_header(0);
        beginning.write(reinterpret_cast<const char*>(header.data()), size);
        beginning.close();
        QCOMPARE(repair_wav(path()).samples, 0);
        QVERIFY(testing::read_wav(path()).empty());
    }
}

/// Beyond 4 GiB; the file is a hole, it takes no room.
void TestWavRecorder::repairsALargeFile() {
    {
        WavRecorder(path()).append(noise(100));
    }
    const std::int64_t samples = 2'500'000'000;
    if (!QFile::resize(QString::fromStdString(path().string()), 80 + 2 * samples)) QSKIP("no sparse files here");
    QCOMPARE(repair_wav(path()).samples, samples);
    QCOMPARE(repair_wav(path()).changed, false);
    QFile file(QString::fromStdString(path().string()));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray header = file.read(80);
    QCOMPARE(header.first(4), QByteArray("RF64"));
    QCOMPARE(header.mid(28, 8), QByteArray::fromHex("00f2052a01000000"));  // 5 000 000 000
}

void TestWavRecorder::repairRefusesOtherFiles() {
    QVERIFY_THROWS_EXCEPTION(RecordingError, repair_wav(path("missing.wav")));
    QVERIFY_THROWS_EXCEPTION(RecordingError, repair_wav(folder_->path().toStdString()));
    for (const QByteArray& content :
         {QByteArray("hello"), QByteArray(500, '\0'), QByteArray("RIFF\x10\0\0\0WAVEfmt ", 16), QByteArray("RIFX")}) {
        QFile file(QString::fromStdString(path().string()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
        file.close();
        QVERIFY_THROWS_EXCEPTION(RecordingError, repair_wav(path()));
        QCOMPARE(bytes(), content);  // untouched
    }
}

void TestWavRecorder::waitsForAFullDisk() {
    WavRecorderOptions options;
    options.retry_interval = 0ms;
    options.sync_interval = 0ms;
    const auto recorder = std::make_shared<WavRecorder>(path(), options);
    const std::vector<float> samples = noise(60000);
    recorder->append(std::span(samples).first(20000));
    {
        const FileSizeLimit limit(80 + 2 * 30001 + 1);  // in the middle of a sample
        recorder->append(std::span(samples).subspan(20000, 30000));
        QVERIFY(recorder->state() == WavRecorder::State::disk_full);
        QVERIFY(!recorder->problem().empty());
        recorder->sync();
        QCOMPARE(testing::read_wav(path()).size(), std::size_t(30001));  // still valid
        // The transcriber hears everything all the same.
        std::vector<float> heard(60000);
        QCOMPARE(GrowingWavReader(recorder).read(heard), std::size_t(50000));
        QVERIFY(std::equal(heard.begin(), heard.begin() + 50000, samples.begin()));
    }
    recorder->append(std::span(samples).subspan(50000));
    QVERIFY(recorder->state() == WavRecorder::State::recording);
    recorder->close();
    QCOMPARE(recorder->lost_samples(), 0);
    QCOMPARE(testing::read_wav(path()), samples);
}

void TestWavRecorder::givesUpTheOldestOnADiskThatStaysFull() {
    WavRecorderOptions options;
    options.retry_interval = 0ms;
    options.waiting_samples_limit = 16000;
    WavRecorder recorder(path(), options);
    const std::vector<float> samples = noise(100000);
    {
        const FileSizeLimit limit(80 + 2 * 10000);
        recorder.append(std::span(samples).first(90000));
        QCOMPARE(recorder.length(), 90000);
        QVERIFY(recorder.lost_samples() > 0);
        QVERIFY(read_all(recorder).size() == 90000);
    }
    recorder.append(std::span(samples).subspan(90000));
    recorder.close();
    const std::vector<float> in_file = testing::read_wav(path());
    QCOMPARE(in_file.size(), samples.size());  // every sample keeps its place in time
    QCOMPARE(read_all(recorder), in_file);
    const auto lost = static_cast<std::size_t>(recorder.lost_samples());
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const bool given_up = i >= 10000 && i < 10000 + lost;
        if (in_file[i] != (given_up ? 0.F : samples[i])) QFAIL(qPrintable(QString::number(i)));
    }
}

void TestWavRecorder::closesOnAFullDisk() {
    const FileSizeLimit limit(80 + 2 * 10000);
    WavRecorder recorder(path());
    recorder.append(noise(12000));
    recorder.close();
    QCOMPARE(recorder.lost_samples(), 2000);
    QCOMPARE(testing::read_wav(path()).size(), std::size_t(10000));
}

QTEST_GUILESS_MAIN(TestWavRecorder)
#include "test_wav_recorder.moc"
