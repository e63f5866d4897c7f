// SPDX-License-Identifier: GPL-3.0-or-later
// A recording that grows, and the thread that reads behind it.
#include "engine/pipeline/live_worker.h"

#include "tests/engine/pipeline/scripted_model.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <semaphore>

using namespace tilescribe;
using tilescribe::testing::sample_recording;
using tilescribe::testing::samples_of;
using tilescribe::testing::Script;
using tilescribe::testing::ScriptedModel;
using tilescribe::testing::ScriptedText;

namespace {

constexpr std::chrono::seconds patience{120};

/// What a worker has told, and waiting for it.
class WorkerLog {
public:
    struct State {
        std::map<int, std::vector<TranscriptSegment>> segments;
        std::map<int, int> captions;
        std::map<int, LiveProgress> progress;
        double largest_lag_s = 0;
        std::vector<std::string> failures;
        int finished = 0;

        [[nodiscard]] bool is_over() const { return finished > 0 || !failures.empty(); }
    };

    LiveWorkerEvents events() {
        return {.caption = [this](int track, const LiveCaption&) { note([&](State& state) { ++state.captions[track]; }); },
                .segment =
                    [this](int track, const TranscriptSegment& segment) {
                        note([&](State& state) { state.segments[track].push_back(segment); });
                    },
                .language = {},
                .first_words = {},
                .progress =
                    [this](int track, const LiveProgress& progress) {
                        note([&](State& state) {
                            state.progress[track] = progress;
                            state.largest_lag_s = std::max(state.largest_lag_s, progress.lag_s);
                        });
                    },
                .failed = [this](const std::string& why) { note([&](State& state) { state.failures.push_back(why); }); },
                .finished = [this] { note([](State& state) { ++state.finished; }); }};
    }
    /// False: it did not come.
    bool wait_until(const std::function<bool(const State&)>& condition) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, patience, [&] { return condition(state_); });
    }
    [[nodiscard]] State state() const {
        const std::scoped_lock lock(mutex_);
        return state_;
    }

private:
    void note(const std::function<void(State&)>& change) {
        {
            const std::scoped_lock lock(mutex_);
            change(state_);
        }
        changed_.notify_all();
    }

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    State state_;
};

std::vector<double> starts_of(const std::vector<TranscriptSegment>& segments) {
    std::vector<double> starts;
    for (const TranscriptSegment& segment : segments) starts.push_back(segment.start);
    return starts;
}

Script always(const char* text) {
    return {.text = [text](int) { return ScriptedText{.text = text}; }, .before_pass = {}, .before_step = {}};
}

class LiveWorkerTest : public QObject {
    Q_OBJECT

    std::vector<float> sound_;
    std::unique_ptr<QTemporaryDir> folder_;

    [[nodiscard]] std::shared_ptr<WavRecorder> recorder(const char* name) const {
        return std::make_shared<WavRecorder>(folder_->filePath(QString::fromLatin1(name)).toStdString());
    }
    [[nodiscard]] std::shared_ptr<WavRecorder> recorded(const char* name) const {
        auto made = recorder(name);
        made->append(sound_);
        made->close();
        return made;
    }
    /// Where the windows of the whole recording begin when nothing disturbs.
    [[nodiscard]] std::vector<double> undisturbed() const {
        const ScriptedModel model(always(" Yes."));
        WorkerLog log;
        LiveWorker worker(model.shared(), {{.recording = recorded("undisturbed.wav")}}, {}, log.events());
        return log.wait_until(&WorkerLog::State::is_over) ? starts_of(log.state().segments[0]) : std::vector<double>();
    }

private Q_SLOTS:
    void initTestCase() {
        sound_ = samples_of(sample_recording());
        QVERIFY(sound_.size() > 54 * whisper_sample_rate);
    }
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void text_comes_while_the_recording_grows_and_the_end_is_drained() {
        const ScriptedModel model(always(" Yes."));
        const auto recording = recorder("a.wav");
        WorkerLog log;
        LiveWorker worker(model.shared(), {{.recording = recording}}, {}, log.events());
        const std::size_t half = sound_.size() / 2;
        recording->append(std::span(sound_).first(half));
        QVERIFY(log.wait_until(
            [](const auto& state) { return state.is_over() || (state.segments.contains(0) && state.segments.at(0).size() >= 3); }));
        QCOMPARE(log.state().finished, 0);
        recording->append(std::span(sound_).subspan(half));
        recording->close();
        QVERIFY(log.wait_until(&WorkerLog::State::is_over));
        const WorkerLog::State state = log.state();
        QVERIFY(state.failures.empty());
        QCOMPARE(state.finished, 1);
        QCOMPARE(starts_of(state.segments.at(0)), undisturbed());
        QVERIFY(state.segments.at(0).back().start > 45);
        QCOMPARE(state.progress.at(0).lag_s, 0.0);
        QVERIFY(std::abs(state.progress.at(0).heard_s - static_cast<double>(sound_.size()) / whisper_sample_rate) < 0.001);
    }

