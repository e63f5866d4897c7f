// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/cli_process.h"
#include "tests/app/cli/transcript_comparison.h"
#include "tests/support/wav_writer.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

using namespace tilescribe::testing;

namespace {

/// Listens on a free port of this machine, to see whether anybody calls.
class SilentServer {
public:
    SilentServer() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        if (socket_ < 0) return;
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof(address);
        auto* any = reinterpret_cast<sockaddr*>(&address);
        if (::bind(socket_, any, size) == 0 && ::listen(socket_, 8) == 0 && ::getsockname(socket_, any, &size) == 0)
            port_ = ntohs(address.sin_port);
    }
    ~SilentServer() { ::close(socket_); }
    SilentServer(const SilentServer&) = delete;
    SilentServer& operator=(const SilentServer&) = delete;

    [[nodiscard]] int port() const { return port_; }
    [[nodiscard]] bool was_called() const {
        pollfd waiting{.fd = socket_, .events = POLLIN, .revents = 0};
        return ::poll(&waiting, 1, 0) > 0;
    }

private:
    int socket_;
    int port_ = 0;
};

void write_text(const QString& path, const QByteArray& text) {
    write_file(path.toStdString(), text.toStdString());
}

}  // namespace

/// What may be given as a recording, and how what cannot be read is told.
class CliInputTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    QString short_file_;  ///< two seconds of the sample: quick to transcribe
    QByteArray short_text_;

    QString copy_as(const QString& name) {
        const QString path = folder_.filePath(name);
        QFile::remove(path);
        return QFile::copy(short_file_, path) ? path : QString();
    }

