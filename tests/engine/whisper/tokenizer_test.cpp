// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/whisper/tokenizer.h"

#include "engine/whisper/pre_split.h"
#include "tests/support/shared_files.h"

#include <QTest>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <set>

using namespace tilescribe;
using namespace std::string_literals;

namespace {

nlohmann::json read_json(const std::string& name) {
    std::ifstream in(testing::shared_folder() / "golden" / name);
    return nlohmann::json::parse(in);
}

/// The vocabulary of a ggml file, without the reader under engine/model_io, which has tests of its own.
std::vector<std::string> ggml_vocabulary(const std::string& name) {
    std::ifstream in(testing::shared_folder() / "models" / name, std::ios::binary);
    const auto read_int = [&in] {
        std::int32_t value = 0;
        in.read(reinterpret_cast<char*>(&value), sizeof value);
        return value;
    };
    in.seekg(48);
    const int n_mels = read_int();
    const int n_bins = read_int();
    in.seekg(n_mels * n_bins * 4, std::ios::cur);
    std::vector<std::string> vocabulary(static_cast<std::size_t>(read_int()));
    for (std::string& token : vocabulary) {
        token.resize(static_cast<std::size_t>(read_int()));
        in.read(token.data(), static_cast<std::streamsize>(token.size()));
    }
    return vocabulary;
}

/// 256 bytes and a few merges, in rank order.
std::vector<std::string> small_vocabulary(const std::vector<std::string>& merges) {
    std::vector<std::string> vocabulary;
    vocabulary.reserve(256 + merges.size());
    for (int byte = 0; byte < 256; ++byte) vocabulary.emplace_back(1, static_cast<char>(byte));
    vocabulary.insert(vocabulary.end(), merges.begin(), merges.end());
    return vocabulary;
}

using Tokens = std::vector<Token>;

}  // namespace

class TokenizerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void special_ids_by_vocabulary_size() {
        const SpecialTokens english = SpecialTokens::for_vocabulary(51864);
        QCOMPARE(english.eot, 50256);
        QCOMPARE(english.sot, 50257);
        QCOMPARE(english.translate, 50357);
        QCOMPARE(english.transcribe, 50358);
        QCOMPARE(english.sot_lm, 50359);
        QCOMPARE(english.sot_prev, 50360);
        QCOMPARE(english.no_speech, 50361);
        QCOMPARE(english.no_timestamps, 50362);
        QCOMPARE(english.timestamp_begin, 50363);
        const SpecialTokens multilingual = SpecialTokens::for_vocabulary(51865);
        QCOMPARE(multilingual.eot, 50257);
        QCOMPARE(multilingual.transcribe, 50359);
        QCOMPARE(multilingual.timestamp_begin, 50364);
        QCOMPARE(multilingual.n_languages, 99);
        const SpecialTokens v3 = SpecialTokens::for_vocabulary(51866);
        QCOMPARE(v3.sot, 50258);
        QCOMPARE(v3.translate, 50359);
        QCOMPARE(v3.no_speech, 50363);
        QCOMPARE(v3.timestamp_begin, 50365);
        QCOMPARE(v3.n_languages, 100);
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, (void)SpecialTokens::for_vocabulary(50000));
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, (void)SpecialTokens::for_vocabulary(-1));
    }

    void languages() {
        const auto codes = whisper_language_codes();
        QCOMPARE(codes.size(), std::size_t{100});
        QCOMPARE(std::set<std::string_view>(codes.begin(), codes.end()).size(), std::size_t{100});
        std::set<std::string_view> names;
        for (const std::string_view code : codes) {
            const std::string_view name = whisper_language_name(code);
            QVERIFY(!name.empty());
            QVERIFY(names.insert(name).second);
            QVERIFY(whisper_language_code(code) == code);
            QVERIFY(whisper_language_code(name) == code);
        }
        QVERIFY(whisper_language_name("de") == "German");
        QVERIFY(whisper_language_name("xx").empty());
        QVERIFY(whisper_language_code("GERMAN") == "de");
        QVERIFY(whisper_language_code("haitian creole") == "ht");
        QVERIFY(whisper_language_code("Mandarin") == "zh");
        QVERIFY(whisper_language_code("castilian") == "es");
        QVERIFY(!whisper_language_code("klingon"));
        QVERIFY(!whisper_language_code(""));

        const Tokenizer multilingual({}, 51865);
        QVERIFY(multilingual.language_token("en") == 50259);
        QVERIFY(multilingual.language_token("su") == 50357);
        QVERIFY(!multilingual.language_token("yue"));
        QVERIFY(Tokenizer({}, 51866).language_token("yue") == 50358);
        QVERIFY(!multilingual.language_token("English"));
    }

    void languages_are_in_whispers_order() {
        REQUIRE_SHARED();
        std::ifstream in(testing::shared_folder() / "models/nano.random-hf/generation_config.json");
        const auto ids = nlohmann::json::parse(in).at("lang_to_id");
        QCOMPARE(ids.size(), std::size_t{99});
        const Tokenizer tokenizer({}, 51865);
        for (const auto& [name, id] : ids.items())
            QVERIFY(tokenizer.language_token(name.substr(2, name.size() - 4)) == id.get<Token>());
    }

    void golden_texts() {
        REQUIRE_SHARED();
        const Tokenizer tokenizer(ggml_vocabulary("nano.random-f16.bin"), 51865);
        const auto golden = read_json("tokenizer.json");
        QVERIFY(golden.at("multilingual").size() >= 18);
        for (const auto& entry : golden.at("multilingual")) {
            const auto text = entry.at("text").get<std::string>();
            const auto tokens = entry.at("tokens").get<Tokens>();
            QVERIFY2(tokenizer.encode(text) == tokens, text.c_str());
            QCOMPARE(tokenizer.decode(tokens), entry.at("roundtrip").get<std::string>());
        }
    }

    void non_speech_tokens() {
        QCOMPARE(Tokenizer({}, 51864).non_speech_tokens().size(), std::size_t{84});
        QCOMPARE(Tokenizer({}, 51865).non_speech_tokens().size(), std::size_t{82});
        REQUIRE_SHARED();
        const auto golden = read_json("tokenizer.json");
        const auto list = [](std::span<const Token> tokens) { return Tokens(tokens.begin(), tokens.end()); };
        QVERIFY(list(Tokenizer({}, 51864).non_speech_tokens()) == golden.at("english_non_speech").get<Tokens>());
        QVERIFY(list(Tokenizer({}, 51865).non_speech_tokens()) == golden.at("multilingual_non_speech").get<Tokens>());
        QVERIFY(list(Tokenizer({}, 51866).non_speech_tokens()) == golden.at("multilingual_non_speech").get<Tokens>());
    }

    void pruned_vocabulary() {
        REQUIRE_SHARED();
        const Tokenizer tokenizer(ggml_vocabulary("pico.en-q8_0.bin"), 51864);
        const std::string prompt = " The meeting is on Tuesday.";
        const Tokens tokens = tokenizer.encode(prompt);
        QCOMPARE(tokens.size(), std::size_t{6});  // one token a word, and the full stop
        QCOMPARE(tokens[0], 383);
        QCOMPARE(tokens[2], 318);
        QCOMPARE(tokens[3], 319);
        QCOMPARE(tokens[5], 13);
        QCOMPARE(tokenizer.decode(tokens), prompt);
        // Every segment that the oracle decoded encodes back to the very tokens.
        std::size_t compared = 0;
        for (const char* name : {"standup-unconditioned.json", "short-greedy.json", "planning-prompt.json"}) {
            const auto golden = read_json(name);
            for (const auto& segment : golden.at("segments")) {
                auto expected = segment.at("tokens").get<Tokens>();
                std::erase_if(expected, [&](Token token) { return token >= tokenizer.special().eot; });
                const auto text = segment.at("text").get<std::string>();
                QCOMPARE(tokenizer.decode(expected), text);
                if (tokenizer.encode(text) == expected) ++compared;
            }
        }
        QVERIFY2(compared >= 20, std::to_string(compared).c_str());
    }

    void splits_as_gpt2() {
        const auto pieces = [](std::string_view text) {
            std::vector<std::string> result;
            pre_split(text, [&](std::string_view piece) { result.emplace_back(piece); });
            return result;
        };
        using Pieces = std::vector<std::string>;
        QVERIFY(pieces("").empty());
        QVERIFY(pieces("Hi there") == (Pieces{"Hi", " there"}));
        QVERIFY(pieces("a   b  ") == (Pieces{"a", "  ", " b", "  "}));
        QVERIFY(pieces("a \t\nb") == (Pieces{"a", " \t", "\n", "b"}));
        QVERIFY(pieces(" \u00A0x\u3000y") == (Pieces{" ", "\u00A0", "x", "\u3000", "y"}));
        QVERIFY(pieces("don't 'S 'llama") == (Pieces{"don", "'t", " '", "S", " '", "llama"}));
        QVERIFY(pieces("we've'll") == (Pieces{"we", "'ve", "'ll"}));
        QVERIFY(pieces("x12 \u00BD\u0663y") == (Pieces{"x", "12", " \u00BD\u0663", "y"}));  // No and Nd are numbers
        QVERIFY(pieces("e\u0301!") == (Pieces{"e", "\u0301!"}));                            // a combining mark is no letter
        QVERIFY(pieces("\u65E5\u672C, \u01C5\u02B0") == (Pieces{"\u65E5\u672C", ",", " \u01C5\u02B0"}));
        QVERIFY(pieces("a_b-- ?!") == (Pieces{"a", "_", "b", "--", " ?!"}));
    }

    void merges_by_rank_and_leftmost_first() {
        const Tokenizer tokenizer(small_vocabulary({"bc", "ab", "aa", "abc"}), 51864);
        QVERIFY(tokenizer.encode("abc") == (Tokens{259}));        // the whole piece is a token, though no merge leads to it first
        QVERIFY(tokenizer.encode("abcd") == (Tokens{259, 'd'}));  // bc first (rank 256), then a + bc
        QVERIFY(tokenizer.encode("aaa") == (Tokens{258, 'a'}));
        QVERIFY(tokenizer.encode("aab") == (Tokens{'a', 257}));
        QVERIFY(tokenizer.encode("aaaaab") == (Tokens{258, 258, 257}));
        QVERIFY(tokenizer.encode("ab cab") == (Tokens{257, ' ', 'c', 257}));
    }

    void empty_slots_and_missing_bytes() {
        auto vocabulary = small_vocabulary({"", "ab", "", "ab"});
        vocabulary['x'].clear();
        const Tokenizer tokenizer(vocabulary, 51864);
        QVERIFY(tokenizer.encode("abx") == (Tokens{257}));
        QVERIFY(tokenizer.encode("xx").empty());
        QVERIFY(Tokenizer({}, 51864).encode("anything").empty());
        QCOMPARE(tokenizer.decode(Tokens{'a', 256, 'x', 257, 259, 260, 50256, 50257, 51000, -1, 2147483647}), "aabab"s);
    }

    void tokens_from_eot_on_are_no_text() {
        std::vector<std::string> vocabulary(50257, "a");
        vocabulary[50256] = "eot must not show";
        const Tokenizer tokenizer(vocabulary, 51864);
        QVERIFY(tokenizer.decode(Tokens{1, 50256, 2}) == "aa");
        QVERIFY(tokenizer.encode("eot must not show").empty());
    }

    void survives_a_move() {
        auto vocabulary = small_vocabulary({"ab"});
        Tokenizer first(vocabulary, 51864);
        Tokenizer second(std::move(first));
        QVERIFY(second.encode("ab") == (Tokens{256}));
        Tokenizer third({}, 51865);
        third = std::move(second);
        QVERIFY(third.encode("ab") == (Tokens{256}));
        QCOMPARE(third.special().eot, 50256);
    }

    void invalid_text_is_read_as_replacement_characters() {
        const Tokenizer tokenizer(small_vocabulary({}), 51864);
        QCOMPARE(tokenizer.decode(tokenizer.encode("a\xFFz")), "a\xEF\xBF\xBDz"s);
        QCOMPARE(tokenizer.decode(tokenizer.encode("a\0b"s)), "a\0b"s);
        QCOMPARE(tokenizer.decode(Tokens{0xE2, 0x82}), "\xEF\xBF\xBD"s);
        QCOMPARE(tokenizer.decode_bytes(Tokens{0xE2, 0x82}), "\xE2\x82"s);
    }

    void megabytes_of_one_letter() {
        // Quadratic merging of one piece of 2 MB would take hours.
        const Tokenizer tokenizer(small_vocabulary({"aa", "aaaa", "aaaaaaaa"}), 51864);
        const std::string text(std::size_t{1} << 21, 'a');
        QCOMPARE(tokenizer.encode(text).size(), text.size() / 8);
        const std::string spaces(std::size_t{1} << 20, '\t');
        QCOMPARE(tokenizer.encode(spaces + "x").size(), spaces.size() + 1);
        std::string apostrophes;
        for (int i = 0; i < 100000; ++i) apostrophes += "'s";
        QCOMPARE(tokenizer.decode(tokenizer.encode(apostrophes)), apostrophes);
    }
};

QTEST_GUILESS_MAIN(TokenizerTest)
#include "tokenizer_test.moc"
