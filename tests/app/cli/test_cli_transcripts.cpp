// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/cli_process.h"
#include "tests/app/cli/transcript_comparison.h"
#include "tests/support/shared_files.h"

#include <QTemporaryDir>
#include <QTest>

using namespace tilescribe::testing;

namespace {

QString shared_file(const QString& name) {
    return QString::fromStdString((shared_folder() / name.toStdString()).string());
}

}  // namespace

/// The program's text against the oracle's. Equality is demanded, whatever a golden file's smallest margin would excuse.
class CliTranscriptsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void the_bundled_sample_needs_nothing_else() {
        const CliResult result = run_cli({"transcribe", sample_file(), "--format", "json"});
        QCOMPARE(result.exit_code, 0);
        const QJsonObject golden = json_file(TILESCRIBE_SOURCE_DIR "/tests/data/standup-unconditioned.json");
        QVERIFY(!golden.isEmpty());
        const QString difference = first_difference(json_object(result.out), golden);
        QVERIFY2(difference.isEmpty(), qPrintable(difference));
        QVERIFY(result.err.contains("synthetic English voices only"));
        QVERIFY(result.err.contains("https://huggingface.co/"));
    }

    void equals_the_oracle_data() {
        QTest::addColumn<QString>("audio");
        QTest::addColumn<QString>("variant");
        QTest::addColumn<QStringList>("options");
        const QStringList prompted = {"--condition-on-previous-text", "on", "--prompt", "The meeting is on Tuesday."};
        for (const char* audio : {"short", "planning", "pauses", "noisy", "jfk", "standup"}) {
            QTest::addRow("%s unconditioned", audio) << audio << "unconditioned" << QStringList{};
            QTest::addRow("%s prompted", audio) << audio << "prompt" << prompted;
        }
        QTest::newRow("pauses switched off") << "pauses" << "unconditioned" << QStringList{"--condition-on-previous-text", "off"};
    }

    void equals_the_oracle() {
        REQUIRE_SHARED();
        QFETCH(QString, audio);
        QFETCH(QString, variant);
        QFETCH(QStringList, options);
        const CliResult result =
            run_cli(QStringList{"transcribe", shared_file("audio/" + audio + ".wav"), "--format", "json"} + options);
        QCOMPARE(result.exit_code, 0);
        const QJsonObject golden = json_file(shared_file("golden/" + audio + "-" + variant + ".json"));
        QVERIFY(!golden["segments"].isUndefined());
        const QString difference = first_difference(json_object(result.out), golden);
        QVERIFY2(difference.isEmpty(), qPrintable(difference));
    }

    void writes_the_oracles_files_data() {
        QTest::addColumn<QString>("audio");
        for (const char* audio : {"short", "planning", "pauses", "noisy", "jfk", "standup"}) QTest::newRow(audio) << audio;
    }

    /// Conditioned on the text before, as the oracle's files were made: the segments, and every written file byte for byte.
    void writes_the_oracles_files() {
        REQUIRE_SHARED();
        QFETCH(QString, audio);
        const QTemporaryDir folder;
        const CliResult result =
            run_cli({"transcribe", shared_file("audio/" + audio + ".wav"), "--condition-on-previous-text", "on", "--format",
                     "txt,srt", "--format", "vtt", "--format", "tsv,json", "--output", folder.path()});
        QCOMPARE(result.exit_code, 0);
        QCOMPARE(result.out, QByteArray());
        const QString difference = first_difference(json_file(folder.filePath(audio + ".json")),
                                                    json_file(shared_file("golden/" + audio + "-greedy.json")));
        QVERIFY2(difference.isEmpty(), qPrintable(difference));
        for (const char* format : {"txt", "srt", "vtt", "tsv"}) {
            const QString name = audio + "." + format;
            QVERIFY(!file_content(folder.filePath(name)).isEmpty());
            QCOMPARE(file_content(folder.filePath(name)), file_content(shared_file("golden/" + name)));
        }
    }

    void every_backend_gives_the_same_text_data() {
        QTest::addColumn<QString>("backend");
        QTest::newRow("cpu") << "cpu";
        QTest::newRow("cpu:avx2") << "cpu:avx2";
        QTest::newRow("reference") << "reference";
    }

    void every_backend_gives_the_same_text() {
        REQUIRE_SHARED();
        QFETCH(QString, backend);
        const CliResult result =
            run_cli({"transcribe", shared_file("audio/short.wav"), "--format", "json", "--backend", backend, "--threads", "1"});
        QCOMPARE(result.exit_code, 0);
        QVERIFY(result.err.contains(" on " + backend.section(':', 0, 0).toUtf8() + ":"));
        const QString difference =
            first_difference(json_object(result.out), json_file(shared_file("golden/short-unconditioned.json")));
        QVERIFY2(difference.isEmpty(), qPrintable(difference));
    }

    void the_comparison_itself_sees_differences() {
        const QJsonObject golden = json_file(TILESCRIBE_SOURCE_DIR "/tests/data/standup-unconditioned.json");
        QCOMPARE(first_difference(golden, golden), QString());
        QByteArray other = file_content(TILESCRIBE_SOURCE_DIR "/tests/data/standup-unconditioned.json");
        QVERIFY(first_difference(json_object(QByteArray(other).replace("printer", "pointer")), golden)
                    .startsWith("segment 1: at char"));
        QVERIFY(
            first_difference(json_object(QByteArray(other).replace("4.86", "4.9")), golden).startsWith("segment 1: start is 4.9"));
        QVERIFY(!first_difference({}, golden).isEmpty());
    }
};

QTEST_GUILESS_MAIN(CliTranscriptsTest)
#include "test_cli_transcripts.moc"
