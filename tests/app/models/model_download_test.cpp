// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/model_download.h"

#include "app/models/file_sha1.h"
#include "app/models/model_catalogue.h"
#include "tests/app/models/http_test_server.h"

#include <QCryptographicHash>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace tilescribe;
using tilescribe::testing::HttpTestServer;

namespace {

std::string body_of_size(std::size_t size) {
    std::string body(size, '\0');
    for (std::size_t i = 0; i < size; ++i) body[i] = static_cast<char>(i * 31 % 251);
    return body;
}

std::string sha1_of(const std::string& bytes) {
    return QCryptographicHash::hash(QByteArray::fromStdString(bytes), QCryptographicHash::Sha1).toHex().toStdString();
}

std::string whole(const std::string& body, std::size_t declared) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(declared) + "\r\nConnection: close\r\n\r\n" + body;
}

/// The range asked for, from its first byte.
std::size_t range_of(const std::string& request) {
    const std::size_t at = request.find("Range: bytes=");
    return at == std::string::npos ? 0 : std::stoul(request.substr(at + 13));
}

std::string part_from(const std::string& body, std::size_t first) {
    return "HTTP/1.1 206 Partial Content\r\nContent-Length: " + std::to_string(body.size() - first) + "\r\nContent-Range: bytes " +
           std::to_string(first) + "-" + std::to_string(body.size() - 1) + "/" + std::to_string(body.size()) +
           "\r\nConnection: close\r\n\r\n" + body.substr(first);
}

class ModelDownloadTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;
    std::string body_ = body_of_size(300'000);

    std::filesystem::path target() const { return folder_->filePath("models/ggml-x.bin").toStdString(); }
    std::filesystem::path part() const { return target().string() + ".part"; }
    QByteArray downloaded() const {
        QFile file(QString::fromStdString(target().string()));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    DownloadRequest request_for(const HttpTestServer& server) const {
        DownloadRequest request;
        request.url = server.url();
        request.target = target();
        request.sha1 = sha1_of(body_);
        request.largest_bytes = 1'000'000;
        return request;
    }
    static QString failure(const DownloadRequest& request) {
        try {
            download(request, {}, {});
        } catch (const DownloadError& error) {
            return QString::fromStdString(error.what());
        }
        return {};
    }

private Q_SLOTS:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void a_file_arrives_whole_with_progress() {
        const HttpTestServer server([&](const std::string&, int) { return whole(body_, body_.size()); });
        std::vector<std::int64_t> received;
        bool checked = false;
        QVERIFY(download(request_for(server),
                         [&](const DownloadProgress& p) {
                             received.push_back(p.received);
                             checked = p.checking;
                         },
                         {}));
        QCOMPARE(downloaded(), QByteArray::fromStdString(body_));
        QVERIFY(std::is_sorted(received.begin(), received.end()));
        QVERIFY(checked);
        QVERIFY(!std::filesystem::exists(part()));
    }

    void a_cut_line_is_resumed_where_it_ended() {
        const HttpTestServer server([&](const std::string& request, int number) {
            return number == 0 ? whole(body_.substr(0, 100'000), body_.size()) : part_from(body_, range_of(request));
        });
        QVERIFY(download(request_for(server), {}, {}));
        QCOMPARE(downloaded(), QByteArray::fromStdString(body_));
        const auto requests = server.requests();
        QCOMPARE(requests.size(), std::size_t{2});
        QCOMPARE(range_of(requests[1]), std::size_t{100'000});
    }

    void a_server_without_ranges_starts_over() {
        const HttpTestServer server([&](const std::string&, int number) {
            return number == 0 ? whole(body_.substr(0, 100'000), body_.size()) : whole(body_, body_.size());
        });
        QVERIFY(download(request_for(server), {}, {}));
        QCOMPARE(downloaded(), QByteArray::fromStdString(body_));
    }

    void a_line_that_is_always_cut_fails_and_keeps_the_part() {
        const HttpTestServer server([&](const std::string& request, int) {
            const std::size_t first = range_of(request);
            return part_from(body_, first).substr(0, 200 + 1000);
        });
        DownloadRequest request = request_for(server);
        request.retries = 2;
        QVERIFY(failure(request).contains("cut off"));
        QCOMPARE(server.requests().size(), std::size_t{3});
        QVERIFY(!std::filesystem::exists(target()));
        QVERIFY(std::filesystem::file_size(part()) > 2000);
    }

    void a_later_try_goes_on_with_the_part() {
        std::filesystem::create_directories(target().parent_path());
        QFile file(QString::fromStdString(part().string()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(body_.data(), 1234);
        file.close();
        const HttpTestServer server([&](const std::string& request, int) { return part_from(body_, range_of(request)); });
        QVERIFY(download(request_for(server), {}, {}));
        QCOMPARE(range_of(server.requests().at(0)), std::size_t{1234});
        QCOMPARE(downloaded(), QByteArray::fromStdString(body_));
    }

    void a_wrong_sum_is_refused_and_removed() {
        std::string damaged = body_;
        damaged[1000] = static_cast<char>(damaged[1000] + 1);
        const HttpTestServer server([&](const std::string&, int) { return whole(damaged, damaged.size()); });
        QVERIFY(failure(request_for(server)).contains("damaged"));
        QVERIFY(!std::filesystem::exists(target()));
        QVERIFY(!std::filesystem::exists(part()));
    }

    void a_size_smaller_than_declared_fails() {
        const HttpTestServer server([&](const std::string& request, int) {
            return range_of(request) == 0 ? whole(body_, body_.size() * 2) : part_from(body_ + body_, body_.size()).substr(0, 150);
        });
        DownloadRequest request = request_for(server);
        request.retries = 1;
        QVERIFY(!failure(request).isEmpty());
        QVERIFY(!std::filesystem::exists(target()));
    }

    void a_server_that_sends_without_end_is_stopped() {
        const HttpTestServer server(
            [&](const std::string&, int) { return "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + std::string(3'000'000, 'x'); });
        QVERIFY(failure(request_for(server)).contains("more than"));
        QVERIFY(!std::filesystem::exists(part()));
    }

    void http_errors_are_told() {
        const HttpTestServer server([&](const std::string&, int) {
            return std::string("HTTP/1.1 404 Not Found\r\nContent-Length: 5\r\nConnection: close\r\n\r\nnope!");
        });
        QVERIFY(failure(request_for(server)).contains("404"));
        QVERIFY(!std::filesystem::exists(target()));
    }

    void an_unreachable_server_and_other_protocols_are_told() {
        DownloadRequest request;
        request.target = target();
        request.url = "http://127.0.0.1:1/model.bin";
        QVERIFY(failure(request).contains("cannot be reached"));
        request.url = "file:///etc/hostname";
        QVERIFY(!failure(request).isEmpty());
        QVERIFY(!std::filesystem::exists(target()));
    }

    void a_redirect_to_a_file_is_refused() {
        const HttpTestServer server([&](const std::string&, int) {
            return std::string(
                "HTTP/1.1 302 Found\r\nLocation: file:///etc/hostname\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        });
        QVERIFY(!failure(request_for(server)).isEmpty());
        QVERIFY(!std::filesystem::exists(target()));
    }

    void cancelling_keeps_the_part() {
        const HttpTestServer server([&](const std::string&, int) { return whole(body_, body_.size()); });
        std::stop_source stop;
        const bool complete = download(
            request_for(server),
            [&](const DownloadProgress& p) {
                if (p.received > 0 && !p.checking) stop.request_stop();
            },
            stop.get_token());
        QVERIFY(!complete);
        QVERIFY(!std::filesystem::exists(target()));
        QVERIFY(std::filesystem::exists(part()));
    }

    void the_catalogue_is_sound() {
        QCOMPARE(model_catalogue().size(), std::size_t{14});
        for (const CatalogueModel& model : model_catalogue()) {
            QCOMPARE(model.sha1.size(), std::size_t{40});
            QVERIFY(model.sha1.find_first_not_of("0123456789abcdef") == std::string_view::npos);
            QVERIFY(model.mebibytes > 0 && !model.note.empty());
            QCOMPARE(find_in_catalogue(model.name)->sha1, model.sha1);
        }
        QCOMPARE(find_in_catalogue("base.en")->file_name(), std::string("ggml-base.en.bin"));
        QVERIFY(!find_in_catalogue("enormous").has_value());
    }
};

}  // namespace

QTEST_GUILESS_MAIN(ModelDownloadTest)
#include "model_download_test.moc"
