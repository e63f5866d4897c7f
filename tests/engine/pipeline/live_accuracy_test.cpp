// SPDX-License-Identifier: GPL-3.0-or-later
// The real model behind a growing recording hears about as well as it does in a file.
#include "engine/audio/media_file_source.h"
#include "engine/pipeline/live_worker.h"
#include "tests/app/desktop/word_error_rate.h"
#include "tests/engine/pipeline/scripted_model.h"
#include "tests/support/shared_files.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>

using namespace tilescribe;
using tilescribe::testing::built_in_model;
using tilescribe::testing::samples_of;
using tilescribe::testing::shared_folder;
using tilescribe::testing::word_error_rate;

namespace {

constexpr std::size_t spoken_at_once = whisper_sample_rate / 2;

std::string truth_of(const std::string& name) {
    QFile file(QString::fromStdString((shared_folder() / "audio" / (name + ".json")).string()));
    std::string text;
    if (!file.open(QIODevice::ReadOnly)) return text;
    const QJsonArray sentences = QJsonDocument::fromJson(file.readAll()).array();
    for (const auto& sentence : sentences) text += sentence.toObject()["text"].toString().toStdString() + " ";
    return text;
}

struct Live {
    std::string text;
    std::string failure;
    int captions = 0;
    bool confirmed_words_stayed = true;
};

/// Speaks the sound into a recording in step with the listener (so that captions are made, however slow the machine) or all at
/// once.
Live listen_to(const std::shared_ptr<SharedModel>& model, const std::vector<float>& sound, bool in_step) {
    const QTemporaryDir folder;
    const auto recording = std::make_shared<WavRecorder>(folder.filePath("a.wav").toStdString());
    Live live;
    std::string confirmed;
    int confirmed_of = -1;
    std::mutex mutex;
    std::condition_variable told;
    double heard_s = 0;
    bool over = false;
    const auto tell = [&](const auto& change) {
        {
            const std::scoped_lock lock(mutex);
            change();
        }
        told.notify_all();
    };
    LiveWorkerEvents events;
    events.caption = [&](int, const LiveCaption& caption) {
        ++live.captions;
        if (caption.id == confirmed_of && !caption.confirmed.starts_with(confirmed)) live.confirmed_words_stayed = false;
        confirmed_of = caption.id;
        confirmed = caption.confirmed;
    };
    events.segment = [&](int, const TranscriptSegment& segment) {
        live.text += segment.text;
        confirmed_of = -1;
    };
    events.progress = [&](int, const LiveProgress& progress) { tell([&] { heard_s = progress.heard_s; }); };
    events.failed = [&](const std::string& why) {
        tell([&] {
            live.failure = why;
            over = true;
        });
    };
    events.finished = [&] { tell([&] { over = true; }); };
    const LiveWorker worker(model, {{.recording = recording}}, {}, events);
    for (std::size_t at = 0; at < sound.size(); at += spoken_at_once) {
        recording->append(std::span(sound).subspan(at, std::min(spoken_at_once, sound.size() - at)));
        if (!in_step) continue;
        std::unique_lock lock(mutex);
        told.wait(lock, [&] { return over || heard_s >= static_cast<double>(at) / whisper_sample_rate; });
    }
    recording->close();
    std::unique_lock lock(mutex);
    told.wait(lock, [&] { return over; });
    return live;
}

class LiveAccuracyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void live_text_is_about_as_good_as_a_files_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("in_step");
        QTest::addRow("standup, in step with the speaker") << "standup" << true;
        QTest::addRow("standup, far behind") << "standup" << false;
        QTest::addRow("short, in step") << "short" << true;
    }
    void live_text_is_about_as_good_as_a_files() {
        REQUIRE_SHARED();
        QFETCH(QString, name);
        QFETCH(bool, in_step);
        const std::string truth = truth_of(name.toStdString());
        QVERIFY(!truth.empty());
        const std::filesystem::path file = shared_folder() / "audio" / (name.toStdString() + ".wav");
        const auto model = std::make_shared<SharedModel>(built_in_model());
        double of_file = 0;
        {
            SharedModel::Lease lease(*model, SharedModel::Priority::file);
            MediaFileSource source(file);
            of_file = word_error_rate(truth, transcribe(lease.model(), source, {}).transcript.text);
        }
        const Live live = listen_to(model, samples_of(file), in_step);
        QVERIFY2(live.failure.empty(), live.failure.c_str());
        const double of_live = word_error_rate(truth, live.text);
        qInfo("word error rate: live %.3f, file %.3f, %d captions", of_live, of_file, live.captions);
        QVERIFY2(of_live <= of_file + 0.05, live.text.c_str());
        QVERIFY(live.confirmed_words_stayed);
        if (in_step) QVERIFY(live.captions >= 4);
    }
};

}  // namespace

QTEST_GUILESS_MAIN(LiveAccuracyTest)
#include "live_accuracy_test.moc"