    void a_recording_that_ends_within_a_sentence_has_all_its_text() {
        // A time stamp far behind the window, which the window's end cuts short: so the last segment shows how far the text
        // reaches.
        const ScriptedModel model({.text = [](int) { return ScriptedText{.text = " Yes.", .start = 0, .end = 28}; },
                                   .before_pass = {},
                                   .before_step = {}});
        const auto recording = recorder("a.wav");
        const auto length = static_cast<std::size_t>(28.5 * whisper_sample_rate);  // somebody is speaking there
        recording->append(std::span(sound_).first(length));
        recording->close();
        WorkerLog log;
        LiveWorker worker(model.shared(), {{.recording = recording}}, {}, log.events());
        QVERIFY(log.wait_until(&WorkerLog::State::is_over));
        QCOMPARE(log.state().segments[0].back().end, 28.5);
    }

    void an_empty_recording_ends_without_text() {
        const ScriptedModel model(always(" Yes."));
        const auto recording = recorder("a.wav");
        recording->close();
        WorkerLog log;
        LiveWorker worker(model.shared(), {{.recording = recording}}, {}, log.events());
        QVERIFY(log.wait_until(&WorkerLog::State::is_over));
        QCOMPARE(log.state().finished, 1);
        QVERIFY(log.state().segments.empty());
    }

    void two_tracks_have_their_own_text_ids_and_ends() {
        // Whose turn it is shows by the sound: the second track begins five seconds later.
        const ScriptedModel model(always(" Yes."));
        const auto first = recorder("first.wav");
        const auto second = recorder("second.wav");
        second->append_silence(5 * whisper_sample_rate);
        WorkerLog log;
        LiveWorker worker(model.shared(), {{.recording = first}, {.recording = second}}, {}, log.events());
        const std::size_t part = 20 * whisper_sample_rate;
        first->append(std::span(sound_).first(part));
        first->close();
        for (std::size_t at = 0; at < sound_.size(); at += part)
            second->append(std::span(sound_).subspan(at, std::min(part, sound_.size() - at)));
        second->close();
        QVERIFY(log.wait_until(&WorkerLog::State::is_over));
        WorkerLog::State state = log.state();
        QVERIFY(state.failures.empty());
        const std::vector<double> alone = undisturbed();
        QVERIFY(state.segments[0].size() >= 3 && state.segments[0].size() < alone.size());
        QCOMPARE(state.segments[1].size(), alone.size());
        for (auto& [track, segments] : state.segments) {
            const double later = track == 0 ? 0 : 5;
            for (std::size_t i = 0; i < segments.size(); ++i) {
                QCOMPARE(segments[i].id, static_cast<int>(i));
                // How much silence before the first words belongs to their window depends on what lies before it.
                QVERIFY2(std::abs(segments[i].start - alone[i] - later) < 1,
                         qPrintable(QStringLiteral("track %1: %2 s").arg(track).arg(segments[i].start)));
            }
        }
    }

