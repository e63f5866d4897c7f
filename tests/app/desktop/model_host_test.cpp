// SPDX-License-Identifier: GPL-3.0-or-later
// One loaded model for everybody.
#include "app/desktop/model_host.h"

#include "app/desktop/file_job.h"
#include "engine/audio/media_file_source.h"
#include "engine/pipeline/live_worker.h"
#include "tests/app/desktop/private_home.h"

#include <QFile>
#include <QSignalSpy>
#include <QTest>

#include <future>

using namespace tilescribe;
using tilescribe::testing::PrivateHome;

namespace {

constexpr int patience_ms = 120'000;
const std::filesystem::path sample = std::filesystem::path(TILESCRIBE_SOURCE_DIR) / "resources/samples/standup.wav";
const ModelWish built_in{.model = QStringLiteral("pico.en-q8_0"), .backend = QStringLiteral("cpu"), .threads = 1};

std::string text_of_file(const std::shared_ptr<SharedModel>& model) {
    std::string text;
    const FileJobEvents events{.progress = [](const TranscribeProgress&) {},
                               .segment = [&](const TranscriptSegment& segment) { text += segment.text; },
                               .language = [](const std::string&) {}};
    PauseGate open;
    carry_out({.path = sample, .language = "en", .model = model}, events, open, {});
    return text;
}

/// A recording that is over; the text is complete when the worker says so.
std::string text_of_recording(const std::shared_ptr<SharedModel>& model, const std::shared_ptr<const WavRecorder>& recording) {
    std::string text;
    std::promise<std::string> ended;
    const LiveWorker worker(model, {{.recording = recording}}, {},
                            {.caption = {},
                             .segment = [&](int, const TranscriptSegment& segment) { text += segment.text; },
                             .language = {},
                             .first_words = {},
                             .progress = {},
                             .failed = [&](const std::string& why) { ended.set_value(why); },
                             .finished = [&] { ended.set_value(text); }});
    return ended.get_future().get();
}

}  // namespace

class ModelHostTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { home_ = std::make_unique<PrivateHome>(); }
    void loadsOnceForTheSameWish();
    void aWishThatFailsKeepsTheEarlierModel();
    void liveAndFileShareIt();

private:
    std::unique_ptr<PrivateHome> home_;
};

void ModelHostTest::loadsOnceForTheSameWish() {
    ModelHost host;
    QSignalSpy loading(&host, &ModelHost::loading);
    QSignalSpy ready(&host, &ModelHost::ready);
    QVERIFY(!host.model());
    host.load(built_in);
    host.load(built_in);
    QVERIFY(host.isLoading());
    QTRY_COMPARE_WITH_TIMEOUT(ready.count(), 1, patience_ms);
    QVERIFY(!host.isLoading());
    QCOMPARE(loading.count(), 1);
    QCOMPARE(host.loaded().name, QStringLiteral("pico.en-q8_0"));
    QVERIFY(host.loaded().isBuiltIn);
    const auto first = host.model();
    host.load(built_in);
    QVERIFY(!host.isLoading());
    QCOMPARE(host.model(), first);

    ModelWish other = built_in;
    other.backend = QStringLiteral("reference");
    host.load(other);
    QTRY_COMPARE_WITH_TIMEOUT(ready.count(), 2, patience_ms);
    QVERIFY(host.model() != first);
    QCOMPARE(host.loaded().backend, QStringLiteral("reference"));
    QCOMPARE(first->facts().name(), std::string("pico.en-q8_0"));  // who works with it keeps it
}

void ModelHostTest::aWishThatFailsKeepsTheEarlierModel() {
    ModelHost host;
    QSignalSpy ready(&host, &ModelHost::ready);
    QSignalSpy failed(&host, &ModelHost::failed);
    host.load(built_in);
    QTRY_COMPARE_WITH_TIMEOUT(ready.count(), 1, patience_ms);
    const auto first = host.model();
    QFile broken(home_->path(QStringLiteral("broken.bin")));
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.write("no model");
    broken.close();
    ModelWish bad = built_in;
    bad.model = broken.fileName();
    host.load(bad);
    QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, patience_ms);
    QVERIFY2(failed[0][0].toString().contains(broken.fileName()), qPrintable(failed[0][0].toString()));
    QCOMPARE(host.model(), first);
    QCOMPARE(host.loaded().name, QStringLiteral("pico.en-q8_0"));
    host.load(bad);  // tried again: the file may be whole by now
    QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 2, patience_ms);
    ModelWish unknown = built_in;
    unknown.backend = QStringLiteral("abacus");
    host.load(unknown);
    QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 3, patience_ms);
    QVERIFY2(failed[2][0].toString().contains("abacus"), qPrintable(failed[2][0].toString()));
}

void ModelHostTest::liveAndFileShareIt() {
    ModelHost host;
    QSignalSpy ready(&host, &ModelHost::ready);
    host.load(built_in);
    QTRY_COMPARE_WITH_TIMEOUT(ready.count(), 1, patience_ms);
    const auto model = host.model();
    MediaFileSource source(sample);
    std::vector<float> block(whisper_sample_rate);
    const auto recording = std::make_shared<WavRecorder>(home_->path(QStringLiteral("a.wav")).toStdString());
    while (const std::size_t got = source.read(block)) recording->append(std::span(block).first(got));
    recording->close();

    const std::string live_alone = text_of_recording(model, recording);
    const std::string file_alone = text_of_file(model);
    QVERIFY(live_alone.size() > 200 && file_alone.size() > 200);
    // Several times over, so that they meet in different windows.
    auto live = std::async(std::launch::async, [&] {
        std::vector<std::string> texts(4);
        for (std::string& text : texts) text = text_of_recording(model, recording);
        return texts;
    });
    auto file = std::async(std::launch::async, [&] {
        std::vector<std::string> texts(4);
        for (std::string& text : texts) text = text_of_file(model);
        return texts;
    });
    for (const std::string& text : live.get()) QCOMPARE(text, live_alone);
    for (const std::string& text : file.get()) QCOMPARE(text, file_alone);
}

QTEST_GUILESS_MAIN(ModelHostTest)
#include "model_host_test.moc"
