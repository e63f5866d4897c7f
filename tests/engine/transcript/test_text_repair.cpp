// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/transcript/text_repair.h"
#include "engine/transcript/time_stamp.h"

#include <QTest>

using namespace tilescribe;

class TextRepairTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /// Expected values: Python's bytes.decode("utf-8", errors="replace").
    void invalid_utf8_is_replaced_as_python_does_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("expected");
        const QByteArray bad = "\xef\xbf\xbd";
        QTest::newRow("sound") << QByteArray("a\xc3\xa4\xf0\x9f\x98\x80") << QByteArray("a\xc3\xa4\xf0\x9f\x98\x80");
        QTest::newRow("lone bytes") << QByteArray("\xff\x80x") << bad + bad + "x";
        QTest::newRow("overlong") << QByteArray("\xc0\xaf") << bad + bad;
        QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80") << bad + bad + bad;
        QTest::newRow("above U+10FFFF") << QByteArray("\xf4\x90\x80\x80") << bad + bad + bad + bad;
        QTest::newRow("cut after two of three") << QByteArray("\xe2\x82") << bad;
        QTest::newRow("cut after three of four, then text") << QByteArray("\xf0\x9f\x98z") << bad + "z";
        QTest::newRow("zero byte stays") << QByteArray("a\0b", 3) << QByteArray("a\0b", 3);
    }

    void invalid_utf8_is_replaced_as_python_does() {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, expected);
        QCOMPARE(QByteArray::fromStdString(valid_utf8(bytes.toStdString())), expected);
    }

    void strips_pythons_white_space() {
        QCOMPARE(stripped(" \t\n\u00a0\u3000\u2028x y\u2009\x1f\x85"
                          "a \r\n"),
                 std::string_view("x y\u2009\x1f\x85"
                                  "a"));
        QCOMPARE(stripped(" \u3000 "), std::string_view());
        QCOMPARE(stripped("\u200bx"), std::string_view("\u200bx"));  // zero width space is none
    }

    void lines_are_joined_or_kept() {
        QCOMPARE(on_one_line("a \r\n\r\n b\u2028c\n"), std::string("a b c"));
        QCOMPARE(without_empty_lines("a \nb"), std::string("a \nb"));
        QCOMPARE(without_empty_lines("a\n \nb\rc"), std::string("a\nb\nc"));
    }

    void times_round_half_to_even_as_python_does() {
        Transcript transcript;
        transcript.segments.resize(2);
        transcript.segments[0].start = 0.0005;
        transcript.segments[0].end = 0.0015;
        transcript.segments[1].start = 3599.9996;
        transcript.segments[1].end = 360000;
        const auto times = monotone_times(transcript);
        QCOMPARE(times[0].start_ms, 0);
        QCOMPARE(times[0].end_ms, 2);
        QCOMPARE(time_hours_if_any(times[1].start_ms, '.'), std::string("01:00:00.000"));
        QCOMPARE(time_hours_if_any(times[0].end_ms, '.'), std::string("00:00.002"));
        QCOMPARE(time_with_hours(times[1].end_ms, ','), std::string("100:00:00,000"));
    }
};

QTEST_GUILESS_MAIN(TextRepairTest)
#include "test_text_repair.moc"