private Q_SLOTS:
    void initTestCase() {
        short_file_ = folder_.filePath("short.wav");
        QByteArray sound = file_content(sample_file()).mid(44, 16000 * 2 * 8);
        write_text(short_file_, QByteArray::fromStdString(wav_header(static_cast<std::uint32_t>(sound.size()))) + sound);
        const CliResult result = run_cli({"transcribe", short_file_});
        QCOMPARE(result.exit_code, 0);
        short_text_ = result.out;
        QVERIFY(short_text_.contains("second password"));
    }

    void reads_files_of_any_name_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("space and colon") << "Meeting 10:30.wav";
        QTest::newRow("per cent") << "100 %d%s.wav";
        QTest::newRow("newline") << "two\nlines.wav";
        QTest::newRow("letters") << QString::fromUtf8("Besprechung über Größe 会议.wav");
        QTest::newRow("protocol") << "concat:a|b.wav";
        QTest::newRow("image sequence") << "img-%03d.wav";
        QTest::newRow("a command's name") << "models";
        QTest::newRow("escape") << "\x1b[31mred.wav";
        QTest::newRow("long") << QString(251, 'x') + ".wav";
    }

    void reads_files_of_any_name() {
        QFETCH(QString, name);
        QVERIFY(!copy_as(name).isEmpty());
        const auto process = cli_process({"transcribe", name, "--output", "out", "--overwrite"});
        process->setWorkingDirectory(folder_.path());
        process->start();
        const CliResult result = finished(*process);
        QCOMPARE(result.exit_code, 0);
        QVERIFY(!result.err.contains('\x1b'));
        const QStringList written = QDir(folder_.filePath("out")).entryList(QDir::Files | QDir::Hidden);
        QCOMPARE(written.size(), 1);
        QCOMPARE(file_content(folder_.filePath("out/" + written[0])), short_text_);
        QVERIFY(QDir(folder_.filePath("out")).removeRecursively());
    }

    void reads_names_with_a_leading_dash() {
        QVERIFY(!copy_as("-dash.wav").isEmpty());
        QVERIFY(!copy_as("--help").isEmpty());
        const auto process = cli_process({"transcribe", "short.wav", "--format", "txt", "--", "-dash.wav", "--help"});
        process->setWorkingDirectory(folder_.path());
        process->start();
        const CliResult result = finished(*process);
        QCOMPARE(result.exit_code, 0);
        QCOMPARE(result.out,
                 "== short.wav ==\n" + short_text_ + "\n== -dash.wav ==\n" + short_text_ + "\n== --help ==\n" + short_text_);
    }

    void a_heading_stays_one_line() {
        const QString hostile = copy_as("a\nb\x1b[1m.wav");
        const CliResult result = run_cli({"transcribe", short_file_, hostile});
        QVERIFY2(result.out.contains("\n== a\\nb\\x1b[1m.wav ==\n"), result.out.constData());
    }

    void reads_standard_input() {
        const CliResult piped = run_cli({"transcribe", "-"}, file_content(short_file_));
        QCOMPARE(piped.exit_code, 0);
        QCOMPARE(piped.out, short_text_);

        const auto process = cli_process({"transcribe", "-", "--output", folder_.filePath("stdin"), "--format", "txt"});
        process->setStandardInputFile(short_file_);
        process->start();
        QCOMPARE(finished(*process).exit_code, 0);
        QCOMPARE(file_content(folder_.filePath("stdin/stdin.txt")), short_text_);

        QCOMPARE(run_cli({"transcribe", "-"}, "").exit_code, 1);
        QCOMPARE(run_cli({"transcribe", "-", "-"}, "").exit_code, 2);
    }

    void almost_no_sound_is_an_empty_transcript_data() {
        QTest::addColumn<int>("samples");
        QTest::newRow("none") << 0;
        QTest::newRow("one") << 1;
    }

    void almost_no_sound_is_an_empty_transcript() {
        QFETCH(int, samples);
        const QString path = folder_.filePath("tiny.wav");
        write_wav(path.toStdString(), std::vector<float>(static_cast<std::size_t>(samples), 0.5F));
        CliResult result = run_cli({"transcribe", path});
        QCOMPARE(result.exit_code, 0);
        QCOMPARE(result.out, QByteArray());
        QVERIFY2(result.err.contains("tiny.wav: no speech was found"), result.err.constData());
        result = run_cli({"transcribe", path, "--format", "json"});
        QCOMPARE(result.exit_code, 0);
        const QJsonObject json = json_object(result.out);
        QCOMPARE(json["text"].toString(), "");
        QVERIFY(json["segments"].isArray());
    }

    void bad_files_do_not_stop_the_good_ones() {
        write_text(folder_.filePath("text.wav"), "This is no sound.\n");
        write_text(folder_.filePath("empty.wav"), "");
        const CliResult result = run_cli({"transcribe", folder_.filePath("missing.wav"), short_file_, folder_.filePath("text.wav"),
                                          folder_.path(), folder_.filePath("empty.wav"), copy_as("last.wav")});
        QCOMPARE(result.exit_code, 1);
        QCOMPARE(result.out, "== short.wav ==\n" + short_text_ + "\n== last.wav ==\n" + short_text_);
        QCOMPARE(result.err.count("\nerror: "), 4);
        for (const char* name : {"missing.wav", "text.wav", "empty.wav"}) QVERIFY(result.err.contains(name));
    }

    void a_playlist_reaches_neither_the_network_nor_other_files() {
        const SilentServer server;
        QVERIFY(server.port() > 0);
        const QByteArray url = "http://127.0.0.1:" + QByteArray::number(server.port()) + "/a.wav";
        write_text(folder_.filePath("list.m3u8"), "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n" + url + "\n#EXT-X-ENDLIST\n");
        write_text(folder_.filePath("list.wav"), "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nshort.wav\n#EXT-X-ENDLIST\n");
        write_text(folder_.filePath("list.ffconcat"), "ffconcat version 1.0\nfile short.wav\n");
        const CliResult result = run_cli({"transcribe", folder_.filePath("list.m3u8"), folder_.filePath("list.wav"),
                                          folder_.filePath("list.ffconcat"), QString::fromUtf8(url)});
        QCOMPARE(result.exit_code, 1);
        QCOMPARE(result.out, QByteArray());
        QVERIFY(!server.was_called());
    }

    void takes_one_channel() {
        const QString path = folder_.filePath("stereo.wav");
        const QByteArray sound = file_content(short_file_).mid(44);
        QByteArray stereo;
        for (qsizetype i = 0; i + 1 < sound.size(); i += 2) stereo += QByteArray(2, '\0') + sound.mid(i, 2);
        write_text(path,
                   QByteArray::fromStdString(wav_header(static_cast<std::uint32_t>(stereo.size()), {.channels = 2})) + stereo);
        const CliResult right = run_cli({"transcribe", path, "--channel", "1"});
        QCOMPARE(right.exit_code, 0);
        QCOMPARE(right.out, short_text_);
        const CliResult none = run_cli({"transcribe", path, "--channel", "2"});
        QCOMPARE(none.exit_code, 1);
        QVERIFY(none.err.contains("channel 2"));
    }
};

QTEST_GUILESS_MAIN(CliInputTest)
#include "test_cli_input.moc"
