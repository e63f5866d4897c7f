// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/audio/media_encoder.h"
#include "tests/engine/audio/read_media.h"
#include "tests/support/wav_writer.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <fcntl.h>
#include <fstream>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace tilescribe;

namespace {

/// Writes all bytes and closes: the other end of a pipe.
std::jthread writer_into(int descriptor, std::string bytes) {
    return std::jthread([descriptor, bytes = std::move(bytes)] {
        for (std::size_t done = 0; done < bytes.size();) {
            const ssize_t count = ::write(descriptor, bytes.data() + done, std::min<std::size_t>(bytes.size() - done, 3001));
            if (count <= 0) break;
            done += static_cast<std::size_t>(count);
        }
        ::close(descriptor);
    });
}

}  // namespace

/// Input that cannot be sought, and descriptors.
class TestLocalFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { std::filesystem::remove(path_); }

    void a_named_pipe_is_spooled() {
        QCOMPARE(::mkfifo(path_.c_str(), 0600), 0);
        const std::vector<float> expected = numbers();
        const std::jthread writer(
            [&] { writer_into(::open(path_.c_str(), O_WRONLY | O_CLOEXEC), testing::wav_bytes(expected)).join(); });
        MediaFileSource source(path_);
        QVERIFY(testing::read_all(source) == expected);
        source.rewind();
        QVERIFY(testing::read_all(source) == expected);
    }

    void a_pipe_that_needs_seeking_is_spooled() {
        testing::encode_media(path_, {.muxer = "mp4", .encoder = "alac"}, numbers());  // its index comes last
        std::ifstream in(path_, std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(in), {}};
        std::array<int, 2> ends{};
        QCOMPARE(::pipe2(ends.data(), O_CLOEXEC), 0);
        const std::jthread writer = writer_into(ends[1], bytes);
        MediaFileSource source(ends[0], "standard input");
        ::close(ends[0]);
        const std::vector<float> samples = testing::read_all(source);
        QVERIFY(samples.size() >= numbers().size());
        QVERIFY(std::equal(samples.begin(), samples.begin() + 60000, numbers().begin()));
    }

    void a_regular_descriptor_is_read_from_its_beginning() {
        testing::write_wav(path_, numbers());
        const int descriptor = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC);
        if (descriptor < 0) QFAIL("the test cannot open its own file");
        QCOMPARE(::lseek(descriptor, 1000, SEEK_SET), 1000);
        MediaFileSource source(descriptor, "standard input");
        QVERIFY(testing::read_all(source) == numbers());
        QCOMPARE(::lseek(descriptor, 0, SEEK_CUR), 1000);  // the caller's position is its own
        ::close(descriptor);
        source.rewind();
        QVERIFY(testing::read_all(source) == numbers());
    }

    void an_empty_pipe_is_empty() {
        std::array<int, 2> ends{};
        QCOMPARE(::pipe2(ends.data(), O_CLOEXEC), 0);
        ::close(ends[1]);
        try {
            const MediaFileSource source(ends[0], "standard input");
            QFAIL("an empty pipe was taken for sound");
        } catch (const MediaError& error) {
            QCOMPARE(std::string(error.what()), std::string("'standard input' is empty: it holds not a single byte"));
        }
        ::close(ends[0]);
    }

    void waiting_can_be_given_up() {
        QCOMPARE(::mkfifo(path_.c_str(), 0600), 0);  // nobody ever writes
        int asked = 0;
        const std::string sentence = testing::refusal(path_, {.keep_waiting = [&] { return ++asked < 3; }});
        QVERIFY2(sentence.find("was stopped before its end") != std::string::npos, sentence.c_str());
        QCOMPARE(asked, 3);
    }

    void no_temporary_file_stays() {
        QTemporaryDir temporary;
        qputenv("TMPDIR", temporary.path().toLocal8Bit());
        std::array<int, 2> ends{};
        QCOMPARE(::pipe2(ends.data(), O_CLOEXEC), 0);
        {
            const std::jthread writer = writer_into(ends[1], testing::wav_bytes(numbers()));
            MediaFileSource source(ends[0], "standard input");
            QVERIFY(QDir(temporary.path()).isEmpty());
            QVERIFY(testing::read_all(source) == numbers());
        }
        ::close(ends[0]);

        qputenv("TMPDIR", "/no such folder");
        QCOMPARE(::pipe2(ends.data(), O_CLOEXEC), 0);
        ::close(ends[1]);
        QVERIFY_THROWS_EXCEPTION(MediaError, MediaFileSource(ends[0], "standard input"));
        ::close(ends[0]);
        qunsetenv("TMPDIR");
    }

    void a_descriptor_that_is_none() { QVERIFY_THROWS_EXCEPTION(MediaError, MediaFileSource(-1, "standard input")); }

private:
    static std::vector<float> numbers() {
        std::vector<float> samples(70000);
        for (std::size_t i = 0; i < samples.size(); ++i) samples[i] = (static_cast<float>(i % 3001) - 1500.0F) / 32768.0F;
        return samples;
    }

    QTemporaryDir folder_;
    const std::filesystem::path path_ = folder_.filePath("pipe").toStdString();
};

QTEST_GUILESS_MAIN(TestLocalFile)
#include "test_local_file.moc"
