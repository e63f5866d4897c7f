// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/cli_process.h"
#include "tests/app/cli/transcript_comparison.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace tilescribe::testing;

/// Arguments, exit statuses and the lists.
class CliUsageTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void wrong_usage_is_status_2_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("nothing") << QStringList{};
        QTest::newRow("unknown command") << QStringList{"translate", "x.wav"};
        QTest::newRow("no file") << QStringList{"transcribe"};
        QTest::newRow("unknown option") << QStringList{"transcribe", "x.wav", "--fast"};
        QTest::newRow("unknown format") << QStringList{"transcribe", "x.wav", "--format", "docx"};
        QTest::newRow("unknown language") << QStringList{"transcribe", "x.wav", "--language", "klingon"};
        QTest::newRow("unknown task") << QStringList{"transcribe", "x.wav", "--task", "summarise"};
        QTest::newRow("neither on nor off") << QStringList{"transcribe", "x.wav", "--condition-on-previous-text", "maybe"};
        QTest::newRow("several formats without a folder") << QStringList{"transcribe", "x.wav", "--format", "txt,srt"};
        QTest::newRow("several subtitles in a row") << QStringList{"transcribe", "x.wav", "y.wav", "--format", "srt"};
        QTest::newRow("overwrite without a folder") << QStringList{"transcribe", "x.wav", "--overwrite"};
        QTest::newRow("threads") << QStringList{"transcribe", "x.wav", "--threads", "-1"};
        QTest::newRow("threads in words") << QStringList{"transcribe", "x.wav", "--threads", "two"};
        QTest::newRow("channel") << QStringList{"transcribe", "x.wav", "--channel", "-1"};
    }

    void wrong_usage_is_status_2() {
        QFETCH(QStringList, arguments);
        const CliResult result = run_cli(arguments);
        QCOMPARE(result.exit_code, 2);
        QCOMPARE(result.out, QByteArray());
        QVERIFY(result.err.startsWith("error: "));
    }

    void models_and_backends_that_cannot_be_used_are_status_3_data() {
        QTest::addColumn<QStringList>("options");
        QTest::newRow("no such model") << QStringList{"--model", "huge"};
        QTest::newRow("no such path") << QStringList{"--model", "/nonexistent/model.bin"};
        QTest::newRow("not a model") << QStringList{"--model", sample_file()};
        QTest::newRow("a folder without a model") << QStringList{"--model", "/proc"};
        QTest::newRow("no such backend") << QStringList{"--backend", "abacus"};
        QTest::newRow("no such variant") << QStringList{"--backend", "cpu:mmx"};
    }

    void models_and_backends_that_cannot_be_used_are_status_3() {
        QFETCH(QStringList, options);
        const CliResult result = run_cli(QStringList{"transcribe", sample_file()} + options);
        QCOMPARE(result.exit_code, 3);
        QCOMPARE(result.out, QByteArray());
        QVERIFY(result.err.startsWith("error: "));
    }

    void a_language_may_be_named() {
        const CliResult result = run_cli({"transcribe", "/nonexistent.wav", "--language", "German", "--task", "translate"});
        QCOMPARE(result.exit_code, 1);
        QVERIFY2(result.err.contains("--language de is of no use"), result.err.constData());  // the built-in model is English
        QVERIFY(result.err.contains("nothing is translated"));
    }

    void help_and_version_go_to_standard_output() {
        for (const QStringList& arguments : {QStringList{"--help"}, QStringList{"transcribe", "--help"},
                                             QStringList{"models", "--help"}, QStringList{"devices", "-h"}}) {
            const CliResult result = run_cli(arguments);
            QCOMPARE(result.exit_code, 0);
            QVERIFY(result.out.contains("Usage: tilescribe-cli"));
            QCOMPARE(result.err, QByteArray());
        }
        const CliResult version = run_cli({"--version"});
        QCOMPARE(version.exit_code, 0);
        QVERIFY(QRegularExpression("^tilescribe-cli \\d+\\.\\d+\\.\\d+\n$").match(QString::fromUtf8(version.out)).hasMatch());
    }

    void the_manual_page_knows_every_option() {
        const QByteArray page = file_content(TILESCRIBE_SOURCE_DIR "/packaging/man/tilescribe-cli.1");
        const CliResult help = run_cli({"transcribe", "--help"});
        auto option =
            QRegularExpression("^  --([a-z-]+)", QRegularExpression::MultilineOption).globalMatch(QString::fromUtf8(help.out));
        int count = 0;
        for (; option.hasNext(); ++count) {
            const QByteArray name = option.next().captured(1).toUtf8();
            QVERIFY2(page.contains("Fl \\-" + name), name.constData());
        }
        QVERIFY(count >= 12);
        for (const char* status : {"0", "1", "2", "3", "4", "130"}) QVERIFY(page.contains(QByteArray(".It ") + status + "\n"));
    }

    void models_are_listed() {
        const QTemporaryDir folder;
        QVERIFY(QFile::copy(QFileInfo(sample_file()).path() + "/../models/pico.en-q8_0.bin", folder.filePath("ggml-mine.bin")));
        QFile broken(folder.filePath("ggml-broken.bin"));
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write(QByteArray("lmgg", 4) + QByteArray(60, '\xff'));
        broken.close();
        const auto listing = [&](const QStringList& arguments) {
            const auto process = cli_process(arguments);
            QProcessEnvironment environment = process->processEnvironment();
            environment.insert("TILESCRIBE_MODEL_PATH", folder.path());
            process->setProcessEnvironment(environment);
            process->start();
            return finished(*process);
        };
        const CliResult text = listing({"models"});
        QCOMPARE(text.exit_code, 0);
        QVERIFY(text.out.contains("built-in"));
        QVERIFY(text.out.contains("https://huggingface.co/ggerganov/whisper.cpp"));
        QVERIFY(text.out.contains(folder.path().toUtf8()));

        const QJsonObject json = json_object(listing({"models", "--json"}).out);
        QHash<QString, QJsonObject> models;
        for (const auto& model : json["models"].toArray()) models[model.toObject()["name"].toString()] = model.toObject();
        QCOMPARE(models.size(), 3);
        QCOMPARE(models["mine"]["path"].toString(), folder.filePath("ggml-mine.bin"));
        QCOMPARE(models["mine"]["format"].toString(), "ggml q8_0");
        QCOMPARE(models["mine"]["multilingual"].toBool(true), false);
        QVERIFY(models["built-in"]["built_in"].toBool());
        QVERIFY(models["built-in"]["description"].toString().contains("synthetic English voices only"));
        QVERIFY(models["broken"].contains("error"));
        QVERIFY(json["folders"].toArray().contains(folder.path()));

        const auto named = listing({"transcribe", sample_file(), "--model", "mine"});
        QCOMPARE(named.exit_code, 0);
        QVERIFY(!named.err.contains("built-in"));  // it is somebody's own file now
    }

    void devices_are_listed() {
        const CliResult text = run_cli({"devices"});
        QCOMPARE(text.exit_code, 0);
        QVERIFY(text.out.contains("reference") && text.out.contains("auto is "));
        const QJsonObject json = json_object(run_cli({"devices", "--json"}).out);
        QStringList names;
        for (const auto& backend : json["backends"].toArray()) {
            const QJsonObject entry = backend.toObject();
            names += entry["name"].toString();
            QVERIFY(!entry["reason"].toString().isEmpty());
            QVERIFY(entry["available"].isBool());
        }
        QVERIFY(names.contains("cpu") && names.contains("reference"));
        QVERIFY(names.contains(json["auto"].toObject()["name"].toString()));
        QVERIFY(json["auto"].toObject()["threads"].toInt() >= 1);
    }

    void the_environment_forces_a_backend() {
        const auto process = cli_process({"devices", "--json"});
        QProcessEnvironment environment = process->processEnvironment();
        environment.insert("TILESCRIBE_BACKEND", "reference");
        process->setProcessEnvironment(environment);
        process->start();
        QCOMPARE(json_object(finished(*process).out)["auto"].toObject()["name"].toString(), "reference");
    }
};

QTEST_GUILESS_MAIN(CliUsageTest)
#include "test_cli_usage.moc"
