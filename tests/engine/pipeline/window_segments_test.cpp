// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/window_segments.h"

#include <QTest>

#include <cmath>

using namespace tilescribe;

namespace {

const Tokenizer& english() {
    static const Tokenizer tokenizer = [] {
        std::vector<std::string> bytes;
        for (int i = 0; i < 256; ++i) bytes.emplace_back(1, static_cast<char>(i));
        return Tokenizer(bytes, 51864);
    }();
    return tokenizer;
}

Token time(int index) {
    return english().special().timestamp_begin + index;
}

WindowText window(std::vector<Token> tokens) {
    WindowText text;
    text.tokens = std::move(tokens);
    text.avg_logprob = -0.5;
    return text;
}

bool is(double value, double expected) {
    return std::abs(value - expected) < 1e-9;
}

class WindowSegmentsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void pairs_cut_and_the_rest_is_left_for_the_next_window() {
        const WindowText text = window({time(5), 'a', time(100), time(120), 'b', time(250), time(250), 'c', 'd'});
        const WindowSegments cut = split_window(text, english(), 1000, 3000);
        QCOMPARE(cut.segments.size(), std::size_t{2});
        QVERIFY(is(cut.segments[0].start, 10.1) && is(cut.segments[0].end, 12.0));
        QVERIFY(is(cut.segments[1].start, 12.4) && is(cut.segments[1].end, 15.0));
        QCOMPARE(cut.segments[0].tokens, (std::vector<Token>{time(5), 'a', time(100)}));
        QCOMPARE(cut.segments[1].tokens, (std::vector<Token>{time(120), 'b', time(250)}));
        QCOMPARE(cut.advance_frames, std::int64_t{500});
        QCOMPARE(cut.segments[1].seek, std::int64_t{1000});
        QCOMPARE(cut.segments[1].avg_logprob, -0.5);
    }

    void a_single_closing_time_stamp_advances_by_the_whole_window() {
        const WindowText text = window({time(0), 'a', time(100), time(100), 'b', time(250)});
        const WindowSegments cut = split_window(text, english(), 0, 1234);
        QCOMPARE(cut.segments.size(), std::size_t{2});
        QVERIFY(is(cut.segments[1].end, 5.0));
        QCOMPARE(cut.advance_frames, std::int64_t{1234});
    }

    void without_a_pair_the_window_is_one_segment() {
        const WindowSegments closed = split_window(window({time(7), 'a', time(100)}), english(), 300, 3000);
        QCOMPARE(closed.segments.size(), std::size_t{1});
        QVERIFY(is(closed.segments[0].start, 3.0) && is(closed.segments[0].end, 5.0));
        QCOMPARE(closed.advance_frames, std::int64_t{3000});

        const WindowSegments open = split_window(window({time(0), 'a', 'b'}), english(), 300, 1500);
        QVERIFY(is(open.segments[0].end, 18.0));
        const WindowSegments bare = split_window(window({'a', 'b'}), english(), 0, 1500);
        QVERIFY(is(bare.segments[0].end, 15.0));
    }

    void empty_segments_lose_their_tokens_but_keep_their_place() {
        const WindowText text = window({time(0), ' ', time(100), time(100), 'b', time(100), time(120)});
        const WindowSegments cut = split_window(text, english(), 0, 3000);
        QCOMPARE(cut.segments.size(), std::size_t{2});
        QVERIFY(cut.segments[0].tokens.empty());  // blank
        QVERIFY(cut.segments[1].tokens.empty());  // no duration
    }

    void no_tokens_at_all() {
        const WindowSegments cut = split_window(window({}), english(), 0, 700);
        QCOMPARE(cut.segments.size(), std::size_t{1});
        QVERIFY(cut.segments[0].tokens.empty());
        QCOMPARE(cut.advance_frames, std::int64_t{700});
    }
};

}  // namespace

QTEST_GUILESS_MAIN(WindowSegmentsTest)
#include "window_segments_test.moc"
