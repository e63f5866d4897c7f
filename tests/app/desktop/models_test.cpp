// SPDX-License-Identifier: GPL-3.0-or-later
// The models page: what is imported or downloaded can be used; what went wrong is said on the page.
#include "app/desktop/desktop.h"
#include "app/desktop/models_controller.h"
#include "engine/model_io/checkpoint.h"
#include "tests/app/desktop/file_dialog.h"
#include "tests/app/desktop/private_home.h"
#include "tests/app/models/http_test_server.h"
#include "tests/support/shared_files.h"
#include "ui/model_card.h"
#include "ui/models_page.h"
#include "ui/notice_area.h"

#include <QApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <array>
#include <semaphore>

using namespace tilescribe;
using tilescribe::testing::FileDialogAnswer;
using tilescribe::testing::HttpTestServer;
using tilescribe::testing::PrivateHome;
using tilescribe::testing::shared_folder;

namespace {

constexpr int patience_ms = 60'000;

QString sharedModel(const char* name) {
    return QString::fromStdString((shared_folder() / "models" / name).string());
}

/// The page's entry of this name, as it is shown.
std::optional<ModelEntry> shown(const ModelsPage& page, const QString& name) {
    for (const ModelCard* card : page.cards())
        if (card->entry().name == name) return card->entry();
    return std::nullopt;
}

bool isReady(const ModelsPage& page, const QString& name) {
    const auto entry = shown(page, name);
    return entry && entry->state == ModelEntry::State::ready;
}

QString textOf(const QWidget& area) {
    QString text;
    for (const QLabel* label : area.findChildren<QLabel*>()) text += label->text() + ' ';
    return text;
}

std::string mirrorOf(const HttpTestServer& server) {
    return server.url().substr(0, server.url().rfind('/'));
}

std::string answer(const std::string& body, std::size_t declared) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(declared) + "\r\nConnection: close\r\n\r\n" + body;
}

/// A small model and its place in a catalogue of the test's own.
struct Published {
    std::string body;
    std::string sha1;
    std::array<CatalogueModel, 1> catalogue;

    Published() {
        QFile file(sharedModel("nano.random-q4_0.bin"));
        if (file.open(QIODevice::ReadOnly)) body = file.readAll().toStdString();
        sha1 = QCryptographicHash::hash(QByteArray::fromStdString(body), QCryptographicHash::Sha1).toHex().toStdString();
        catalogue = {{{.name = "nano", .mebibytes = 3, .sha1 = sha1, .note = "for tests"}}};
    }
};

}  // namespace

class ModelsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QApplication::setAttribute(Qt::AA_DontUseNativeDialogs); }
    void init();
    void anImportedModelCanBeUsed_data();
    void anImportedModelCanBeUsed();
    void aBadModelIsRefusedAndSaid();
    void aCancelledDialogChangesNothing();
    void aDownloadArrivesThroughACutLine();
    void aWrongSumIsSaidOnTheCard();
    void aCancelledDownloadCanGoOn();

private:
    std::unique_ptr<PrivateHome> home_;
};

void ModelsTest::init() {
    REQUIRE_SHARED();
    home_ = std::make_unique<PrivateHome>();
}

void ModelsTest::anImportedModelCanBeUsed_data() {
    QTest::addColumn<QString>("source");
    QTest::addColumn<bool>("folder");
    QTest::addColumn<QString>("name");
    QTest::addRow("file") << "nano.random-q8_0.bin" << false << "nano.random-q8_0";
    QTest::addRow("folder") << "nano.random-hf" << true << "nano.random-hf";
}

