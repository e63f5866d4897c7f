// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/transcript/hostile_transcript.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <memory>

extern "C" {
#include <libavformat/avformat.h>
}

using namespace tilescribe;
using namespace tilescribe::testing;

namespace {

struct Line {
    std::int64_t time_ms;
    QString text;
};

struct Lyrics {
    QString title;
    QList<Line> lines;
};

/// Reads the text as libavformat's LRC demultiplexer does.
Lyrics read_back(const std::string& text) {
    const QTemporaryDir folder;
    const std::string path = folder.filePath("lyrics.lrc").toStdString();
    std::ofstream(path, std::ios::binary) << text;
    AVFormatContext* opened = nullptr;
    if (avformat_open_input(&opened, path.c_str(), nullptr, nullptr) != 0) return {};
    const auto close = [](AVFormatContext* context) { avformat_close_input(&context); };
    const std::unique_ptr<AVFormatContext, decltype(close)> input(opened, close);
    Lyrics lyrics;
    if (input->iformat == nullptr || std::string_view(input->iformat->name) != "lrc") return {};
    if (const AVDictionaryEntry* title = av_dict_get(input->metadata, "title", nullptr, 0)) lyrics.title = title->value;
    const auto free_packet = [](AVPacket* packet) { av_packet_free(&packet); };
    const std::unique_ptr<AVPacket, decltype(free_packet)> packet(av_packet_alloc(), free_packet);
    while (av_read_frame(input.get(), packet.get()) == 0) {
        const AVRational base = input->streams[packet->stream_index]->time_base;
        lyrics.lines.append({av_rescale_q(packet->pts, base, {1, 1000}),
                             QString::fromUtf8(reinterpret_cast<const char*>(packet->data), packet->size).chopped(1)});  // its \n
        av_packet_unref(packet.get());
    }
    return lyrics;
}

}  // namespace

class TranscriptLrcTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void libavformat_reads_it_back() {
        Transcript transcript = transcript_of({" one", " two", " three", " four"});
        transcript.segments[1].start = 59.996;
        transcript.segments[2].start = 754.32;
        transcript.segments[3].start = 6123.456;
        const Lyrics lyrics = read_back(written(transcript, TranscriptFormat::lrc, {"Monday [10:30]", "m", 6200}));
        QCOMPARE(lyrics.title, "Monday (10:30)");
        QCOMPARE(lyrics.lines.size(), 4);
        QCOMPARE(lyrics.lines[0].time_ms, 0);
        QCOMPARE(lyrics.lines[0].text, "one");
        QCOMPARE(lyrics.lines[1].time_ms, 60000);
        QCOMPARE(lyrics.lines[2].time_ms, 754320);
        QCOMPARE(lyrics.lines[3].time_ms, 6123460);
        QCOMPARE(lyrics.lines[3].text, "four");
    }

    void hostile_text_makes_no_lines_and_no_times() {
        const Transcript transcript = hostile_transcript();
        const Lyrics lyrics = read_back(written(transcript, TranscriptFormat::lrc, {"a\n[00:01.00]b", "m", 1}));
        QCOMPARE(lyrics.lines.size(), static_cast<int>(transcript.segments.size()));
        std::int64_t latest = 0;
        for (const Line& line : lyrics.lines) {
            QVERIFY(line.time_ms >= latest);
            latest = line.time_ms;
        }
        QCOMPARE(lyrics.lines[1].text, "first second third fourth");
        QCOMPARE(lyrics.lines[5].text, "(00:12.00]not a time (00:13.00>(-1:2]");
        QCOMPARE(lyrics.lines[5].time_ms, 5000);
    }
};

QTEST_GUILESS_MAIN(TranscriptLrcTest)
#include "test_transcript_lrc.moc"
