// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/transcript/hostile_transcript.h"

#include <QRegularExpression>
#include <QStringList>
#include <QTest>

using namespace tilescribe;
using namespace tilescribe::testing;

namespace {

QString text_of(const Transcript& transcript, TranscriptFormat format, const TranscriptContext& context = {}) {
    return QString::fromStdString(written(transcript, format, context));
}

/// A CSV reader to the letter of RFC 4180, for quoted and plain cells.
QList<QStringList> csv_rows(const QString& text) {
    QList<QStringList> rows{{QString()}};
    bool is_quoted = false;
    for (int i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (c == '"' && is_quoted && i + 1 < text.size() && text[i + 1] == '"') {
            rows.last().last() += text[++i];
        } else if (c == '"') {
            is_quoted = !is_quoted;
        } else if (c == ',' && !is_quoted) {
            rows.last().append(QString());
        } else if (c == '\n' && !is_quoted) {
            rows.append({QString()});
        } else {
            rows.last().last() += c;
        }
    }
    rows.removeLast();
    return rows;
}

}  // namespace

class TranscriptFormatsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void names_go_both_ways() {
        for (const TranscriptFormat format : all_transcript_formats())
            QCOMPARE(transcript_format_from_name(name_of(format)), format);
        QCOMPARE(all_transcript_formats().size(), std::size_t{9});
        QVERIFY(!transcript_format_from_name("docx"));
        QVERIFY(!transcript_format_from_name("TXT"));
    }

    void an_empty_transcript_is_a_valid_file() {
        QCOMPARE(text_of({}, TranscriptFormat::txt), "");
        QCOMPARE(text_of({}, TranscriptFormat::srt), "");
        QCOMPARE(text_of({}, TranscriptFormat::vtt), "WEBVTT\n\n");
        QCOMPARE(text_of({}, TranscriptFormat::tsv), "start\tend\ttext\n");
        QCOMPARE(text_of({}, TranscriptFormat::csv), "start,end,text\n");
    }

    void txt_lines_are_the_stripped_segments() {
        const Transcript transcript = transcript_of({" one", "two ", ""});
        QCOMPARE(text_of(transcript, TranscriptFormat::txt), "one\ntwo\n\n");
        QCOMPARE(txt_line(transcript.segments[1]), std::string("two\n"));
    }

    void srt_cues_stay_apart() {
        const Transcript transcript = hostile_transcript();
        const QStringList cues = text_of(transcript, TranscriptFormat::srt).split("\n\n");
        QCOMPARE(cues.size(),
                 static_cast<int>(transcript.segments.size()) + 1);  // the last one is what follows the last empty line
        const QRegularExpression head("^\n?(\\d+)\n\\d\\d:\\d\\d:\\d\\d,\\d\\d\\d --> \\d\\d+:\\d\\d:\\d\\d,\\d\\d\\d(\n|$)");
        for (int i = 0; i + 1 < cues.size(); ++i) {
            const auto match = head.match(cues[i]);
            QVERIFY2(match.hasMatch(), qPrintable(cues[i]));
            QCOMPARE(match.captured(1).toInt(), i + 1);
            QCOMPARE(cues[i].count("-->"), 1);
            QVERIFY(!cues[i].contains('\r'));
        }
        QVERIFY(cues[1].endsWith("first\nsecond\nthird\nfourth"));
        QVERIFY(cues[3].contains("broken \uFFFD\uFFFD \uFFFD \uFFFD\uFFFD\uFFFD"));
    }

    void arrows_are_taken_out_as_the_oracle_does() {
        QVERIFY(text_of(transcript_of({" a --> b"}), TranscriptFormat::vtt).endsWith("\na -> b\n\n"));
        QVERIFY(text_of(transcript_of({" a ----> b"}), TranscriptFormat::srt).endsWith("\na -> b\n\n"));
    }

    void vtt_has_hours_only_from_the_first_hour_on() {
        Transcript transcript = transcript_of({" x"});
        transcript.segments[0].start = 3599;
        transcript.segments[0].end = 3600.25;
        QCOMPARE(text_of(transcript, TranscriptFormat::vtt), "WEBVTT\n\n59:59.000 --> 01:00:00.250\nx\n\n");
    }

    void tsv_keeps_one_row_per_segment() {
        const Transcript transcript = hostile_transcript();
        const QStringList rows = text_of(transcript, TranscriptFormat::tsv).split('\n');
        QCOMPARE(rows.size(), static_cast<int>(transcript.segments.size()) + 2);
        for (int i = 1; i + 1 < rows.size(); ++i) QCOMPARE(rows[i].count('\t'), 2);
        QVERIFY(rows[2].endsWith("\tfirst second third fourth"));
    }

    void csv_gives_the_text_back() {
        const Transcript transcript = hostile_transcript();
        const auto rows = csv_rows(text_of(transcript, TranscriptFormat::csv));
        QCOMPARE(rows.size(), static_cast<int>(transcript.segments.size()) + 1);
        QCOMPARE(rows[0], QStringList({"start", "end", "text"}));
        for (const QStringList& row : rows) QCOMPARE(row.size(), 3);
        QCOMPARE(rows[1], QStringList({"0.000", "1.000", "She said \"yes\", 'no' & <b>maybe</b> ]]> \\ done"}));
        QCOMPARE(rows[2][2], "first\n\n\nsecond\r\nthird\rfourth");
    }

    void markdown_shows_the_text_as_it_is() {
        const QString text = text_of(hostile_transcript(), TranscriptFormat::md, {"a *b*\nc", "pico_en", 3723.4});
        QVERIFY2(text.startsWith("# a \\*b\\* c\n\n- Language: en\n- Model: pico\\_en\n- Duration: 1:02:03\n\n**0:00** She said "),
                 qPrintable(text));
        QVERIFY(text.contains("\\# \\*bold\\* \\_em\\_ \\`code\\` \\[link\\](http://x) \\| \\~\\~"));
        QVERIFY(text.contains("\\<b\\>maybe\\</b\\>"));
        QVERIFY(text.contains("** first second third fourth\n"));
    }

    void times_never_run_backwards() {
        const Transcript transcript = hostile_transcript();
        double latest = 0;
        const auto rows = csv_rows(text_of(transcript, TranscriptFormat::csv));
        for (int i = 1; i < rows.size(); ++i) {
            QVERIFY2(rows[i][0].toDouble() >= latest, qPrintable(rows[i][0]));
            QVERIFY(rows[i][1].toDouble() >= rows[i][0].toDouble());
            latest = rows[i][0].toDouble();
        }
        QCOMPARE(rows[3][0], "1.000");  // was 0.5, after a segment that began at 1
        QCOMPARE(rows[6][0], "5.000");
    }
};

QTEST_GUILESS_MAIN(TranscriptFormatsTest)
#include "test_transcript_formats.moc"
