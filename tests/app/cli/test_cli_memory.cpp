// SPDX-License-Identifier: GPL-3.0-or-later
// Peak memory of the real program: constant in the recording's length, and bounded by the model's size.
#include "tests/app/cli/cli_process.h"
#include "tests/support/shared_files.h"
#include "tests/support/wav_writer.h"

#include <QCoreApplication>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <fstream>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace tilescribe::testing;

namespace {

struct Run {
    int exit_code = -1;
    double peak_mb = 0;  ///< 10^6 bytes
    QByteArray out;
};

/// Not QProcess: only wait4 tells what one child's peak was.
Run run_measured(const QStringList& arguments, const QString& out_file) {
    const QByteArray program = QFile::encodeName(QCoreApplication::applicationDirPath() + "/tilescribe-cli");
    std::vector<QByteArray> words{program};
    words.reserve(static_cast<std::size_t>(arguments.size()) + 1);
    for (const QString& argument : arguments) words.push_back(QFile::encodeName(argument));
    std::vector<char*> argv;
    argv.reserve(words.size() + 1);
    for (QByteArray& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    const QByteArray out_name = QFile::encodeName(out_file);
    const pid_t child = ::fork();
    if (child == 0) {
        const int out = ::open(out_name.constData(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
        const int err = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
        if (out >= 0 && err >= 0 && ::dup2(out, STDOUT_FILENO) >= 0 && ::dup2(err, STDERR_FILENO) >= 0)
            ::execv(program.constData(), argv.data());
        ::_exit(127);
    }
    Run run;
    int status = 0;
    rusage usage{};
    if (child < 0 || ::wait4(child, &status, 0, &usage) != child) return run;
    run.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    run.peak_mb = static_cast<double>(usage.ru_maxrss) * 1024e-6;
    QFile file(out_file);
    if (file.open(QIODevice::ReadOnly)) run.out = file.readAll();
    return run;
}

class TestCliMemory : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    QString path(const char* name) const { return folder_.filePath(name); }

    /// The sample recording again and again, until the file is `seconds` long; written block by block.
    void write_long_recording(const QString& file, int seconds) const {
        QFile sample(sample_file());
        QVERIFY(sample.open(QIODevice::ReadOnly));
        const QByteArray samples = sample.readAll().mid(44);
        const qint64 size = qint64{seconds} * 16000 * 2;
        std::ofstream out(file.toStdString(), std::ios::binary);
        out << wav_header(static_cast<std::uint32_t>(size));
        for (qint64 written = 0; written < size; written += samples.size())
            out.write(samples.constData(), std::min<qint64>(samples.size(), size - written));
    }

private Q_SLOTS:
    void two_hours_need_no_more_memory_than_two_minutes() {
        write_long_recording(path("short.wav"), 2 * 60);
        write_long_recording(path("long.wav"), 2 * 3600);
        const Run brief = run_measured({"transcribe", path("short.wav"), "--model", "built-in"}, path("short.txt"));
        const Run hours = run_measured({"transcribe", path("long.wav"), "--model", "built-in"}, path("long.txt"));
        QCOMPARE(brief.exit_code, 0);
        QCOMPARE(hours.exit_code, 0);
        QVERIFY(hours.out.size() > 40 * brief.out.size());
        QVERIFY2(hours.peak_mb <= brief.peak_mb + 20,
                 qPrintable(QString("%1 MB against %2 MB").arg(hours.peak_mb).arg(brief.peak_mb)));
        qInfo("2 hours: %.1f MB, 2 minutes: %.1f MB", hours.peak_mb, brief.peak_mb);
    }

    void a_base_model_stays_below_450_mb() {
        REQUIRE_SHARED();
        const QString maker = QString::fromStdString((shared_folder() / "tools/make_checkpoint.py").string());
        QProcess make;
        make.start(maker, {"base", path("base.bin")});
        QVERIFY2(make.waitForFinished(300'000) && make.exitCode() == 0, make.readAllStandardError().constData());
        const QString sound = QString::fromStdString((shared_folder() / "audio/short.wav").string());
        const Run run = run_measured({"transcribe", sound, "--model", path("base.bin"), "--language", "en"}, path("base.txt"));
        QCOMPARE(run.exit_code, 0);
        QVERIFY2(run.peak_mb <= 450, qPrintable(QString("%1 MB").arg(run.peak_mb)));
        qInfo("base f16: %.1f MB", run.peak_mb);
    }
};

}  // namespace

QTEST_GUILESS_MAIN(TestCliMemory)
#include "test_cli_memory.moc"
