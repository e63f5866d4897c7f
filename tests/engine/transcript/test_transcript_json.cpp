// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/transcript/hostile_transcript.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace tilescribe;
using namespace tilescribe::testing;

namespace {

QJsonObject parsed(const std::string& text) {
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(QByteArray::fromStdString(text), &error);
    if (error.error != QJsonParseError::NoError) qWarning("%s", qPrintable(error.errorString()));
    return document.object();
}

}  // namespace

class TranscriptJsonTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void carries_everything() {
        Transcript transcript = transcript_of({" one two"});
        TranscriptSegment& segment = transcript.segments[0];
        segment.id = 7;
        segment.start = 4.32;
        segment.end = 3.5;  // as it is, even backwards
        segment.tokens = {50364, 11, 50400};
        segment.avg_logprob = -0.25;
        segment.no_speech_prob = 0.125;
        segment.compression_ratio = 1.5;
        segment.temperature = 0.2;
        segment.seek = 3000;
        segment.words = {{4.32, 4.5, " one", 0.5}};
        const QJsonObject json = parsed(written(transcript, TranscriptFormat::json, {"Monday", "base", 12.5}));
        QCOMPARE(json["text"].toString(), " one two");
        QCOMPARE(json["language"].toString(), "en");
        QCOMPARE(json["title"].toString(), "Monday");
        QCOMPARE(json["model"].toString(), "base");
        QCOMPARE(json["duration"].toDouble(), 12.5);
        const QJsonObject got = json["segments"].toArray().at(0).toObject();
        QCOMPARE(got["id"].toInt(), 7);
        QCOMPARE(got["start"].toDouble(), 4.32);
        QCOMPARE(got["end"].toDouble(), 3.5);
        QCOMPARE(got["tokens"].toArray(), QJsonArray({50364, 11, 50400}));
        QCOMPARE(got["avg_logprob"].toDouble(), -0.25);
        QCOMPARE(got["no_speech_prob"].toDouble(), 0.125);
        QCOMPARE(got["compression_ratio"].toDouble(), 1.5);
        QCOMPARE(got["temperature"].toDouble(), 0.2);
        QCOMPARE(got["seek"].toInt(), 3000);
        const QJsonObject word = got["words"].toArray().at(0).toObject();
        QCOMPARE(word["word"].toString(), " one");
        QCOMPARE(word["start"].toDouble(), 4.32);
        QCOMPARE(word["end"].toDouble(), 4.5);
        QCOMPARE(word["probability"].toDouble(), 0.5);
    }

    void is_one_line_whatever_the_text() {
        const Transcript transcript = hostile_transcript();
        const std::string text = written(transcript, TranscriptFormat::json, {"a\n\"b\"\xff", "m", 0});
        QCOMPARE(std::count(text.begin(), text.end(), '\n'), 1);
        QVERIFY(text.ends_with("}\n"));
        const QJsonObject json = parsed(text);
        const QJsonArray segments = json["segments"].toArray();
        QCOMPARE(segments.size(), static_cast<int>(transcript.segments.size()));
        QCOMPARE(segments[1].toObject()["text"].toString(), " first\n\n\nsecond\r\nthird\rfourth");
        QCOMPARE(json["title"].toString(), QString("a\n\"b\"\uFFFD"));
        QVERIFY(segments[4].toObject()["start"].isNull());  // JSON has no NaN
        QVERIFY(!segments[0].toObject().contains("words"));
    }
};

QTEST_GUILESS_MAIN(TranscriptJsonTest)
#include "test_transcript_json.moc"
