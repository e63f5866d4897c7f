// SPDX-License-Identifier: GPL-3.0-or-later
// Real sound and real voice activity; what is recognised is scripted, so that every text is known.
#include "engine/pipeline/live_transcriber.h"

#include "tests/engine/pipeline/scripted_model.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace tilescribe;
using tilescribe::testing::sample_recording;
using tilescribe::testing::samples_of;
using tilescribe::testing::Script;
using tilescribe::testing::ScriptedModel;
using tilescribe::testing::ScriptedText;

namespace {

constexpr std::size_t block_samples = whisper_sample_rate / 2;
constexpr FrameIndex far_behind = 60 * whisper_sample_rate;

double seconds_of(FrameIndex samples) {
    return static_cast<double>(samples) / whisper_sample_rate;
}

/// One final text: which sound it was made of.
struct Window {
    FrameIndex start = 0;
    FrameIndex end = 0;
    [[nodiscard]] double seconds() const { return seconds_of(end - start); }
};

/// What a transcriber has told.
struct Told {
    std::vector<LiveCaption> captions;
    std::vector<TranscriptSegment> segments;
    std::vector<std::string> languages;
    std::vector<double> first_words;

    LiveEvents events() {
        return {.caption = [this](const LiveCaption& caption) { captions.push_back(caption); },
                .segment = [this](const TranscriptSegment& segment) { segments.push_back(segment); },
                .language = [this](const std::string& code, double) { languages.push_back(code); },
                .first_words = [this](double seconds) { first_words.push_back(seconds); }};
    }
    [[nodiscard]] std::string text() const {
        std::string all;
        for (const TranscriptSegment& segment : segments) all += segment.text;
        return all;
    }
};

Script says(std::vector<std::string> texts) {
    return {.text = [texts = std::move(texts)](int pass) -> ScriptedText {
                return {.text = texts.at(std::min(static_cast<std::size_t>(pass), texts.size() - 1))};
            },
            .before_pass = {},
            .before_step = {}};
}

/// Pushes as the worker does.
void feed(LiveTranscriber& transcriber, std::span<const float> samples, FrameIndex waiting = 0, const std::stop_token& stop = {}) {
    for (; !samples.empty(); samples = samples.subspan(std::min(block_samples, samples.size())))
        transcriber.push(samples.first(std::min(block_samples, samples.size())), waiting, stop);
}

/// Final text only, window by window. Each pass says one text, so each window shows by the position that is settled.
std::vector<Window> windows_of(std::span<const float> samples, FrameIndex first_sample = 0) {
    ScriptedModel model(says({" Yes."}));
    std::vector<FrameIndex> starts;
    std::vector<Window> windows;
    LiveTranscriber* self = nullptr;
    LiveEvents events;
    events.segment = [&](const TranscriptSegment&) { starts.push_back(self->settled()); };
    LiveTranscriber transcriber(*model.shared(), {}, events, first_sample);
    self = &transcriber;
    const auto note_end = [&] {
        if (starts.size() > windows.size()) windows.push_back({starts.back(), transcriber.settled()});
    };
    for (; !samples.empty(); samples = samples.subspan(std::min(block_samples, samples.size()))) {
        transcriber.push(samples.first(std::min(block_samples, samples.size())), far_behind, {});
        note_end();
    }
    transcriber.finish({});
    note_end();
    return windows;
}

double loudness(std::span<const float> samples, FrameIndex from, FrameIndex to) {
    double sum = 0;
    from = std::max<FrameIndex>(0, from);
    to = std::min(to, static_cast<FrameIndex>(samples.size()));
    for (FrameIndex i = from; i < to; ++i) sum += std::pow(samples[static_cast<std::size_t>(i)], 2.0);
    return std::sqrt(sum / static_cast<double>(std::max<FrameIndex>(1, to - from)));
}

/// The recording without its pauses, so that nobody takes a breath.
std::vector<float> without_pauses(const std::vector<float>& samples) {
    const FrameIndex padding = whisper_sample_rate * SpeechSegmentOptions().padding_ms / 1000;
    EnergyVoiceActivity detector;
    std::vector<float> speech;
    for (const SpeechSegment& segment : find_speech(detector, samples))
        speech.insert(speech.end(), samples.begin() + segment.start + padding, samples.begin() + segment.end - padding);
    return speech;
}

class LiveTranscriberTest : public QObject {
    Q_OBJECT

