// SPDX-License-Identifier: GPL-3.0-or-later
// Twenty minutes of speech, faster than real time, through everything behind the microphone: recorder, file, live worker, store,
// the dashboard's trace. Memory stays where it was.
#include "app/desktop/cpu_load.h"
#include "app/desktop/model_host.h"
#include "app/desktop/session_archive.h"
#include "engine/audio/media_file_source.h"
#include "engine/pipeline/live_worker.h"
#include "tests/app/desktop/private_home.h"
#include "tests/support/shared_files.h"
#include "tests/support/test_scale.h"

#include <QFile>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <mutex>

using namespace tilescribe;
using tilescribe::testing::PrivateHome;
using tilescribe::testing::scaled_repetitions;
using tilescribe::testing::shared_folder;

namespace {

constexpr int full_minutes = 20;
constexpr double warm_up_share = 0.25;
/// What may be added after the warm-up: segments, captions and the allocator's moods. Sound alone, were it kept, would be 58 MB.
constexpr std::int64_t margin_bytes = 8 << 20;
constexpr double closest_s = 1;  // the speaker waits where more is recorded than this and not heard yet

/// One recording after the other, over and over.
class EndlessSpeech {
public:
    std::span<const float> next() {
        std::size_t got = 0;
        while (got == 0) {
            if (!source_) source_.emplace(shared_folder() / "audio" / names_.at(at_));
            got = source_->read(block_);
            if (got > 0) break;
            source_.reset();
            at_ = (at_ + 1) % names_.size();
        }
        return std::span(block_).first(got);
    }

private:
    std::array<const char*, 5> names_{"standup.wav", "planning.wav", "noisy.wav", "pauses.wav", "short.wav"};
    std::size_t at_ = 0;
    std::optional<MediaFileSource> source_;
    std::array<float, whisper_sample_rate / 2> block_{};
};

/// What the worker tells, and waiting for it.
struct Heard {
    std::mutex mutex;
    std::condition_variable told;
    double seconds = 0;
    int captions = 0;
    int segments = 0;
    double last_end = 0;
    bool in_order = true;
    bool over = false;
    std::string failure;

    template <typename Change>
    void tell(const Change& change) {
        {
            const std::scoped_lock lock(mutex);
            change();
        }
        told.notify_all();
    }
    template <typename Condition>
    void wait(const Condition& condition) {
        std::unique_lock lock(mutex);
        told.wait(lock, condition);
    }
};

}  // namespace

class LongSessionTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void memoryStaysFlat();
};

void LongSessionTest::memoryStaysFlat() {
    REQUIRE_SHARED();
    const PrivateHome home;
    const double length_s = static_cast<double>(scaled_repetitions(full_minutes)) * 60;
    ModelHost models;  // with the dashboard's trace, as in the program
    QSignalSpy ready(&models, &ModelHost::ready);
    models.load({.model = QStringLiteral("built-in")});
    QTRY_COMPARE_WITH_TIMEOUT(ready.count(), 1, 60'000);
    SessionArchive archive(home.data());
    QSignalSpy problems(&archive, &SessionArchive::failed);
    const SessionId id = archive.create({.title = "Twenty minutes"});
    const auto recording = std::make_shared<WavRecorder>(home.data() / "a.wav");

    Heard heard;
    LiveOptions options;
    options.partial_interval_s = 6;  // fewer captions, for the sake of the test's time
    LiveWorkerEvents events;
    events.caption = [&](int, const LiveCaption&) { ++heard.captions; };
    events.segment = [&](int track, const TranscriptSegment& segment) {
        archive.run([id, track, segment](SessionStore& store) {
            store.put_segment(id, track, segment);
            store.set_duration(id, segment.end);
        });
        heard.in_order = heard.in_order && segment.id == heard.segments && segment.start >= heard.last_end - 0.001;
        ++heard.segments;
        heard.last_end = segment.end;
    };
    events.progress = [&](int, const LiveProgress& progress) { heard.tell([&] { heard.seconds = progress.heard_s; }); };
    events.failed = [&](const std::string& why) {
        heard.tell([&] {
            heard.failure = why;
            heard.over = true;
        });
    };
    events.finished = [&] { heard.tell([&] { heard.over = true; }); };
    std::optional<LiveWorker> worker(std::in_place, models.model(), std::vector<LiveTrack>{{.recording = recording}}, options,
                                     events);

    EndlessSpeech speech;
    std::optional<std::int64_t> warm;
    std::int64_t highest = 0;
    double spoken_s = 0;
    while (spoken_s < length_s) {
        const std::span<const float> block = speech.next();
        recording->append(block);
        recording->sync();
        spoken_s += static_cast<double>(block.size()) / whisper_sample_rate;
        heard.wait([&] { return heard.over || heard.seconds >= spoken_s - closest_s; });
        const auto resident = resident_bytes();
        QVERIFY(resident);
        if (!warm && spoken_s >= warm_up_share * length_s) warm = resident;
        if (warm) highest = std::max(highest, *resident);
        QVERIFY2(!heard.over, heard.failure.c_str());
    }
    recording->close();
    heard.wait([&] { return heard.over; });
    worker.reset();
    QVERIFY2(heard.failure.empty(), heard.failure.c_str());
    archive.settle();
    highest = std::max(highest, resident_bytes().value_or(0));

    QVERIFY(warm);
    const QString figures = QStringLiteral("%1 min, %2 segments, %3 captions: %4 MB after the warm-up, %5 MB at most from then on")
                                .arg(spoken_s / 60)
                                .arg(heard.segments)
                                .arg(heard.captions)
                                .arg(static_cast<double>(*warm) / 1e6)
                                .arg(static_cast<double>(highest) / 1e6);
    qInfo("%s", qPrintable(figures));
    QVERIFY2(highest <= *warm + margin_bytes, qPrintable(figures));

    // And it did its work.
    QVERIFY(problems.isEmpty());
    QCOMPARE(recording->lost_samples(), 0);
    QCOMPARE(recording->length(), static_cast<FrameIndex>(std::lround(spoken_s * whisper_sample_rate)));
    QVERIFY(heard.in_order);
    QVERIFY(heard.captions > spoken_s / 60);
    QVERIFY(heard.segments > spoken_s / 30);
    const SessionStore store(home.store());
    QCOMPARE(store.segments(id).size(), static_cast<std::size_t>(heard.segments));
}

QTEST_GUILESS_MAIN(LongSessionTest)
#include "long_session_test.moc"
