// SPDX-License-Identifier: GPL-3.0-or-later
// The program records from a sound server of the test's own and is ended or killed meanwhile.
#include "app/desktop/desktop.h"
#include "app/store/session_store.h"
#include "tests/app/desktop/word_error_rate.h"
#include "tests/support/shared_files.h"
#include "tests/support/virtual_microphone.h"
#include "ui/library_view.h"
#include "ui/live_view.h"
#include "ui/recovery_banner.h"
#include "ui/transcript_model.h"

#include <QApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace tilescribe;
using tilescribe::testing::shared_folder;
using tilescribe::testing::VirtualMicrophone;
using tilescribe::testing::word_error_rate;

namespace {

constexpr int patience_ms = 180'000;

QString shared(const char* name) {
    return QString::fromStdString((shared_folder() / name).string());
}

std::string truthOf(const char* name) {
    QFile file(shared(name));
    QString text;
    if (!file.open(QIODevice::ReadOnly)) return {};
    for (const QJsonValue sentence : QJsonDocument::fromJson(file.readAll()).array()) text += sentence[u"text"].toString() + ' ';
    return text.toStdString();
}

std::string textOf(const SessionStore& store, SessionId id) {
    std::string text;
    for (const StoredSegment& stored : store.segments(id)) text += stored.segment.text;
    return text;
}

}  // namespace

class RecordingTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanupTestCase() { microphone_.reset(); }
    void termSavesAndCompletes();
    void killIsRecovered();

private:
    [[nodiscard]] QString data() const { return folder_->filePath("share/tilescribe"); }
    [[nodiscard]] std::vector<SessionSummary> sessions() const {
        return SessionStore((data() + "/sessions.db").toStdString()).list();
    }
    void startProgram(QProcess& program) const;
    void waitForSound(double seconds) const;

    std::unique_ptr<VirtualMicrophone> microphone_;
    std::unique_ptr<QTemporaryDir> folder_;
};

void RecordingTest::initTestCase() {
    REQUIRE_VIRTUAL_MICROPHONE();
    microphone_ = std::make_unique<VirtualMicrophone>(QStringList{QStringLiteral("room")});
    QVERIFY(microphone_->is_started());
}

void RecordingTest::init() {
    folder_ = std::make_unique<QTemporaryDir>();
    qputenv("XDG_CONFIG_HOME", folder_->filePath("config").toLocal8Bit());
    qputenv("XDG_DATA_HOME", folder_->filePath("share").toLocal8Bit());
}

void RecordingTest::startProgram(QProcess& program) const {
    program.setProcessChannelMode(QProcess::ForwardedChannels);
    program.start(TILESCRIBE_PROGRAM, {"--record"});
    QVERIFY(program.waitForStarted());
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(data() + "/sessions.db") && !sessions().empty(), 30'000);
}

void RecordingTest::waitForSound(double seconds) const {
    const SessionStore store((data() + "/sessions.db").toStdString());
    const QString file = QString::fromStdString(store.tracks(store.list().front().id).front().sound_file);
    QTRY_VERIFY_WITH_TIMEOUT(QFileInfo(file).size() > static_cast<qint64>(seconds * whisper_sample_rate * 2), patience_ms);
}

void RecordingTest::termSavesAndCompletes() {
    QProcess program;
    startProgram(program);
    waitForSound(0.5);
    const auto player = VirtualMicrophone::play("short.wav", QStringLiteral("room"));
    QSignalSpy played(player.get(), &QProcess::finished);
    QTRY_COMPARE_WITH_TIMEOUT(played.count(), 1, patience_ms);
    QSignalSpy ended(&program, &QProcess::finished);
    program.terminate();
    QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 1, patience_ms);
    QCOMPARE(program.exitStatus(), QProcess::NormalExit);
    QCOMPARE(program.exitCode(), 0);
    const SessionStore store((data() + "/sessions.db").toStdString());
    QVERIFY(store.interrupted().empty());
    QCOMPARE(store.list().front().state, SessionState::done);
    const std::string text = textOf(store, store.list().front().id);
    QVERIFY2(word_error_rate(truthOf("audio/short.json"), text) < 0.5, text.c_str());
}

void RecordingTest::killIsRecovered() {
    QProcess program;
    startProgram(program);
    waitForSound(0.5);
    const auto player = VirtualMicrophone::play("short.wav", QStringLiteral("room"));
    QSignalSpy played(player.get(), &QProcess::finished);
    QTRY_COMPARE_WITH_TIMEOUT(played.count(), 1, patience_ms);
    const double before = [this] {
        const SessionStore store((data() + "/sessions.db").toStdString());
        return static_cast<double>(
                   QFileInfo(QString::fromStdString(store.tracks(store.list().front().id).front().sound_file)).size()) /
               2 / whisper_sample_rate;
    }();
    waitForSound(before + 1.5);  // what was spoken is on disk
    QSignalSpy ended(&program, &QProcess::finished);
    program.kill();
    QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 1, 20'000);
    QCOMPARE(SessionStore((data() + "/sessions.db").toStdString()).interrupted().size(), 1U);

    Desktop desktop(data().toStdString());
    desktop.start();
    QTRY_COMPARE_WITH_TIMEOUT(desktop.window().recovery()->count(), 1, 20'000);
    const qint64 session = sessions().front().id;
    Q_EMIT desktop.window().recovery()->recoverRequested(session);
    QTRY_COMPARE_WITH_TIMEOUT(sessions().front().state, SessionState::done, patience_ms);
    QCOMPARE(desktop.window().recovery()->count(), 0);
    const SessionStore store((data() + "/sessions.db").toStdString());
    QVERIFY(store.list().front().duration_s >= before);
    const std::string text = textOf(store, session);
    QVERIFY2(word_error_rate(truthOf("audio/short.json"), text) < 0.5, text.c_str());
}

QTEST_MAIN(RecordingTest)
#include "recording_test.moc"
