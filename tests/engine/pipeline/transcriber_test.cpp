// SPDX-License-Identifier: GPL-3.0-or-later
// The whole engine on the bundled model and recording: needs nothing beside the project.
#include "engine/pipeline/transcriber.h"

#include "engine/audio/media_file_source.h"
#include "engine/pipeline/sample_reader.h"
#include "kernels/backend_registry.h"
#include "kernels/op_profile.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <cstring>

using namespace tilescribe;

namespace {

const std::filesystem::path source_folder = TILESCRIBE_SOURCE_DIR;

std::unique_ptr<WhisperModel> built_in_model(const char* backend = "cpu") {
    const auto checkpoint = read_checkpoint(source_folder / "resources/models/pico.en-q8_0.bin");
    return std::make_unique<WhisperModel>(*checkpoint,
                                          std::shared_ptr(BackendRegistry::with_built_in_backends().create(backend, {})));
}

MediaFileSource standup() {
    return MediaFileSource(source_folder / "resources/samples/standup.wav");
}

class TranscriberTest : public QObject {
    Q_OBJECT

    std::unique_ptr<WhisperModel> model_;

private Q_SLOTS:
    void initTestCase() { model_ = built_in_model(); }

    void text_and_times_equal_the_oracle() {
        QFile file(QString::fromStdString((source_folder / "tests/data/standup-unconditioned.json").string()));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonObject expected = QJsonDocument::fromJson(file.readAll()).object();
        MediaFileSource source = standup();
        const TranscribeResult result = transcribe(*model_, source, {});
        QCOMPARE(QString::fromStdString(result.transcript.text), expected["text"].toString());
        QCOMPARE(result.transcript.language, std::string("en"));
        const QJsonArray segments = expected["segments"].toArray();
        QCOMPARE(static_cast<qsizetype>(result.transcript.segments.size()), segments.size());
        for (qsizetype i = 0; i < segments.size(); ++i) {
            const TranscriptSegment& segment = result.transcript.segments[static_cast<std::size_t>(i)];
            const QJsonObject wanted = segments[i].toObject();
            QCOMPARE(segment.id, static_cast<int>(i));
            QCOMPARE(QString::fromStdString(segment.text), wanted["text"].toString());
            QVERIFY(std::abs(segment.start - wanted["start"].toDouble()) <= 0.02);
            QVERIFY(std::abs(segment.end - wanted["end"].toDouble()) <= 0.02);
            QVERIFY(std::abs(segment.avg_logprob - wanted["avg_logprob"].toDouble()) <= 1e-3);
            QVERIFY(std::abs(segment.no_speech_prob - wanted["no_speech_prob"].toDouble()) <= 1e-4);
            QVERIFY(std::abs(segment.compression_ratio - wanted["compression_ratio"].toDouble()) <= 1e-3);
            QCOMPARE(static_cast<int>(segment.seek), wanted["seek"].toInt());
            const QJsonArray tokens = wanted["tokens"].toArray();
            QCOMPARE(static_cast<qsizetype>(segment.tokens.size()), tokens.size());
            for (qsizetype t = 0; t < tokens.size(); ++t) QCOMPARE(segment.tokens[static_cast<std::size_t>(t)], tokens[t].toInt());
        }
    }

    void events_tell_the_run_in_order() {
        MediaFileSource source = standup();
        std::vector<double> processed;
        double scanned = 0;
        std::vector<int> ids;
        std::string language;
        TranscribeEvents events;
        events.progress = [&](const TranscribeProgress& progress) {
            if (progress.scanning) {
                scanned = progress.processed_s;
                QVERIFY(processed.empty());
            } else {
                processed.push_back(progress.processed_s);
                QVERIFY(std::abs(progress.total_s - 55.0) < 0.1);
            }
        };
        events.segment = [&](const TranscriptSegment& segment) { ids.push_back(segment.id); };
        events.language = [&](const std::string& code, double) { language = code; };
        const TranscribeResult result = transcribe(*model_, source, {}, events);
        QVERIFY(scanned > 0);
        QVERIFY(processed.size() >= 2);
        QVERIFY(std::ranges::is_sorted(processed));
        QCOMPARE(processed.back(), result.duration_s);
        QCOMPARE(ids.size(), result.transcript.segments.size());
        QVERIFY(std::ranges::is_sorted(ids));
        QCOMPARE(language, std::string("en"));
    }

    void a_stopped_run_keeps_what_is_finished() {
        MediaFileSource source = standup();
        std::stop_source stop;
        TranscribeEvents events;
        events.progress = [&](const TranscribeProgress& progress) {
            if (!progress.scanning && progress.processed_s > 1) stop.request_stop();
        };
        const TranscribeResult result = transcribe(*model_, source, {}, events, stop.get_token());
        QVERIFY(result.cancelled);
        QVERIFY(!result.transcript.segments.empty());
        QVERIFY(result.transcript.segments.back().end < 31.0);
        std::string joined;
        for (const TranscriptSegment& segment : result.transcript.segments) joined += segment.text;
        QCOMPARE(joined, result.transcript.text);
    }

