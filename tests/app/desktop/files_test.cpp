// SPDX-License-Identifier: GPL-3.0-or-later
// The real window, offscreen: files are dropped on it.
#include "app/desktop/desktop.h"
#include "app/desktop/performance_report.h"
#include "tests/support/shared_files.h"
#include "ui/file_queue_model.h"
#include "ui/files_view.h"
#include "ui/kernel_table_model.h"
#include "ui/library_view.h"
#include "ui/performance_view.h"
#include "ui/session_list_model.h"
#include "ui/transcript_model.h"
#include "ui/transcript_page.h"

#include <QApplication>
#include <QDropEvent>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMimeData>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace tilescribe;
using tilescribe::testing::shared_folder;

namespace {

constexpr int patience_ms = 240'000;

QUrl sound(const char* name) {
    return QUrl::fromLocalFile(QString::fromStdString((shared_folder() / "audio" / name).string()));
}

int countOf(const Desktop& desktop, QueueItem::State state) {
    const auto& items = const_cast<Desktop&>(desktop).window().files()->queue()->items();
    return static_cast<int>(std::ranges::count(items, state, &QueueItem::state));
}

}  // namespace

class FilesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void dropTranscribesOrSaysWhyNot();
    void dashboardEqualsTheExport();
    void cancelKeepsWhatIsDone();

private:
    void drop(Desktop& desktop, const QList<QUrl>& urls);
    std::unique_ptr<QTemporaryDir> folder_;
};

void FilesTest::init() {
    REQUIRE_SHARED();
    folder_ = std::make_unique<QTemporaryDir>();
    qputenv("XDG_CONFIG_HOME", folder_->filePath("config").toLocal8Bit());
    qputenv("XDG_DATA_HOME", folder_->filePath("share").toLocal8Bit());
}

void FilesTest::drop(Desktop& desktop, const QList<QUrl>& urls) {
    QMimeData mime;
    mime.setUrls(urls);
    QDragEnterEvent enter({10, 10}, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&desktop.window(), &enter);
    QDropEvent event({10, 10}, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&desktop.window(), &event);
}

void FilesTest::dropTranscribesOrSaysWhyNot() {
    QVERIFY(QDir().mkpath(folder_->filePath("in/deep")));
    QVERIFY(QFile::copy(sound("pauses.wav").toLocalFile(), folder_->filePath("in/deep/pauses.wav")));
    QFile ignored(folder_->filePath("in/readme.md"));
    QVERIFY(ignored.open(QIODevice::WriteOnly));
    QFile text(folder_->filePath("notes.txt"));
    QVERIFY(text.open(QIODevice::WriteOnly));
    text.write("Dear diary, there is no sound in here.\n");
    text.close();
    QFile broken(folder_->filePath("broken.wav"));
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.write("RIFF\xff\xff\xff\xffWAVEfmt \x10");
    broken.close();

    Desktop desktop(folder_->filePath("data").toStdString());
    desktop.start();
    std::vector<double> seen;
    connect(&desktop.queue(), &FileQueueController::itemChanged, this, [&](const QueueItem& item) {
        if (item.name == QLatin1String("planning.wav") && item.state == QueueItem::State::running) seen.push_back(item.progress);
    });
    drop(desktop, {sound("short.wav"), sound("standup.wav"), sound("planning.wav"), QUrl::fromLocalFile(folder_->filePath("in")),
                   QUrl::fromLocalFile(text.fileName()), QUrl::fromLocalFile(broken.fileName())});
    QTRY_COMPARE_WITH_TIMEOUT(countOf(desktop, QueueItem::State::done), 4, patience_ms);
    QTRY_COMPARE_WITH_TIMEOUT(countOf(desktop, QueueItem::State::failed), 2, patience_ms);
    QVERIFY(std::ranges::any_of(seen, [](double progress) { return progress > 0 && progress < 1; }));
    QVERIFY(std::ranges::is_sorted(seen));
    for (const QueueItem& item : desktop.window().files()->queue()->items())
        if (item.state == QueueItem::State::failed) QVERIFY2(item.message.contains(item.name), qPrintable(item.message));

    QTRY_COMPARE(desktop.window().library()->sessions()->rowCount(), 4);
    for (const SessionRow& row : desktop.window().library()->sessions()->rows()) {
        QVERIFY(row.complete);
        QVERIFY(!row.snippet.isEmpty());
    }
    Q_EMIT desktop.window().library()->openRequested(desktop.window().library()->sessions()->rows().front().id);
    QTRY_VERIFY(desktop.window().transcript()->model()->rowCount() > 0);
}

void FilesTest::dashboardEqualsTheExport() {
    Desktop desktop(folder_->filePath("data").toStdString());
    desktop.start();
    QSignalSpy ended(&desktop.queue(), &FileQueueController::queueEnded);
    drop(desktop, {sound("standup.wav")});
    QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 1, patience_ms);
    // The dashboard reads twice a second; wait for the reading after the end.
    QSignalSpy sampled(&desktop.performance(), &PerformanceController::sampled);
    QTRY_VERIFY_WITH_TIMEOUT(sampled.count() >= 2, 20'000);
    QSignalSpy said(&desktop.performance(), &PerformanceController::said);
    desktop.performance().exportTo(folder_->filePath("report.json"));
    QTRY_COMPARE(said.count(), 1);
    QVERIFY(said[0][1].toBool());
    QFile file(folder_->filePath("report.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonArray ops = QJsonDocument::fromJson(file.readAll()).object()["ops"].toArray();
    const auto& rows = desktop.window().performance()->kernels()->rows();
    QCOMPARE(static_cast<qsizetype>(rows.size()), ops.size());
    QVERIFY(ops.size() > 10);
    const OpProfileSnapshot scopes = desktop.models().trace()->snapshot();
    for (qsizetype i = 0; i < ops.size(); ++i) {
        const QJsonObject op = ops[i].toObject();
        const QString id = op["op"].toString() + '@' + op["device"].toString();
        const auto row = std::ranges::find(rows, id, &KernelRow::id);
        QVERIFY2(row != rows.end(), qPrintable(id));
        QCOMPARE(row->calls, op["calls"].toInteger());
        QCOMPARE(scopes.rows[static_cast<std::size_t>(i)].total.count(), op["total_ns"].toInteger());
        const double total = row->meanMs.value() * static_cast<double>(row->calls) * 1e6;
        QVERIFY(std::abs(total - op["total_ns"].toDouble()) <= static_cast<double>(row->calls));
    }
}

void FilesTest::cancelKeepsWhatIsDone() {
    Desktop desktop(folder_->filePath("data").toStdString());
    desktop.start();
    qint64 id = 0;
    connect(&desktop.queue(), &FileQueueController::itemChanged, this, [&](const QueueItem& item) {
        if (item.state != QueueItem::State::running || item.progress <= 0 || id != 0) return;
        id = item.id;
        desktop.queue().cancel(id);
    });
    drop(desktop, {sound("planning.wav")});
    QTRY_VERIFY_WITH_TIMEOUT(id != 0, patience_ms);
    QTRY_COMPARE_WITH_TIMEOUT(countOf(desktop, QueueItem::State::cancelled), 1, patience_ms);
    QVERIFY(desktop.window().files()->queue()->items().front().hasTranscript);
    QTRY_COMPARE(desktop.window().library()->sessions()->rowCount(), 1);
    QVERIFY(!desktop.window().library()->sessions()->rows().front().snippet.isEmpty());
}

QTEST_MAIN(FilesTest)
#include "files_test.moc"