void ModelsTest::anImportedModelCanBeUsed() {
    QFETCH(QString, source);
    QFETCH(bool, folder);
    QFETCH(QString, name);
    Desktop desktop(home_->data());
    QSignalSpy ready(&desktop.models(), &ModelHost::ready);
    desktop.start();
    ModelsPage* page = desktop.window().models();
    QTRY_COMPARE_WITH_TIMEOUT(ready.count(), 1, patience_ms);
    QVERIFY(!shown(*page, name));
    const auto copy = home_->models() / source.toStdString();
    const auto long_ago = std::filesystem::file_time_type::clock::now() - std::chrono::years(1);
    const auto is_new = [&] {
        std::error_code none_yet;
        const auto written = std::filesystem::last_write_time(copy, none_yet);
        return !none_yet && written > long_ago + std::chrono::days(1) && !std::filesystem::exists(copy.string() + ".part");
    };
    for (int time = 0; time < 2; ++time) {  // the second one replaces the first
        if (time > 0) std::filesystem::last_write_time(copy, long_ago);
        const FileDialogAnswer dialog(sharedModel(source.toUtf8().constData()));
        if (folder)
            Q_EMIT page->importFolderRequested();
        else
            Q_EMIT page->importFileRequested();
        QVERIFY(dialog.isGiven());
        QTRY_VERIFY2_WITH_TIMEOUT(isReady(*page, name) && is_new(), qPrintable(textOf(*page->notices())), patience_ms);
    }
    QCOMPARE(page->notices()->count(), 0);
    QVERIFY((std::filesystem::status(copy).permissions() & std::filesystem::perms::owner_write) != std::filesystem::perms::none);

    Q_EMIT page->useRequested(name);
    QTRY_COMPARE_WITH_TIMEOUT(ready.count(), 2, patience_ms);
    QCOMPARE(desktop.models().loaded().name, name);
    QTRY_VERIFY(shown(*page, name)->active);
}

void ModelsTest::aBadModelIsRefusedAndSaid() {
    Desktop desktop(home_->data());
    desktop.start();
    ModelsPage* page = desktop.window().models();
    QFile broken(home_->path(QStringLiteral("broken.bin")));
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.write("This is no model.");
    broken.close();
    const FileDialogAnswer file(broken.fileName());
    Q_EMIT page->importFileRequested();
    QTRY_VERIFY_WITH_TIMEOUT(page->notices()->contains(QStringLiteral("import")), patience_ms);
    QVERIFY2(textOf(*page->notices()).contains(broken.fileName()), qPrintable(textOf(*page->notices())));
    page->notices()->clear();

    QVERIFY(QDir().mkpath(home_->path(QStringLiteral("holiday"))));
    const FileDialogAnswer folder(home_->path(QStringLiteral("holiday")));
    Q_EMIT page->importFolderRequested();
    QTRY_VERIFY_WITH_TIMEOUT(page->notices()->contains(QStringLiteral("import")), patience_ms);
    QVERIFY2(textOf(*page->notices()).contains("holiday"), qPrintable(textOf(*page->notices())));
    QVERIFY(!std::filesystem::exists(home_->models()) || std::filesystem::is_empty(home_->models()));
}

void ModelsTest::aCancelledDialogChangesNothing() {
    Desktop desktop(home_->data());
    desktop.start();
    const FileDialogAnswer dialog({});
    Q_EMIT desktop.window().models()->importFileRequested();
    QVERIFY(dialog.isGiven());
    QCOMPARE(desktop.window().models()->notices()->count(), 0);
}

void ModelsTest::aDownloadArrivesThroughACutLine() {
    const Published published;
    QVERIFY(published.body.size() > 1'000'000);
    const std::size_t half = published.body.size() / 2;
    const HttpTestServer server([&](const std::string& request, int number) {
        if (number == 0) return answer(published.body.substr(0, half), published.body.size());
        const std::size_t from = std::stoul(request.substr(request.find("Range: bytes=") + 13));
        return "HTTP/1.1 206 Partial Content\r\nContent-Length: " + std::to_string(published.body.size() - from) +
               "\r\nContent-Range: bytes " + std::to_string(from) + "-" + std::to_string(published.body.size() - 1) + "/" +
               std::to_string(published.body.size()) + "\r\nConnection: close\r\n\r\n" + published.body.substr(from);
    });
    ModelsController controller(nullptr, published.catalogue);
    ModelsPage page;
    connect(&controller, &ModelsController::entriesChanged, &page, &ModelsPage::setEntries);
    QSignalSpy arrived(&controller, &ModelsController::arrived);
    controller.setMirror(QString::fromStdString(mirrorOf(server)) + '/');
    controller.refresh();
    QTRY_VERIFY_WITH_TIMEOUT(shown(page, "nano"), patience_ms);
    QCOMPARE(shown(page, "nano")->state, ModelEntry::State::absent);
    controller.download("nano");
    QCOMPARE(shown(page, "nano")->state, ModelEntry::State::downloading);
    QTRY_COMPARE_WITH_TIMEOUT(arrived.count(), 1, patience_ms);
    QTRY_VERIFY_WITH_TIMEOUT(isReady(page, "nano"), patience_ms);
    QVERIFY(server.requests().size() >= 2);
    QVERIFY(server.requests().front().starts_with("GET /ggml-nano.bin "));
    QCOMPARE(summarise_checkpoint(home_->models() / "ggml-nano.bin").bytes, published.body.size());
}