    void stopping_during_the_first_pass_gives_an_empty_result() {
        MediaFileSource source = standup();
        std::stop_source stop;
        stop.request_stop();
        const TranscribeResult result = transcribe(*model_, source, {}, {}, stop.get_token());
        QVERIFY(result.cancelled);
        QVERIFY(result.transcript.segments.empty());
    }

    void a_later_run_goes_on_as_one_run_would_have_data() {
        QTest::addColumn<double>("rest_level");
        QTest::addRow("as recorded") << 1.0;
        // Then the floor of the rest's spectrogram is the loud beginning's.
        QTest::addRow("the rest is quiet") << 0.01;
    }
    void a_later_run_goes_on_as_one_run_would_have() {
        QFETCH(double, rest_level);
        MediaFileSource source = standup();
        std::vector<float> samples(60 * whisper_sample_rate);
        std::size_t length = 0;
        while (const std::size_t got = source.read(std::span(samples).subspan(length))) length += got;
        samples.resize(length);
        for (std::size_t i = 25 * whisper_sample_rate; i < samples.size(); ++i) samples[i] *= static_cast<float>(rest_level);
        SampleReader whole(samples);
        const std::vector<TranscriptSegment> expected = transcribe(*model_, whole, {}).transcript.segments;
        const std::int64_t last_window = expected.back().seek;
        QVERIFY(last_window > 0);
        const auto first = std::ranges::find(expected, last_window, &TranscriptSegment::seek);

        TranscribeOptions options;
        options.first_frame = last_window;
        options.first_id = first->id;
        SampleReader again(samples);
        const TranscribeResult rest = transcribe(*model_, again, options);
        QCOMPARE(rest.duration_s, static_cast<double>(samples.size()) / whisper_sample_rate);
        QCOMPARE(static_cast<std::ptrdiff_t>(rest.transcript.segments.size()), expected.end() - first);
        for (std::size_t i = 0; i < rest.transcript.segments.size(); ++i) {
            const TranscriptSegment& segment = rest.transcript.segments[i];
            const TranscriptSegment& wanted = first[static_cast<std::ptrdiff_t>(i)];
            QCOMPARE(segment.id, wanted.id);
            QCOMPARE(segment.tokens, wanted.tokens);
            QCOMPARE(segment.text, wanted.text);
            QCOMPARE(segment.start, wanted.start);
            QCOMPARE(segment.avg_logprob, wanted.avg_logprob);
        }
    }

    void very_short_sound_gives_no_text_data() {
        QTest::addColumn<int>("samples");
        for (const int samples : {0, 1, 159}) QTest::addRow("%d", samples) << samples;
    }
    void very_short_sound_gives_no_text() {
        QFETCH(int, samples);
        const std::vector<float> sound(static_cast<std::size_t>(samples), 0.5F);
        SampleReader reader(sound);
        const TranscribeResult result = transcribe(*model_, reader, {});
        QVERIFY(result.transcript.segments.empty());
        QVERIFY(result.transcript.text.empty());
        QVERIFY(!result.cancelled);
    }

    void non_finite_and_extreme_samples_end() {
        std::vector<float> samples(16000, 0.0F);
        for (std::size_t i = 0; i < samples.size(); i += 3) samples[i] = i % 2 == 0 ? 1e20F : -1e20F;
        SampleReader reader(samples);
        const TranscribeResult result = transcribe(*model_, reader, {});
        QVERIFY(result.duration_s > 0.99);
    }

    void every_op_is_timed_and_runs_on_the_chosen_backend() {
        OpProfile profile;
        model_->set_timing_sink(&profile);
        MediaFileSource source = standup();
        const auto start = std::chrono::steady_clock::now();
        const TranscribeResult result = transcribe(*model_, source, {});
        const double wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        model_->set_timing_sink(nullptr);
        QVERIFY(!result.transcript.segments.empty());

        double total_s = 0;
        for (const auto& row : profile.snapshot().rows) {
            QCOMPARE(std::string(row.device), std::string("cpu"));
            total_s += std::chrono::duration<double>(row.total).count();
        }
        // What the scopes do not cover is a bug in the accounting, whatever the machine's speed.
        QVERIFY2(total_s >= 0.9 * wall_s && total_s <= wall_s, qPrintable(QString("%1 of %2").arg(total_s).arg(wall_s)));
    }

    void the_initial_prompt_and_conditioning_change_the_text() {
        TranscribeOptions conditioned;
        conditioned.condition_on_previous_text = true;
        MediaFileSource first = standup();
        const std::string plain = transcribe(*model_, first, {}).transcript.text;
        MediaFileSource second = standup();
        const std::string with_context = transcribe(*model_, second, conditioned).transcript.text;
        QVERIFY(plain != with_context);
        conditioned.initial_prompt = "The meeting is on Tuesday.";
        MediaFileSource third = standup();
        QVERIFY(transcribe(*model_, third, conditioned).transcript.text != with_context);
    }
};

}  // namespace

QTEST_GUILESS_MAIN(TranscriberTest)
#include "transcriber_test.moc"
