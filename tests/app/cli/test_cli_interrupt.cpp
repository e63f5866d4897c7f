// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/cli_process.h"
#include "tests/app/cli/transcript_comparison.h"
#include "tests/support/wav_writer.h"

#include <QDir>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <fcntl.h>
#include <fstream>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): kill is POSIX
#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): posix_openpt is POSIX
#include <thread>
#include <unistd.h>

using namespace tilescribe::testing;

namespace {

constexpr int patience_ms = 600'000;

/// Waits until `seen` says that enough has been written.
template <typename Predicate>
bool wait_until(QProcess& process, QProcess::ProcessChannel channel, Predicate seen) {
    process.setReadChannel(channel);
    while (!seen()) {
        if (!process.waitForReadyRead(patience_ms)) return false;
    }
    return true;
}

/// Waits until standard error has said `text`.
bool wait_for_log(QProcess& process, const char* text) {
    QByteArray log;
    return wait_until(process, QProcess::StandardError, [&] {
        log += process.readAllStandardError();
        return log.contains(text);
    });
}

}  // namespace

/// Ctrl-C and what takes the output away.
class CliInterruptTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    QString long_file_;       ///< nine minutes
    QString very_long_file_;  ///< an hour: more than any machine transcribes before a signal arrives

    void write_copies(const QString& path, int copies) {
        const QByteArray sound = file_content(sample_file()).mid(44);
        std::ofstream file(path.toStdString(), std::ios::binary);
        file << wav_header(static_cast<std::uint32_t>(sound.size() * copies));
        for (int i = 0; i < copies; ++i) file.write(sound.constData(), sound.size());
        QVERIFY(file.good());
    }

