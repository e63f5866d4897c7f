// SPDX-License-Identifier: GPL-3.0-or-later
// Export, through the dialogs: what was asked for lies in the file, or the window says why not.
#include "app/desktop/desktop.h"
#include "tests/app/desktop/file_dialog.h"
#include "tests/app/desktop/private_home.h"
#include "ui/library_view.h"
#include "ui/notice_area.h"
#include "ui/performance_view.h"
#include "ui/session_list_model.h"

#include <QApplication>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>

using namespace tilescribe;
using tilescribe::testing::FileDialogAnswer;
using tilescribe::testing::PrivateHome;

namespace {

constexpr int patience_ms = 120'000;
const std::filesystem::path sample = std::filesystem::path(TILESCRIBE_SOURCE_DIR) / "resources/samples/standup.wav";
// Nobody can write there, not even root.
const QString nowhere = QStringLiteral("/proc/transcript");

QByteArray contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace

class ExportTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { desktop_.reset(); }
    void init() { desktop_->window().notices()->clear(); }
    void writesEveryFormat_data();
    void writesEveryFormat();
    void whatCannotBeWrittenIsSaid();
    void replacesAnEarlierFile();
    void aCancelledDialogWritesNothing();
    void writesTheReport();

private:
    [[nodiscard]] qint64 session() const { return desktop_->window().library()->sessions()->rows().front().id; }
    [[nodiscard]] QString notices() const {
        QString text;
        for (const QLabel* label : desktop_->window().notices()->findChildren<QLabel*>()) text += label->text() + ' ';
        return text;
    }
    PrivateHome home_;
    std::unique_ptr<Desktop> desktop_;
};

void ExportTest::initTestCase() {
    QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    desktop_ = std::make_unique<Desktop>(home_.data());
    QSignalSpy ended(&desktop_->queue(), &FileQueueController::queueEnded);
    desktop_->start();
    desktop_->openFiles({QString::fromStdString(sample.string())});
    QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 1, patience_ms);
    QTRY_COMPARE_WITH_TIMEOUT(desktop_->window().library()->sessions()->rowCount(), 1, patience_ms);
}

void ExportTest::writesEveryFormat_data() {
    QTest::addColumn<int>("format");
    for (const TranscriptFormat format : all_transcript_formats())
        QTest::addRow("%s", std::string(name_of(format)).c_str()) << static_cast<int>(format);
}

void ExportTest::writesEveryFormat() {
    QFETCH(int, format);
    const QString path = home_.path(QStringLiteral("a file with spaces.") + QString::fromLatin1(QTest::currentDataTag()));
    const FileDialogAnswer dialog(path);
    Q_EMIT desktop_->window().library()->exportRequested(session(), static_cast<TranscriptFormat>(format));
    QVERIFY(dialog.isGiven());
    QTRY_VERIFY_WITH_TIMEOUT(desktop_->window().notices()->contains(QStringLiteral("library")), patience_ms);
    QVERIFY2(notices().contains(path), qPrintable(notices()));
    QVERIFY2(contentOf(path).contains("Maria is careful about the printer."), contentOf(path).left(300).constData());
}

void ExportTest::whatCannotBeWrittenIsSaid() {
    const FileDialogAnswer dialog(nowhere + QStringLiteral(".txt"));
    Q_EMIT desktop_->window().library()->exportRequested(session(), TranscriptFormat::txt);
    QVERIFY(dialog.isGiven());
    QTRY_VERIFY_WITH_TIMEOUT(desktop_->window().notices()->contains(QStringLiteral("library")), patience_ms);
    QVERIFY2(notices().contains(nowhere + QStringLiteral(".txt cannot be written")), qPrintable(notices()));
}

void ExportTest::replacesAnEarlierFile() {
    const QString path = home_.path(QStringLiteral("earlier.srt"));
    QFile earlier(path);
    QVERIFY(earlier.open(QIODevice::WriteOnly));
    earlier.write(QByteArray(100'000, 'x'));
    earlier.close();
    QSignalSpy failed(&desktop_->archive(), &SessionArchive::failed);
    const FileDialogAnswer dialog(path);
    Q_EMIT desktop_->window().library()->exportRequested(session(), TranscriptFormat::srt);
    QTRY_VERIFY_WITH_TIMEOUT(desktop_->window().notices()->contains(QStringLiteral("library")), patience_ms);
    QVERIFY(contentOf(path).startsWith("1\n00:00:00"));
    QVERIFY(!contentOf(path).contains("xxx"));
    QVERIFY(failed.isEmpty());
}

void ExportTest::aCancelledDialogWritesNothing() {
    const FileDialogAnswer dialog({});
    Q_EMIT desktop_->window().library()->exportRequested(session(), TranscriptFormat::txt);
    QVERIFY(dialog.isGiven());
    desktop_->archive().settle();
    QCoreApplication::processEvents();
    QCOMPARE(desktop_->window().notices()->count(), 0);
}

void ExportTest::writesTheReport() {
    PerformanceView* view = desktop_->window().performance();
    QSignalSpy said(&desktop_->performance(), &PerformanceController::said);
    const QString json = home_.path(QStringLiteral("report.json"));
    const FileDialogAnswer first(json);
    Q_EMIT view->exportRequested(ReportFormat::json);
    QTRY_COMPARE_WITH_TIMEOUT(said.count(), 1, patience_ms);
    QVERIFY(said[0][1].toBool());
    const QJsonObject report = QJsonDocument::fromJson(contentOf(json)).object();
    QVERIFY(report["ops"].isArray());
    QCOMPARE(report["backend"].toString(), QStringLiteral("cpu"));

    const QString markdown = home_.path(QStringLiteral("report.md"));
    const FileDialogAnswer second(markdown);
    Q_EMIT view->exportRequested(ReportFormat::markdown);
    QTRY_COMPARE_WITH_TIMEOUT(said.count(), 2, patience_ms);
    QVERIFY(contentOf(markdown).startsWith("# Tilescribe"));

    const FileDialogAnswer third(nowhere + QStringLiteral(".json"));
    Q_EMIT view->exportRequested(ReportFormat::json);
    QTRY_COMPARE_WITH_TIMEOUT(said.count(), 3, patience_ms);
    QVERIFY(!said[2][1].toBool());
    QVERIFY2(said[2][0].toString().contains("cannot be written"), qPrintable(said[2][0].toString()));
}

QTEST_MAIN(ExportTest)
#include "export_test.moc"
