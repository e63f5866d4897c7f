// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/cli_process.h"
#include "tests/app/cli/transcript_comparison.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace tilescribe::testing;

namespace {

void write(const QString& path, const QByteArray& content) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

QStringList files_in(const QString& folder) {
    return QDir(folder).entryList(QDir::Files | QDir::Hidden | QDir::System, QDir::Name);
}

}  // namespace

/// Where results go: standard output, a folder, several files, files that exist.
class CliOutputTest : public QObject {
    Q_OBJECT

    QByteArray text_;  ///< the sample's txt

private Q_SLOTS:
    void initTestCase() {
        const CliResult result = run_cli({"transcribe", sample_file()});
        QCOMPARE(result.exit_code, 0);
        QVERIFY(result.out.startsWith("You are sure about the second password because the quality is better.\n"));
        text_ = result.out;
    }

    void progress_goes_to_standard_error_in_a_few_lines() {
        const CliResult result = run_cli({"transcribe", sample_file()});
        QCOMPARE(result.out, text_);
        QVERIFY(result.err.contains("standup.wav: 50 %, 0:3"));
        QVERIFY(result.err.contains("x realtime"));
        QVERIFY(result.err.contains(", 14 segments\n"));
        QVERIFY(result.err.count('\n') < 10);
        QVERIFY(!result.err.contains('\r') && !result.err.contains('\x1b'));
    }

    void several_texts_are_headed() {
        const QTemporaryDir folder;
        const QString other = folder.filePath("other.wav");
        QVERIFY(QFile::copy(sample_file(), other));
        const CliResult result = run_cli({"transcribe", sample_file(), other});
        QCOMPARE(result.exit_code, 0);
        QCOMPARE(result.out, "== standup.wav ==\n" + text_ + "\n== other.wav ==\n" + text_);
    }

    void several_json_objects_are_one_per_line() {
        const CliResult result = run_cli({"transcribe", sample_file(), sample_file(), "--format", "json"});
        QCOMPARE(result.exit_code, 0);
        const QList<QByteArray> lines = result.out.split('\n');
        QCOMPARE(lines.size(), 3);
        QCOMPARE(lines[2], QByteArray());
        for (int i = 0; i < 2; ++i) {
            const QJsonObject json = json_object(lines[i]);
            QCOMPARE(json["segments"].toArray().size(), 14);
            QCOMPARE(json["duration"].toDouble(), 55.0);
            QCOMPARE(json["model"].toString(), "pico.en-q8_0");
        }
    }

    void every_format_lands_in_the_folder() {
        const QTemporaryDir folder;
        const QString target = folder.filePath("new/deep");
        const CliResult result =
            run_cli({"transcribe", sample_file(), "--output", target, "--format", "txt,srt,vtt,json,tsv,csv,md,lrc,ttml,txt"});
        QCOMPARE(result.exit_code, 0);
        QCOMPARE(result.out, QByteArray());
        QCOMPARE(files_in(target), QStringList({"standup.csv", "standup.json", "standup.lrc", "standup.md", "standup.srt",
                                                "standup.tsv", "standup.ttml", "standup.txt", "standup.vtt"}));
        QCOMPARE(file_content(target + "/standup.txt"), text_);
        QCOMPARE(QFile::permissions(target + "/standup.txt") & QFileDevice::ReadUser, QFileDevice::ReadUser);
        for (const QString& name : files_in(target)) QVERIFY(file_content(target + "/" + name).contains("Remember to postpone"));
    }

