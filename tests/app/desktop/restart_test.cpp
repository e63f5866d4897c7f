// SPDX-License-Identifier: GPL-3.0-or-later
// The program ends in the middle of a file; the next start goes on, and the text is what one run would have given.
#include "app/desktop/desktop.h"
#include "engine/audio/media_file_source.h"
#include "tests/app/desktop/private_home.h"
#include "tests/support/shared_files.h"
#include "ui/file_queue_model.h"
#include "ui/files_view.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace tilescribe;
using tilescribe::testing::PrivateHome;
using tilescribe::testing::shared_folder;

namespace {

constexpr int patience_ms = 240'000;
const std::filesystem::path long_file = shared_folder() / "audio/planning.wav";
const std::filesystem::path short_file = shared_folder() / "audio/short.wav";

QString textOf(const std::filesystem::path& path) {
    return QString::fromStdString(path.string());
}

}  // namespace

class RestartTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void aHalfDoneFileIsCompleted();
    void whatWaitsIsKept();

private:
    /// Opens the files and ends the program when some of the first one's text is stored, but not all.
    void leaveHalfDone(const QStringList& files);
    std::unique_ptr<PrivateHome> home_;
};

void RestartTest::init() {
    REQUIRE_SHARED();
    home_ = std::make_unique<PrivateHome>();
}

void RestartTest::leaveHalfDone(const QStringList& files) {
    auto desktop = std::make_unique<Desktop>(home_->data());
    desktop->start();
    bool begun = false;
    // While this thread holds the gate shut, the file waits between two windows.
    connect(&desktop->queue(), &FileQueueController::itemChanged, this, [&](const QueueItem& item) {
        if (item.path != files.front() || item.progress < 0.2 || begun) return;
        begun = true;
        desktop->queue().pauseAll();
    });
    desktop->openFiles(files);
    QTRY_VERIFY_WITH_TIMEOUT(begun, patience_ms);
    desktop.reset();
    SessionStore store(home_->store());
    QCOMPARE(store.interrupted().size(), 1U);
    QVERIFY(!store.segments(store.interrupted().front().id).empty());
    QVERIFY(store.segments(store.interrupted().front().id).back().segment.end < 200);
}

void RestartTest::aHalfDoneFileIsCompleted() {
    leaveHalfDone({textOf(long_file)});
    if (QTest::currentTestFailed()) return;
    Desktop desktop(home_->data());
    QSignalSpy ended(&desktop.queue(), &FileQueueController::queueEnded);
    desktop.start();
    QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 1, patience_ms);
    const QueueItem item = desktop.window().files()->queue()->items().front();
    QCOMPARE(item.state, QueueItem::State::done);
    QVERIFY(item.hasTranscript);
    desktop.archive().settle();
    const SessionStore store(home_->store());
    QCOMPARE(store.list().size(), 1U);
    const SessionSummary session = store.list().front();
    QCOMPARE(session.state, SessionState::done);
    QVERIFY(std::abs(session.duration_s - 240) < 0.1);

    MediaFileSource source(long_file);
    SharedModel::Lease lease(*desktop.models().model(), SharedModel::Priority::file);
    const std::vector<TranscriptSegment> expected = transcribe(lease.model(), source, {}).transcript.segments;
    const std::vector<StoredSegment> stored = store.segments(session.id);
    QCOMPARE(stored.size(), expected.size());
    for (std::size_t i = 0; i < stored.size(); ++i) {
        QCOMPARE(stored[i].segment.id, expected[i].id);
        QCOMPARE(stored[i].segment.text, expected[i].text);
        QCOMPARE(stored[i].segment.start, expected[i].start);
        QCOMPARE(stored[i].segment.end, expected[i].end);
    }
}

void RestartTest::whatWaitsIsKept() {
    leaveHalfDone({textOf(long_file), textOf(short_file)});
    if (QTest::currentTestFailed()) return;
    Desktop desktop(home_->data());
    QSignalSpy ended(&desktop.queue(), &FileQueueController::queueEnded);
    desktop.start();
    QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 1, patience_ms);
    const auto& items = desktop.window().files()->queue()->items();
    QCOMPARE(items.size(), 2U);
    QCOMPARE(items[0].path, textOf(long_file));
    QCOMPARE(items[1].path, textOf(short_file));
    for (const QueueItem& item : items) QCOMPARE(item.state, QueueItem::State::done);
    desktop.archive().settle();
    const SessionStore store(home_->store());
    QVERIFY(store.saved_queue().empty());
    QVERIFY(store.interrupted().empty());
}

QTEST_MAIN(RestartTest)
#include "restart_test.moc"
