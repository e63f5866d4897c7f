// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/audio/read_media.h"
#include "tests/support/wav_writer.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

using namespace tilescribe;

/// Names that FFmpeg or a shell would take for something else, and files that are not there or not sound.
class TestMediaNames : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(QDir::setCurrent(folder_.path())); }

    /// Qt cannot remove what is not named in UTF-8.
    void cleanupTestCase() {
        for (const auto& entry : std::filesystem::directory_iterator(folder_.path().toStdString()))
            std::filesystem::remove(entry.path());
    }

    void any_name_is_a_local_file_data() {
        QTest::addColumn<QByteArray>("name");
        for (const char* name : {"a b  c.wav",
                                 "Besprechung über Äpfel \xe4\xbc\x9a\xe8\xad\xb0.wav",
                                 "Meeting 10:30.wav",
                                 "100%.wav",
                                 "%d.wav",
                                 "%2e.wav",
                                 "-leading.wav",
                                 "--help",
                                 "new\nline.wav",
                                 "http:x.wav",
                                 "concat:a.wav|b.wav",
                                 "file:x.wav",
                                 "pipe:0",
                                 "-",
                                 "data:audio",
                                 "no_extension",
                                 "wrong.mp3",
                                 "wrong.txt",
                                 "q'uote.wav",
                                 "back\\slash.wav",
                                 "not utf-8 \xff\xfe.wav",
                                 "*.wav",
                                 "[1].wav",
                                 "img%03d.png",
                                 "x.m3u8"})
            QTest::newRow(QByteArray(name).replace("\n", "(newline)").constData()) << QByteArray(name);
    }

    void any_name_is_a_local_file() {
        QFETCH(QByteArray, name);
        const std::filesystem::path file = name.toStdString();
        const std::vector<float> expected(5000, 0.125F);
        testing::write_wav(file, expected);
        QVERIFY(testing::read_media(file) == expected);                             // relative
        QVERIFY(testing::read_media(std::filesystem::absolute(file)) == expected);  // absolute
    }

    void sentences_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("contents");  // null: no such file
        QTest::addColumn<QByteArray>("sentence");
        QTest::newRow("missing") << QByteArray("no.wav") << QByteArray() << QByteArray("there is no file 'no.wav'");
        QTest::newRow("in no folder") << QByteArray("no/x.wav") << QByteArray() << QByteArray("there is no file 'no/x.wav'");
        QTest::newRow("address") << QByteArray("http://127.0.0.1/x.wav") << QByteArray()
                                 << QByteArray("there is no file 'http://127.0.0.1/x.wav'");
        QTest::newRow("newline") << QByteArray("a\nb") << QByteArray() << QByteArray("there is no file 'a?b'");
        QTest::newRow("empty") << QByteArray("empty.wav") << QByteArray("")
                               << QByteArray("'empty.wav' is empty: it holds not a single byte");
        QTest::newRow("text") << QByteArray("text.wav") << QByteArray("Minutes of the meeting\n").repeated(300)
                              << QByteArray("Tilescribe reads audio and video; 'text.wav' holds no sound it knows");
        QTest::newRow("text.txt") << QByteArray("text.txt") << QByteArray("Minutes of the meeting\n").repeated(300)
                                  << QByteArray("Tilescribe reads audio and video; 'text.txt' holds no sound it knows");
        QTest::newRow("subtitles") << QByteArray("x.srt") << QByteArray("1\n00:00:01,000 --> 00:00:02,000\nHello\n\n")
                                   << QByteArray("Tilescribe reads audio and video; 'x.srt' holds no sound it knows");
        QTest::newRow("zeros") << QByteArray("zeros.bin") << QByteArray(100000, '\0')
                               << QByteArray("Tilescribe reads audio and video; 'zeros.bin' holds no sound it knows");
        QTest::newRow("one byte") << QByteArray("one.wav") << QByteArray("R")
                                  << QByteArray("Tilescribe reads audio and video; 'one.wav' holds no sound it knows");
        QTest::newRow("header only") << QByteArray("riff.wav") << QByteArray::fromStdString(testing::wav_header(0).substr(0, 36))
                                     << QByteArray("'riff.wav' is damaged or incomplete");
        QTest::newRow("text in mp3") << QByteArray("text.mp3") << QByteArray("Minutes of the meeting\n").repeated(300)
                                     << QByteArray("'text.mp3' ");
    }

    void sentences() {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, contents);
        QFETCH(QByteArray, sentence);
        const std::filesystem::path file = name.toStdString();
        if (!contents.isNull()) testing::write_file(file, contents.toStdString());
        const std::string said = testing::refusal(file);
        QVERIFY2(!said.empty() && said.find(sentence.toStdString()) != std::string::npos, said.c_str());
    }

    void folders_devices_and_locked_files() {
        QVERIFY(testing::refusal(folder_.path().toStdString()).find("is a folder") != std::string::npos);
        QVERIFY(testing::refusal("/dev/zero").find("is a device") != std::string::npos);
        QVERIFY(testing::refusal("/dev/null").find("is a device") != std::string::npos);
        QVERIFY(testing::refusal("").find("there is no file ''") != std::string::npos);
        testing::write_wav("locked.wav", std::vector<float>(10));
        std::filesystem::permissions("locked.wav", std::filesystem::perms::none);
        const bool is_root = ::geteuid() == 0;  // who may read everything
        if (is_root) QCOMPARE(::seteuid(65534), 0);
        const std::string sentence = testing::refusal("locked.wav");
        if (is_root) QCOMPARE(::seteuid(0), 0);
        QVERIFY2(sentence.starts_with("'locked.wav' may not be read"), sentence.c_str());
    }

    void links_are_followed() {
        testing::write_wav("target.wav", std::vector<float>(10, 0.5F));
        std::filesystem::create_symlink("target.wav", "link.wav");
        std::filesystem::create_symlink("loop.wav", "loop.wav");
        QCOMPARE(testing::read_media("link.wav").size(), 10U);
        QVERIFY(testing::refusal("loop.wav").find("cannot be opened") != std::string::npos);
    }

private:
    QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(TestMediaNames)
#include "test_media_names.moc"