    void a_failing_model_is_told_once_and_the_rest_can_be_made_later() {
        Script script = always(" Yes.");
        script.before_pass = [](int pass) {
            if (pass == 2) throw std::runtime_error("The device does not answer.");
        };
        const ScriptedModel failing(script);
        const auto recording = recorder("a.wav");
        WorkerLog log;
        LiveOptions final_text_only;
        final_text_only.lag_without_partials_s = -1;
        std::optional<LiveWorker> worker;
        worker.emplace(failing.shared(), std::vector<LiveTrack>{{.recording = recording}}, final_text_only, log.events());
        recording->append(std::span(sound_).first(sound_.size() / 2));
        QVERIFY(log.wait_until(&WorkerLog::State::is_over));
        QCOMPARE(log.state().failures, std::vector<std::string>{"The device does not answer."});
        recording->append(std::span(sound_).subspan(sound_.size() / 2));  // the recording goes on
        recording->close();
        worker.reset();
        QCOMPARE(log.state().finished, 0);
        std::vector<TranscriptSegment> segments = log.state().segments[0];
        QCOMPARE(segments.size(), 2U);

        const ScriptedModel whole(always(" Yes."));
        WorkerLog later;
        const auto first = static_cast<FrameIndex>(segments.back().end * whisper_sample_rate);
        worker.emplace(whole.shared(), std::vector<LiveTrack>{{.recording = recording, .first_sample = first, .first_id = 2}},
                       final_text_only, later.events());
        QVERIFY(later.wait_until(&WorkerLog::State::is_over));
        QCOMPARE(later.state().finished, 1);
        QCOMPARE(later.state().segments[0].front().id, 2);
        QVERIFY(later.state().segments[0].front().start >= segments.back().end);
        QVERIFY(later.state().segments[0].back().start > 45);
    }

    void a_model_without_memory_is_a_failure_like_any_other() {
        Script script = always(" Yes.");
        script.before_pass = [](int) { throw std::bad_alloc(); };
        const ScriptedModel model(script);
        WorkerLog log;
        LiveWorker worker(model.shared(), {{.recording = recorded("a.wav")}}, {}, log.events());
        QVERIFY(log.wait_until(&WorkerLog::State::is_over));
        QCOMPARE(log.state().failures.size(), 1U);
    }

    void a_slow_engine_only_lags() {
        std::counting_semaphore<1000> allowed(0);
        Script script = always(" Yes.");
        script.before_pass = [&](int) { allowed.acquire(); };
        const ScriptedModel model(script);
        const auto recording = recorder("a.wav");
        WorkerLog log;
        LiveWorker worker(model.shared(), {{.recording = recording}}, {}, log.events());
        recording->append(std::span(sound_).first(2 * whisper_sample_rate));
        // The first caption is being made, and meanwhile everything is spoken.
        while (model.passes() == 0) std::this_thread::yield();
        recording->append(std::span(sound_).subspan(2 * whisper_sample_rate));
        recording->close();
        QCOMPARE(recording->length(), static_cast<FrameIndex>(sound_.size()));
        QVERIFY(log.state().segments.empty());
        allowed.release(500);
        QVERIFY(log.wait_until(&WorkerLog::State::is_over));
        QVERIFY2(log.state().largest_lag_s > 50, qPrintable(QString::number(log.state().largest_lag_s)));
        QCOMPARE(starts_of(log.state().segments[0]), undisturbed());
    }

    void abandoned_in_a_pass_it_ends_at_once_and_tells_nothing_more() {
        std::binary_semaphore in_pass(0);
        std::binary_semaphore may_go_on(0);
        Script script = always(" A long sentence with many words in it.");
        script.before_step = [&](int pass, int step) {
            if (pass != 1 || step != 2) return;
            in_pass.release();
            may_go_on.acquire();
        };
        const ScriptedModel model(script);
        WorkerLog log;
        LiveOptions final_text_only;
        final_text_only.lag_without_partials_s = -1;
        {
            LiveWorker worker(model.shared(), {{.recording = recorded("a.wav")}}, final_text_only, log.events());
            in_pass.acquire();
            worker.abandon();
            may_go_on.release();
        }
        WorkerLog::State state = log.state();
        QCOMPARE(state.segments[0].size(), 1U);  // the first window's; not that of the pass under way
        QCOMPARE(state.finished, 0);
        QVERIFY(state.failures.empty());
        QCOMPARE(model.passes(), 2);
    }
};

}  // namespace

QTEST_GUILESS_MAIN(LiveWorkerTest)
#include "live_worker_test.moc"