    std::vector<float> sound_;
    [[nodiscard]] std::span<const float> first_seconds(double seconds) const {
        return std::span(sound_).first(static_cast<std::size_t>(seconds * whisper_sample_rate));
    }

private Q_SLOTS:
    void initTestCase() {
        sound_ = samples_of(sample_recording());
        QVERIFY(sound_.size() > 54 * whisper_sample_rate);
    }

    void windows_are_cut_at_pauses() {
        const std::vector<Window> windows = windows_of(sound_);
        QVERIFY(windows.size() >= 5);
        const double speech = loudness(sound_, 0, static_cast<FrameIndex>(sound_.size()));
        for (std::size_t i = 0; i < windows.size(); ++i) {
            QVERIFY(windows[i].seconds() <= 30);
            if (i > 0) QVERIFY(windows[i].start >= windows[i - 1].end);
            if (i + 1 == windows.size()) break;
            QVERIFY2(windows[i].seconds() >= LiveOptions().settled_after_s, "a short sentence is a window of its own");
            const FrameIndex around = whisper_sample_rate / 20;
            const double there = loudness(sound_, windows[i].end - around, windows[i].end + around);
            QVERIFY2(there < 0.2 * speech, qPrintable(QStringLiteral("cut in speech at %1 s").arg(seconds_of(windows[i].end))));
        }
    }

    void speech_without_pauses_is_cut_before_30_s_and_no_sample_is_left_out() {
        std::vector<float> speech = without_pauses(sound_);
        const std::vector<float> once = speech;
        speech.insert(speech.end(), once.begin(), once.end());
        QVERIFY(speech.size() > 70 * whisper_sample_rate);
        const std::vector<Window> windows = windows_of(speech);
        QVERIFY(windows.size() >= 3);
        QCOMPARE(windows.front().start, 0);
        for (std::size_t i = 0; i < windows.size(); ++i) {
            QVERIFY2(windows[i].seconds() <= 30, qPrintable(QString::number(windows[i].seconds())));
            if (i > 0) QCOMPARE(windows[i].start, windows[i - 1].end);
        }
        QVERIFY(windows.front().seconds() > 10);
        QCOMPARE(windows.back().end, static_cast<FrameIndex>(speech.size()));
    }

    void what_two_passes_agree_on_is_confirmed() {
        ScriptedModel model(says({" You are sure", " You are sure about the", " You are sure about a second", " Final words."}));
        Told told;
        LiveTranscriber transcriber(*model.shared(), {}, told.events());
        FrameIndex fed = 0;
        while (model.passes() < 3) {
            feed(transcriber, std::span(sound_).subspan(static_cast<std::size_t>(fed), block_samples));
            fed += block_samples;
        }
        QVERIFY(seconds_of(fed) < 4.3);  // within the first sentence
        QVERIFY(told.segments.empty());
        QCOMPARE(told.captions.size(), 3U);
        QCOMPARE(told.captions[0].confirmed, std::string());
        QCOMPARE(told.captions[0].provisional, std::string("You are sure"));
        QCOMPARE(told.captions[1].confirmed, std::string("You are sure"));
        QCOMPARE(told.captions[1].provisional, std::string("about the"));
        QCOMPARE(told.captions[2].confirmed, std::string("You are sure about"));
        QCOMPARE(told.captions[2].provisional, std::string("a second"));
        QVERIFY(std::ranges::is_sorted(told.captions, {}, &LiveCaption::end));
        QCOMPARE(told.first_words.size(), 1U);
        QVERIFY(told.first_words.front() > 0);

        transcriber.finish({});
        QCOMPARE(told.segments.size(), 1U);  // the dimmed words are nowhere
        QCOMPARE(told.segments.front().text, std::string(" Final words."));
        QVERIFY(told.segments.front().is_final);
        for (const LiveCaption& caption : told.captions) QCOMPARE(caption.id, told.segments.front().id);
    }

