// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/transcript/transcript_writer.h"
#include "tests/support/shared_files.h"

#include <QTest>
#include <nlohmann/json.hpp>

#include <fstream>
#include <iterator>
#include <sstream>

using namespace tilescribe;

namespace {

std::string content_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

Transcript golden_transcript(const std::filesystem::path& path) {
    const auto json = nlohmann::json::parse(content_of(path));
    Transcript transcript{.language = json.at("language"), .text = json.at("text"), .segments = {}};
    for (const auto& entry : json.at("segments")) {
        TranscriptSegment segment;
        segment.id = entry.at("id");
        segment.start = entry.at("start");
        segment.end = entry.at("end");
        segment.text = entry.at("text");
        transcript.segments.push_back(segment);
    }
    return transcript;
}

}  // namespace

/// openai/whisper's own writers' files, byte for byte, from the segments they were written from.
class TranscriptOracleTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void equals_the_oracles_writers_data() {
        QTest::addColumn<QString>("audio");
        QTest::addColumn<QString>("format");
        for (const char* audio : {"short", "planning", "pauses", "noisy", "jfk", "standup"}) {
            for (const char* format : {"txt", "srt", "vtt", "tsv"}) QTest::addRow("%s.%s", audio, format) << audio << format;
        }
    }

    void equals_the_oracles_writers() {
        REQUIRE_SHARED();
        QFETCH(QString, audio);
        QFETCH(QString, format);
        const auto golden = tilescribe::testing::shared_folder() / "golden";
        const auto expected = content_of(golden / (audio + "." + format).toStdString());
        QVERIFY(!expected.empty());
        const auto wanted = transcript_format_from_name(format.toStdString());
        if (!wanted) QFAIL("no such format");
        std::ostringstream out;
        write_transcript(out, golden_transcript(golden / (audio + "-greedy.json").toStdString()), *wanted, {});
        QCOMPARE(out.str(), expected);
    }
};

QTEST_GUILESS_MAIN(TranscriptOracleTest)
#include "test_transcript_oracle.moc"
