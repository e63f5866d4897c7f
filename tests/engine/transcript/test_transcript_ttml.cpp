// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/transcript/hostile_transcript.h"

#include <QTest>
#include <QTime>
#include <QXmlStreamReader>

using namespace tilescribe;
using namespace tilescribe::testing;

namespace {

struct Paragraph {
    QString begin, end, text;
};

struct Document {
    QString error, language, title;
    QList<Paragraph> paragraphs;
};

Document parsed(const std::string& xml) {
    Document document;
    QXmlStreamReader reader(QByteArray::fromStdString(xml));
    while (!reader.atEnd()) {
        if (reader.readNext() != QXmlStreamReader::StartElement) continue;
        if (reader.name() == QLatin1String("tt")) {
            document.language = reader.attributes().value("xml:lang").toString();
            if (reader.namespaceUri() != QLatin1String("http://www.w3.org/ns/ttml")) document.error = "wrong namespace";
        } else if (reader.name() == QLatin1String("title")) {
            document.title = reader.readElementText();
        } else if (reader.name() == QLatin1String("p")) {
            const auto attributes = reader.attributes();
            Paragraph paragraph{attributes.value("begin").toString(), attributes.value("end").toString(), {}};
            while (!(reader.readNext() == QXmlStreamReader::EndElement && reader.name() == QLatin1String("p")) &&
                   !reader.hasError()) {
                if (reader.isCharacters()) paragraph.text += reader.text();
                if (reader.isStartElement() && reader.name() == QLatin1String("br")) paragraph.text += '\n';
            }
            document.paragraphs.append(paragraph);
        }
    }
    if (reader.hasError()) document.error = reader.errorString();
    return document;
}

}  // namespace

class TranscriptTtmlTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void is_valid_xml_whatever_the_text() {
        const Transcript transcript = hostile_transcript();
        const Document document = parsed(written(transcript, TranscriptFormat::ttml, {"a <b> & \"c\" \x02\xff", "m", 1}));
        QCOMPARE(document.error, QString());
        QCOMPARE(document.language, "en");
        QCOMPARE(document.title, QString("a <b> & \"c\" \uFFFD"));
        QCOMPARE(document.paragraphs.size(), static_cast<int>(transcript.segments.size()));
        QCOMPARE(document.paragraphs[0].text, "She said \"yes\", 'no' & <b>maybe</b> ]]> \\ done");
        QCOMPARE(document.paragraphs[1].text, "first\nsecond\nthird\nfourth");
        QCOMPARE(document.paragraphs[4].text, "control [31m  end");
        QCOMPARE(document.paragraphs[9].text, QString::fromUtf8("äöü 😀 你好"));
    }

    void times_never_run_backwards() {
        const Document document = parsed(written(hostile_transcript(), TranscriptFormat::ttml));
        QString latest;  // clock times of one width order as text
        for (const Paragraph& paragraph : document.paragraphs) {
            QVERIFY(paragraph.begin >= latest);
            QVERIFY(paragraph.end.size() > paragraph.begin.size() || paragraph.end >= paragraph.begin);
            latest = paragraph.begin;
        }
        QCOMPARE(document.paragraphs[0].begin, "00:00:00.000");
        QCOMPARE(document.paragraphs[1].end, "00:00:02.000");
    }

    void a_hostile_language_is_none() {
        Transcript transcript = transcript_of({" x"});
        transcript.language = "e\"><script>";
        const Document document = parsed(written(transcript, TranscriptFormat::ttml));
        QCOMPARE(document.error, QString());
        QCOMPARE(document.language, QString(""));
    }
};

QTEST_GUILESS_MAIN(TranscriptTtmlTest)
#include "test_transcript_ttml.moc"
