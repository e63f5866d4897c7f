// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/whisper/utf8.h"

#include <QTest>

#include <utility>
#include <vector>

using namespace tilescribe;
using namespace std::string_literals;

namespace {

const std::string bad = "\xEF\xBF\xBD";

}  // namespace

class Utf8Test : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void replaces_as_python_does() {
        // Left: bytes; right: what Python's bytes.decode("utf-8", errors="replace") gives.
        const std::vector<std::pair<std::string, std::string>> cases = {
            {"", ""},
            {"plain", "plain"},
            {"\xC3\xA4\xE2\x82\xAC\xF0\x9F\x8E\x89", "\xC3\xA4\xE2\x82\xAC\xF0\x9F\x8E\x89"},
            {"a\0b"s, "a\0b"s},
            {"\x80", bad},
            {"\xC0\x80", bad + bad},                      // overlong
            {"\xE0\x80\x80", bad + bad + bad},            // overlong
            {"\xED\xA0\x80", bad + bad + bad},            // a surrogate
            {"\xF4\x90\x80\x80", bad + bad + bad + bad},  // beyond U+10FFFF
            {"\xF5\x80", bad + bad},
            {"\xE1\x80"
             "A",
             bad + "A"},  // one for the whole beginning
            {"\xF0\x9F\x8E"
             "A",
             bad + "A"},
            {"\xF0\x9F\xC3\xA4", bad + "\xC3\xA4"},
            {"\xF0\x9F\x8E", bad},  // cut off at the end
            {"\xE2\x82\xE2\x82\xAC", bad + "\xE2\x82\xAC"},
            {"\xF1\x80\x80\xE1\x80\xC2"
             "A",
             bad + bad + bad + "A"},  // Unicode's own example
        };
        for (const auto& [bytes, text] : cases) QCOMPARE(replace_invalid_utf8(bytes), text);
    }

    void joins_across_every_cut() {
        const std::string bytes = "x\xC3\xA4\xE2\x82\xAC\xF0\x9F\x8E\x89\xFF\xE2\x82y\xED\xA0\x80";
        const std::string whole = replace_invalid_utf8(bytes);
        for (std::size_t first = 0; first <= bytes.size(); ++first)
            for (std::size_t second = first; second <= bytes.size(); ++second) {
                Utf8Joiner joiner;
                std::string text = joiner.push(std::string_view(bytes).substr(0, first));
                text += joiner.push(std::string_view(bytes).substr(first, second - first));
                text += joiner.push(std::string_view(bytes).substr(second));
                text += joiner.finish();
                QCOMPARE(text, whole);
            }
    }

    void holds_back_what_is_incomplete() {
        Utf8Joiner joiner;
        QCOMPARE(joiner.push("a\xF0\x9F"), "a"s);
        QCOMPARE(joiner.push(""), ""s);
        QCOMPARE(joiner.push("\x8E"), ""s);
        QCOMPARE(joiner.push("\x89 b"), "\xF0\x9F\x8E\x89 b"s);
        QCOMPARE(joiner.finish(), ""s);
        QCOMPARE(joiner.push("\xE2\x82"), ""s);
        QCOMPARE(joiner.finish(), bad);
        QCOMPARE(joiner.finish(), ""s);
        QCOMPARE(joiner.push("\xE2"), ""s);
        QCOMPARE(joiner.push("A"), bad + "A");
    }

    void reads_every_code_point() {
        for (char32_t c = 0x80; c <= 0x10FFFF; c += 1 + c / 64) {
            if (c >= 0xD800 && c < 0xE000) continue;
            std::string bytes;
            const auto tail = [&](unsigned shift) { bytes += static_cast<char>(0x80 | (c >> shift & 0x3F)); };
            if (c < 0x800) {
                bytes += static_cast<char>(0xC0 | c >> 6);
            } else if (c < 0x10000) {
                bytes += static_cast<char>(0xE0 | c >> 12);
                tail(6);
            } else {
                bytes += static_cast<char>(0xF0 | c >> 18);
                tail(12);
                tail(6);
            }
            tail(0);
            const Utf8Step step = read_utf8(bytes);
            QVERIFY(step.is_valid && step.code_point == c && step.length == bytes.size());
        }
    }
};

QTEST_GUILESS_MAIN(Utf8Test)
#include "utf8_test.moc"