    void the_end_becomes_final_however_short() {
        ScriptedModel model(says({" Short."}));
        Told told;
        LiveTranscriber transcriber(*model.shared(), {}, told.events());
        feed(transcriber, first_seconds(1.3), far_behind);  // in the middle of the first sentence
        QVERIFY(told.segments.empty());
        transcriber.finish({});
        QCOMPARE(told.text(), std::string(" Short."));
        QCOMPARE(transcriber.settled(), transcriber.heard());
        QVERIFY(transcriber.window().empty());
        transcriber.finish({});
        QCOMPARE(told.segments.size(), 1U);
    }

    void ids_and_times_go_on_where_an_earlier_run_ended() {
        const FrameIndex first = 100 * whisper_sample_rate;
        const std::vector<Window> windows = windows_of(sound_, first);
        const std::vector<Window> from_zero = windows_of(sound_);
        QCOMPARE(windows.size(), from_zero.size());
        for (std::size_t i = 0; i < windows.size(); ++i) QCOMPARE(windows[i].start, from_zero[i].start + first);

        ScriptedModel model(says({" Yes."}));
        Told told;
        LiveTranscriber transcriber(*model.shared(), {}, told.events(), first, 7);
        feed(transcriber, sound_, far_behind);
        transcriber.finish({});
        QCOMPARE(told.segments.size(), windows.size());
        int id = 7;
        double before = 100;
        for (const TranscriptSegment& segment : told.segments) {
            QCOMPARE(segment.id, id++);
            QVERIFY(segment.start >= before && segment.end > segment.start);
            before = segment.end;
        }
        QCOMPARE(transcriber.next_id(), id);
    }

    void no_segment_reaches_into_the_next_window() {
        // Whisper may set a time stamp behind the end of the sound.
        const Script script{
            .text = [](int) { return ScriptedText{.text = " Yes.", .start = 0, .end = 28}; }, .before_pass = {}, .before_step = {}};
        ScriptedModel model(script);
        Told told;
        LiveTranscriber transcriber(*model.shared(), {}, told.events());
        feed(transcriber, sound_, far_behind);
        transcriber.finish({});
        const std::vector<Window> windows = windows_of(sound_);
        QCOMPARE(told.segments.size(), windows.size());
        for (std::size_t i = 0; i < windows.size(); ++i) QCOMPARE(told.segments[i].end, seconds_of(windows[i].end));
    }

    void the_language_is_told_once() {
        ScriptedModel model(says({" Yes."}));
        Told told;
        LiveTranscriber transcriber(*model.shared(), {}, told.events());
        feed(transcriber, sound_, far_behind);
        QVERIFY(told.segments.size() > 2);
        QCOMPARE(told.languages, std::vector<std::string>{"en"});
    }

    void a_window_of_nothing_takes_its_caption_back() {
        ScriptedModel model(says({" Maybe", ""}));
        Told told;
        LiveTranscriber transcriber(*model.shared(), {}, told.events());
        feed(transcriber, first_seconds(1.8));
        QCOMPARE(told.captions.size(), 1U);
        transcriber.finish({});
        QVERIFY(told.segments.empty());
        QCOMPARE(told.captions.size(), 2U);
        QCOMPARE(told.captions.back().id, told.captions.front().id);
        QVERIFY(told.captions.back().confirmed.empty() && told.captions.back().provisional.empty());
    }

