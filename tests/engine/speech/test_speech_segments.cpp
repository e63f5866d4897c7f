// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/speech/speech_segments.h"

#include <QTest>

#include <optional>
#include <stdexcept>
#include <vector>

using namespace tilescribe;

namespace {

constexpr FrameIndex frame = 320;  // 20 ms

/// 's' speech, '.' silence, '-' in between (neither starts nor ends speech); each stands for `repeat` frames.
std::vector<float> frames(const char* pattern, int repeat) {
    std::vector<float> probabilities;
    for (const char* c = pattern; *c != '\0'; ++c) {
        for (int i = 0; i < repeat; ++i) probabilities.push_back(*c == 's' ? 0.9F : *c == '-' ? 0.4F : 0.05F);
    }
    return probabilities;
}

SpeechSegmentOptions plain_options() {
    SpeechSegmentOptions options;
    options.shortest_speech_ms = 240;
    options.shortest_silence_ms = 400;
    options.padding_ms = 100;
    return options;
}

std::vector<SpeechSegment> segments_of(const std::vector<float>& probabilities) {
    SpeechSegmenter segmenter(plain_options());
    std::vector<SpeechSegment> segments;
    segmenter.push(probabilities, segments);
    segmenter.finish(static_cast<FrameIndex>(probabilities.size()) * frame, segments);
    return segments;
}

}  // namespace

class TestSpeechSegments : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void padsASegment();
    void joinsOverShortPauses();
    void separatesLongPauses();
    void dropsClicks();
    void keepsSpeechThatOnlyFades();
    void staysInsideTheRecording();
    void streams();
    void neverOverlaps();
    void cutsInThePauseThatIsLongAndLate();
    void cutsUnbrokenSpeechAtItsSoftest();
    void cutsOnlyWhereAllowed();
};

void TestSpeechSegments::padsASegment() {
    const std::vector<SpeechSegment> expected = {{45 * frame, 105 * frame}};
    QCOMPARE(segments_of(frames(".....sssss.....", 10)), expected);
}

void TestSpeechSegments::joinsOverShortPauses() {
    const std::vector<SpeechSegment> expected = {{45 * frame, 135 * frame}};
    QCOMPARE(segments_of(frames(".....sss.ssss.....", 10)), expected);  // 200 ms
}

void TestSpeechSegments::separatesLongPauses() {
    const std::vector<SpeechSegment> expected = {{15 * frame, 55 * frame}, {75 * frame, 125 * frame}};
    QCOMPARE(segments_of(frames("..sss...ssss.....", 10)), expected);  // 600 ms
}

void TestSpeechSegments::dropsClicks() {
    QVERIFY(segments_of(frames("..........ss.........s.........sss.........ssss.........", 3)).size() ==
            1);  // 60 to 180 ms; 240 ms
}

void TestSpeechSegments::keepsSpeechThatOnlyFades() {
    const std::vector<SpeechSegment> expected = {{15 * frame, 85 * frame}};
    QCOMPARE(segments_of(frames("..sss---.....", 10)), expected);
    QVERIFY(segments_of(frames("..--------.....", 10)).empty());
}

void TestSpeechSegments::staysInsideTheRecording() {
    const std::vector<SpeechSegment> expected = {{0, 50 * frame}};
    QCOMPARE(segments_of(frames("sssss", 10)), expected);
}

void TestSpeechSegments::streams() {
    const std::vector<float> probabilities = frames("..sss...ssss......", 10);
    SpeechSegmenter segmenter(plain_options());
    std::vector<SpeechSegment> segments;
    for (std::size_t i = 0; i < 25; ++i) segmenter.push(std::span(probabilities).subspan(i, 1), segments);
    QVERIFY(!segmenter.open_since());  // 100 ms may still be a click
    QVERIFY(!segmenter.quiet_since());
    for (std::size_t i = 25; i < 60; ++i) segmenter.push(std::span(probabilities).subspan(i, 1), segments);
    QCOMPARE(segmenter.open_since(), std::optional<FrameIndex>(15 * frame));
    QCOMPARE(segmenter.quiet_since(), std::optional<FrameIndex>(50 * frame));
    QVERIFY(segments.empty());  // the pause may still be a short one
    for (std::size_t i = 60; i < 72; ++i) segmenter.push(std::span(probabilities).subspan(i, 1), segments);
    const std::vector<SpeechSegment> expected = {{15 * frame, 55 * frame}};
    QCOMPARE(segments, expected);
    QCOMPARE(segmenter.position(), 72 * frame);
    QVERIFY(!segmenter.open_since());
}

void TestSpeechSegments::neverOverlaps() {
    SpeechSegmentOptions options;
    options.shortest_silence_ms = 100;
    options.padding_ms = 300;  // three times the shortest pause
    SpeechSegmenter segmenter(options);
    std::vector<SpeechSegment> segments;
    segmenter.push(frames("sss....sss.....sss..........", 10), segments);
    segmenter.finish(280 * frame, segments);
    QCOMPARE(segments.size(), std::size_t(3));
    for (std::size_t i = 1; i < segments.size(); ++i) QVERIFY(segments[i].start >= segments[i - 1].end);
}

void TestSpeechSegments::cutsInThePauseThatIsLongAndLate() {
    // Pauses of 10 frames early, 20 in the middle, 12 late, in a window that begins at sample 1000.
    const std::vector<float> probabilities = frames("sssss.ssssssss..ssssssssss", 10);
    const SpeechCut cut = find_best_cut(probabilities, frame, 1000, 1000, 1000 + 260 * frame);
    QCOMPARE(cut.pause_start, 1000 + 140 * frame);
    QCOMPARE(cut.pause_end, 1000 + 160 * frame);
    QCOMPARE(cut.position, 1000 + 150 * frame);
    // Of two equal ones, the later.
    const SpeechCut later = find_best_cut(frames("ss.sssssss.ss", 10), frame, 0, 0, 130 * frame);
    QCOMPARE(later.position, 105 * frame);
}

void TestSpeechSegments::cutsUnbrokenSpeechAtItsSoftest() {
    std::vector<float> probabilities(200, 0.95F);
    probabilities[150] = 0.6F;
    const SpeechCut cut = find_best_cut(probabilities, frame, 0, 0, 200 * frame);
    QVERIFY(cut.pause_start == cut.pause_end);
    QVERIFY(std::abs(cut.position - 150 * frame) <= 2 * frame);
}

void TestSpeechSegments::cutsOnlyWhereAllowed() {
    const std::vector<float> probabilities = frames("..sssssssssss..", 10);
    const SpeechCut cut = find_best_cut(probabilities, frame, 0, 50 * frame, 100 * frame);
    QVERIFY(cut.position >= 50 * frame && cut.position <= 100 * frame);
    // A pause that reaches beyond is cut inside the stretch.
    const SpeechCut edge = find_best_cut(probabilities, frame, 0, 50 * frame, 140 * frame);
    QCOMPARE(edge.position, 135 * frame);
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, static_cast<void>(find_best_cut(probabilities, frame, 0, 5, 5)));
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, static_cast<void>(find_best_cut(probabilities, frame, 0, 0, 151 * frame)));
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, static_cast<void>(find_best_cut(probabilities, frame, 100, 0, 50)));
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, static_cast<void>(find_best_cut({}, frame, 0, 0, 1)));
    const std::vector<float> long_window(2000, 0.F);
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, static_cast<void>(find_best_cut(long_window, frame, 0, 0, 2000 * frame)));
}

QTEST_GUILESS_MAIN(TestSpeechSegments)
#include "test_speech_segments.moc"