    void an_existing_file_is_kept_and_that_is_said() {
        const QTemporaryDir folder;
        write(folder.filePath("standup.txt"), "mine");
        CliResult result = run_cli({"transcribe", sample_file(), "--output", folder.path(), "--format", "txt,srt"});
        QCOMPARE(result.exit_code, 0);
        QCOMPARE(file_content(folder.filePath("standup.txt")), QByteArray("mine"));
        QVERIFY(result.err.contains("standup.txt' exists and is kept; --overwrite replaces it."));
        QCOMPARE(files_in(folder.path()), QStringList({"standup.srt", "standup.txt"}));

        // Nothing is left to write: nothing is computed.
        result =
            run_cli({"transcribe", sample_file(), "--output", folder.path(), "--format", "txt,srt", "--model", "/nonexistent"});
        QCOMPARE(result.exit_code, 0);

        result = run_cli({"transcribe", sample_file(), "--output", folder.path(), "--overwrite"});
        QCOMPARE(result.exit_code, 0);
        QCOMPARE(file_content(folder.filePath("standup.txt")), text_);
        QCOMPARE(files_in(folder.path()).size(), 2);
    }

    void files_of_the_same_stem_do_not_meet() {
        const QTemporaryDir folder;
        QDir().mkpath(folder.filePath("a"));
        QDir().mkpath(folder.filePath("out"));
        QVERIFY(QFile::copy(sample_file(), folder.filePath("a/standup.wav")));
        QVERIFY(QFile::copy(sample_file(), folder.filePath("a/standup.mp3")));
        QVERIFY(QFile::copy(sample_file(), folder.filePath("a/standup-2.wav")));
        const CliResult result =
            run_cli({"transcribe", sample_file(), folder.filePath("a/standup.wav"), folder.filePath("a/standup.mp3"),
                     folder.filePath("a/standup-2.wav"), "--output", folder.filePath("out")});
        QCOMPARE(result.exit_code, 0);
        QCOMPARE(files_in(folder.filePath("out")), QStringList({"standup-2.txt", "standup-3.txt", "standup-4.txt", "standup.txt"}));
        for (const QString& name : files_in(folder.filePath("out"))) QCOMPARE(file_content(folder.filePath("out/" + name)), text_);
    }

    void a_folder_that_cannot_be_made_is_said() {
        const QTemporaryDir folder;
        write(folder.filePath("file"), "x");
        const CliResult result = run_cli({"transcribe", sample_file(), "--output", folder.filePath("file")});
        QCOMPARE(result.exit_code, 4);
        QVERIFY(result.err.contains("output folder"));
        QCOMPARE(run_cli({"transcribe", sample_file(), "--output", "/proc/no/such"}).exit_code, 4);
    }

    void one_file_that_cannot_be_written_does_not_stop_the_others() {
        const QTemporaryDir folder;
        const QString other = folder.filePath("other.wav");
        QVERIFY(QFile::copy(sample_file(), other));
        QVERIFY(QDir(folder.path()).mkpath("out/standup.txt"));  // a folder stands in the way
        const CliResult result = run_cli({"transcribe", sample_file(), other, "--output", folder.filePath("out"), "--overwrite"});
        QCOMPARE(result.exit_code, 1);
        QVERIFY(result.err.contains("standup.txt' cannot be written"));
        QCOMPARE(files_in(folder.filePath("out")), QStringList({"other.txt"}));  // and no temporary file
    }

    void the_profile_covers_the_run() {
        const CliResult result = run_cli({"transcribe", sample_file(), "--profile"});
        QCOMPARE(result.exit_code, 0);
        QCOMPARE(result.out, text_);
        QVERIFY(result.err.contains("Vocabulary projection"));
        QVERIFY(result.err.contains("Log-mel spectrogram"));
        const QRegularExpression line(
            "Wall time [0-9.]+ s for 55\\.00 s of sound: [0-9.]+x realtime; the ops above cover ([0-9.]+)%");
        const auto match = line.match(QString::fromUtf8(result.err));
        QVERIFY2(match.hasMatch(), result.err.constData());
        QVERIFY2(match.captured(1).toDouble() >= 90 && match.captured(1).toDouble() <= 100.5, qPrintable(match.captured(1)));
    }
};

QTEST_GUILESS_MAIN(CliOutputTest)
#include "test_cli_output.moc"
