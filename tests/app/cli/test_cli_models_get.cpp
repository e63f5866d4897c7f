// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/cli_process.h"
#include "tests/app/models/http_test_server.h"

#include <QDir>
#include <QFile>
#include <QProcessEnvironment>
#include <QTemporaryDir>
#include <QTest>

using namespace tilescribe::testing;

namespace {

class TestCliModelsGet : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> data_;

    /// `models get` from a mirror, with the data folder in a temporary place.
    CliResult get(const QStringList& names, const QString& mirror) const {
        const auto process = cli_process(QStringList{"models", "get"} + names);
        QProcessEnvironment environment = process->processEnvironment();
        environment.insert("XDG_DATA_HOME", data_->path());
        environment.insert("TILESCRIBE_MODEL_MIRROR", mirror);
        process->setProcessEnvironment(environment);
        process->start();
        return finished(*process);
    }
    QString model() const { return data_->filePath("tilescribe/models/ggml-tiny.en.bin"); }

private Q_SLOTS:
    void init() { data_ = std::make_unique<QTemporaryDir>(); }

    void a_wrong_file_is_refused_and_not_kept() {
        const HttpTestServer server([](const std::string& request, int) {
            const bool right_name = request.starts_with("GET /models/ggml-tiny.en.bin ");
            return std::string(right_name ? "HTTP/1.1 200 OK" : "HTTP/1.1 404 Not Found") +
                   "\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello";
        });
        const QString mirror = QString::fromStdString(server.url()).replace("/model.bin", "/models");
        const CliResult result = get({"tiny.en"}, mirror);
        QCOMPARE(result.exit_code, 3);
        QVERIFY2(result.err.contains("its SHA-1 is aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d"), result.err.constData());
        QVERIFY(result.out.isEmpty());
        QVERIFY(!QFile::exists(model()));
        QVERIFY(!QFile::exists(model() + ".part"));
    }

    void an_unknown_name_lists_the_known_ones() {
        const CliResult result = get({"tiny.en", "enormous"}, "http://127.0.0.1:1");
        QCOMPARE(result.exit_code, 2);
        QVERIFY(result.err.contains("large-v3-turbo"));
    }

    void an_unreachable_mirror_is_told() {
        const CliResult result = get({"tiny.en"}, "http://127.0.0.1:1");
        QCOMPARE(result.exit_code, 3);
        QVERIFY2(result.err.contains("cannot be reached"), result.err.constData());
    }

    void a_model_that_is_here_is_not_fetched_again() {
        QVERIFY(QDir().mkpath(data_->filePath("tilescribe/models")));
        QFile file(model());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        const CliResult result = get({"tiny.en"}, "http://127.0.0.1:1");
        QCOMPARE(result.exit_code, 0);
        QCOMPARE(result.out, (model() + "\n").toUtf8());
    }
};

}  // namespace

QTEST_GUILESS_MAIN(TestCliModelsGet)
#include "test_cli_models_get.moc"