    void silence_costs_nothing() {
        ScriptedModel model(says({" Thank you."}));  // what Whisper likes to hear in silence
        Told told;
        LiveTranscriber transcriber(*model.shared(), {}, told.events());
        feed(transcriber, std::vector<float>(120 * whisper_sample_rate, 0.0F));
        QVERIFY(transcriber.window().size() <= 2 * whisper_sample_rate);
        transcriber.finish({});
        QCOMPARE(model.passes(), 0);
        QVERIFY(told.segments.empty() && told.captions.empty());
    }

    void far_behind_there_is_only_final_text() {
        ScriptedModel near_model(says({" Yes."}));
        Told near;
        LiveTranscriber follows(*near_model.shared(), {}, near.events());
        feed(follows, sound_);
        follows.finish({});
        ScriptedModel far_model(says({" Yes."}));
        Told far;
        LiveTranscriber lags(*far_model.shared(), {}, far.events());
        feed(lags, sound_, far_behind);
        lags.finish({});
        QVERIFY(near.captions.size() > 20);
        QVERIFY(far.captions.empty());
        QCOMPARE(far_model.passes(), static_cast<int>(far.segments.size()));
        QCOMPARE(near.segments.size(), far.segments.size());
        for (std::size_t i = 0; i < near.segments.size(); ++i) QCOMPARE(near.segments[i].start, far.segments[i].start);
    }

    void a_loop_is_neither_confirmed_nor_kept() {
        const std::string loop = " and so on and so on and so on and so on and so on";
        ScriptedModel model(says({" and so on", loop, loop, " Well" + loop + " yes."}));
        Told told;
        LiveTranscriber transcriber(*model.shared(), {}, told.events());
        FrameIndex fed = 0;
        while (model.passes() < 3) {
            feed(transcriber, std::span(sound_).subspan(static_cast<std::size_t>(fed), block_samples));
            fed += block_samples;
        }
        transcriber.finish({});
        for (const LiveCaption& caption : told.captions) QCOMPARE(caption.confirmed, std::string());
        QCOMPARE(told.text(), std::string(" Well and so on yes."));
    }

    void a_stop_within_a_pass_loses_nothing() {
        std::stop_source stop;
        Script script = says({" Yes."});
        script.before_step = [&](int pass, int step) {
            if (pass == 2 && step == 1) stop.request_stop();  // the third window's
        };
        ScriptedModel model(script);
        Told told;
        LiveTranscriber transcriber(*model.shared(), {}, told.events());
        // In one block, so that sound is left when the stop comes.
        transcriber.push(first_seconds(40), far_behind, stop.get_token());
        QVERIFY(stop.stop_requested());
        QCOMPARE(told.segments.size(), 2U);
        QVERIFY(transcriber.heard() < static_cast<FrameIndex>(first_seconds(40).size()));
        feed(transcriber, std::span(sound_).subspan(first_seconds(40).size()), far_behind);
        transcriber.finish({});
        const std::vector<Window> uninterrupted = windows_of(sound_);
        QCOMPARE(told.segments.size(), uninterrupted.size());
        for (std::size_t i = 0; i < uninterrupted.size(); ++i)
            QVERIFY(std::abs(told.segments[i].start - seconds_of(uninterrupted[i].start)) < 0.001);
        QVERIFY(transcriber.settled() >= uninterrupted.back().end);
    }

    void a_failing_backend_is_told_and_the_window_is_kept() {
        bool broken = true;
        Script script = says({" Yes."});
        script.before_pass = [&](int) {
            if (broken) throw std::runtime_error("the device is gone");
        };
        ScriptedModel model(script);
        Told told;
        LiveTranscriber transcriber(*model.shared(), {}, told.events());
        feed(transcriber, first_seconds(1), far_behind);
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, transcriber.finish({}));
        QVERIFY(told.segments.empty());
        QCOMPARE(transcriber.settled(), 0);
        broken = false;
        transcriber.finish({});
        QCOMPARE(told.text(), std::string(" Yes."));
    }
};

}  // namespace

QTEST_GUILESS_MAIN(LiveTranscriberTest)
#include "live_transcriber_test.moc"