void ModelsTest::aWrongSumIsSaidOnTheCard() {
    const HttpTestServer server([](const std::string&, int) { return answer("hello", 5); });
    Desktop desktop(home_->data());
    desktop.start();
    ModelsPage* page = desktop.window().models();
    Q_EMIT page->mirrorChanged(QString::fromStdString(mirrorOf(server)));
    QTRY_VERIFY_WITH_TIMEOUT(shown(*page, "tiny.en"), patience_ms);
    Q_EMIT page->downloadRequested("tiny.en");
    QTRY_COMPARE_WITH_TIMEOUT(shown(*page, "tiny.en")->state, ModelEntry::State::failed, patience_ms);
    QVERIFY2(shown(*page, "tiny.en")->message.contains("SHA-1"), qPrintable(shown(*page, "tiny.en")->message));
    QVERIFY(std::filesystem::is_empty(home_->models()));
    Q_EMIT page->downloadRequested("tiny.en");  // it may be tried again
    QTRY_COMPARE_WITH_TIMEOUT(server.requests().size(), 2U, patience_ms);
}

void ModelsTest::aCancelledDownloadCanGoOn() {
    const Published published;
    const std::size_t half = published.body.size() / 2;
    std::binary_semaphore asked_again(0);
    std::binary_semaphore let_go(0);
    const HttpTestServer server([&](const std::string& request, int number) {
        if (number == 0) return answer(published.body.substr(0, half), published.body.size());  // then the line is cut
        if (number == 1) {                                                                      // and the next one says nothing
            asked_again.release();
            let_go.acquire();
            return std::string();
        }
        const std::size_t from = std::stoul(request.substr(request.find("Range: bytes=") + 13));
        return "HTTP/1.1 206 Partial Content\r\nContent-Length: " + std::to_string(published.body.size() - from) +
               "\r\nContent-Range: bytes " + std::to_string(from) + "-" + std::to_string(published.body.size() - 1) + "/" +
               std::to_string(published.body.size()) + "\r\nConnection: close\r\n\r\n" + published.body.substr(from);
    });
    ModelsController controller(nullptr, published.catalogue);
    ModelsPage page;
    connect(&controller, &ModelsController::entriesChanged, &page, &ModelsPage::setEntries);
    QSignalSpy arrived(&controller, &ModelsController::arrived);
    controller.setMirror(QString::fromStdString(mirrorOf(server)));
    controller.refresh();
    QTRY_VERIFY_WITH_TIMEOUT(shown(page, "nano"), patience_ms);
    controller.download("nano");
    QVERIFY(asked_again.try_acquire_for(std::chrono::milliseconds(patience_ms)));
    controller.cancel("nano");
    let_go.release();
    QTRY_COMPARE_WITH_TIMEOUT(shown(page, "nano")->state, ModelEntry::State::absent, patience_ms);
    QCOMPARE(arrived.count(), 0);
    QVERIFY(std::filesystem::file_size(home_->models() / "ggml-nano.bin.part") >= half);
    controller.download("nano");
    QTRY_COMPARE_WITH_TIMEOUT(arrived.count(), 1, patience_ms);
    QVERIFY(server.requests().back().find("Range: bytes=" + std::to_string(half) + "-") != std::string::npos);
}

QTEST_MAIN(ModelsTest)
#include "models_test.moc"