private Q_SLOTS:
    void initTestCase() {
        long_file_ = folder_.filePath("long.wav");
        very_long_file_ = folder_.filePath("very-long.wav");
        write_copies(long_file_, 10);
        write_copies(very_long_file_, 65);
    }

    void a_signal_keeps_the_text_so_far_data() {
        QTest::addColumn<int>("signal");
        QTest::newRow("Ctrl-C") << SIGINT;
        QTest::newRow("SIGTERM") << SIGTERM;
        QTest::newRow("SIGHUP") << SIGHUP;
    }

    void a_signal_keeps_the_text_so_far() {
        QFETCH(int, signal);
        const auto process = cli_process({"transcribe", very_long_file_, sample_file()});
        process->start();
        QVERIFY(wait_until(*process, QProcess::StandardOutput, [&] { return process->bytesAvailable() > 20; }));
        ::kill(static_cast<pid_t>(process->processId()), signal);
        const CliResult result = finished(*process);
        QCOMPARE(result.exit_code, 130);
        QVERIFY(result.out.startsWith("== very-long.wav ==\nYou are sure about the second password"));
        QVERIFY(result.out.endsWith('\n'));
        QVERIFY(!result.out.contains("== standup.wav =="));
        QVERIFY(result.err.contains("very-long.wav: stopped; the transcript ends at"));
    }

    void a_signal_writes_what_is_finished_into_the_folder() {
        const QString target = folder_.filePath("out");
        const auto process = cli_process({"transcribe", sample_file(), long_file_, "--output", target, "--format", "json,txt"});
        process->start();
        QVERIFY(wait_for_log(*process, "long.wav: 25 %"));
        ::kill(static_cast<pid_t>(process->processId()), SIGINT);
        const CliResult result = finished(*process);
        QCOMPARE(result.exit_code, 130);
        QCOMPARE(QDir(target).entryList(QDir::Files | QDir::Hidden, QDir::Name),
                 QStringList({"long.json", "long.txt", "standup.json", "standup.txt"}));
        QCOMPARE(json_file(target + "/standup.json")["segments"].toArray().size(), 14);
        const auto segments = json_file(target + "/long.json")["segments"].toArray().size();
        QVERIFY(segments >= 25 && segments < 140);
        QCOMPARE(file_content(target + "/long.txt").count('\n'), segments);
    }

    void an_interrupted_json_is_whole() {
        const auto process = cli_process({"transcribe", long_file_, "--format", "json"});
        process->start();
        QVERIFY(wait_for_log(*process, "25 %"));
        ::kill(static_cast<pid_t>(process->processId()), SIGINT);
        const CliResult result = finished(*process);
        QCOMPARE(result.exit_code, 130);
        QVERIFY(json_object(result.out)["segments"].toArray().size() >= 25);
    }

    void nothing_finished_writes_nothing() {
        const QString target = folder_.filePath("nothing");
        const auto process = cli_process({"transcribe", very_long_file_, "--output", target, "--backend", "reference"});
        process->start();
        QVERIFY(wait_for_log(*process, "synthetic"));
        ::kill(static_cast<pid_t>(process->processId()), SIGINT);
        QCOMPARE(finished(*process).exit_code, 130);
        QCOMPARE(QDir(target).entryList(QDir::Files | QDir::Hidden), QStringList());
    }

    /// Standard output is a full pipe that nobody reads, so the first signal alone cannot end the program.
    void a_second_signal_ends_at_once() {
        std::array<int, 2> pipe{};
        QCOMPARE(::pipe2(pipe.data(), O_CLOEXEC), 0);
        const QByteArray before(::fcntl(pipe[1], F_GETPIPE_SZ), '.');
        QCOMPARE(::write(pipe[1], before.constData(), static_cast<std::size_t>(before.size())), before.size());
        const auto process = cli_process({"transcribe", long_file_, "--format", "json"});
        const int write_end = pipe[1];
        process->setChildProcessModifier([write_end] { ::dup2(write_end, STDOUT_FILENO); });
        process->start();
        ::close(pipe[1]);
        QVERIFY(wait_for_log(*process, "25 %"));
        ::kill(static_cast<pid_t>(process->processId()), SIGINT);
        QVERIFY(wait_for_log(*process, "Once more to stop at once"));
        ::kill(static_cast<pid_t>(process->processId()), SIGINT);
        QCOMPARE(finished(*process).exit_code, 130);
        ::close(pipe[0]);
    }

    void nohup_is_respected() {
        const auto process = cli_process({"transcribe", sample_file()});
        process->setChildProcessModifier([] { ::signal(SIGHUP, SIG_IGN); });
        process->start();
        QVERIFY(wait_until(*process, QProcess::StandardOutput, [&] { return process->bytesAvailable() > 20; }));
        ::kill(static_cast<pid_t>(process->processId()), SIGHUP);
        QCOMPARE(finished(*process).exit_code, 0);
    }

    void waiting_for_standard_input_can_be_stopped() {
        const auto process = cli_process({"transcribe", "-"});
        process->start();  // and its standard input stays open
        QVERIFY(
            wait_until(*process, QProcess::StandardError, [&] { return process->readAllStandardError().contains("synthetic"); }));
        ::kill(static_cast<pid_t>(process->processId()), SIGINT);
        QCOMPARE(finished(*process).exit_code, 130);
    }

    void a_closed_pipe_is_status_4() {
        std::array<int, 2> pipe{};
        QCOMPARE(::pipe2(pipe.data(), O_CLOEXEC), 0);
        const auto process = cli_process({"transcribe", very_long_file_});
        const int write_end = pipe[1];
        process->setChildProcessModifier([write_end] { ::dup2(write_end, STDOUT_FILENO); });
        process->start();
        ::close(pipe[1]);
        std::array<char, 16> some{};
        QVERIFY(::read(pipe[0], some.data(), some.size()) > 0);
        ::close(pipe[0]);
        const CliResult result = finished(*process);
        QCOMPARE(result.exit_code, 4);
        QVERIFY(result.err.contains("Standard output was closed by its reader."));
    }

    void an_output_closed_from_the_start_or_full_is_status_4() {
        const auto closed = cli_process({"transcribe", sample_file()});
        closed->setChildProcessModifier([] { ::close(STDOUT_FILENO); });
        closed->start();
        QCOMPARE(finished(*closed).exit_code, 4);
        const auto full = cli_process({"transcribe", sample_file(), "--format", "json"});
        full->setStandardOutputFile("/dev/full");
        full->start();
        QCOMPARE(finished(*full).exit_code, 4);
        const auto help = cli_process({"--help"});
        help->setStandardOutputFile("/dev/full");
        help->start();
        QCOMPARE(finished(*help).exit_code, 4);
    }

    void a_terminal_shows_a_bar() {
        const int terminal = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
        QVERIFY(terminal >= 0);
        QCOMPARE(::grantpt(terminal), 0);
        QCOMPARE(::unlockpt(terminal), 0);
        std::array<char, 64> name{};
        QCOMPARE(::ptsname_r(terminal, name.data(), name.size()), 0);
        const int child_end = ::open(name.data(), O_RDWR | O_NOCTTY | O_CLOEXEC);
        QVERIFY(child_end >= 0);
        QByteArray shown;
        std::thread reader([&] {
            std::array<char, 4096> block{};
            for (ssize_t count = 0; (count = ::read(terminal, block.data(), block.size())) > 0;) shown.append(block.data(), count);
        });
        const auto process = cli_process({"transcribe", sample_file()});
        QProcessEnvironment environment = process->processEnvironment();
        environment.insert("TERM", "xterm");
        process->setProcessEnvironment(environment);
        process->setChildProcessModifier([child_end] { ::dup2(child_end, STDERR_FILENO); });
        process->start();
        const CliResult result = finished(*process);
        ::close(child_end);
        reader.join();
        ::close(terminal);
        QCOMPARE(result.exit_code, 0);
        QVERIFY2(shown.contains("\r\x1b[Kstandup.wav ["), shown.constData());
        QVERIFY(shown.contains(" of 0:55"));
        QVERIFY(shown.contains("x realtime"));
        QVERIFY(!shown.contains(": 50 %"));  // no plain lines beside the bar
        QVERIFY(shown.trimmed().endsWith("14 segments"));
    }
};

QTEST_GUILESS_MAIN(CliInterruptTest)
#include "test_cli_interrupt.moc"
