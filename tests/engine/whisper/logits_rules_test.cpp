// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/whisper/logits_rules.h"

#include "engine/whisper/softmax.h"
#include "engine/whisper/text_measures.h"
#include "engine/whisper/token_search.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <numeric>

using namespace tilescribe;

namespace {

constexpr std::int64_t n_vocab = 51864;

/// Bytes only: enough for the rules, which look at ids.
const Tokenizer& english() {
    static const Tokenizer tokenizer = [] {
        std::vector<std::string> bytes;
        for (int i = 0; i < 256; ++i) bytes.emplace_back(1, static_cast<char>(i));
        return Tokenizer(bytes, n_vocab);
    }();
    return tokenizer;
}

bool is_forbidden(float logit) {
    return std::isinf(logit) && logit < 0;
}

class LogitsRulesTest : public QObject {
    Q_OBJECT

    std::vector<float> logits_;
    const SpecialTokens special_ = english().special();

    Token time(int index) const { return special_.timestamp_begin + index; }
    bool allows(Token token) const { return !is_forbidden(logits_[static_cast<std::size_t>(token)]); }
    void set(Token token, float value) { logits_[static_cast<std::size_t>(token)] = value; }

    /// All text equal and high above the time stamps, so that only the order rules speak.
    void apply_timestamps(const std::vector<Token>& sampled) {
        logits_.assign(n_vocab, 0.0F);
        std::fill(logits_.begin() + special_.timestamp_begin, logits_.end(), -20.0F);
        TimestampRules(english(), 50).apply(logits_, sampled);
    }

private Q_SLOTS:
    void init() { logits_.assign(n_vocab, 0.0F); }

    void blank_is_forbidden_only_at_the_beginning() {
        const SuppressBlank rule(english());
        rule.apply(logits_, {});
        QVERIFY(!allows(220));
        QVERIFY(!allows(special_.eot));
        init();
        rule.apply(logits_, std::vector<Token>{time(0)});
        QVERIFY(allows(220));
        QVERIFY(allows(special_.eot));
    }

    void control_and_non_speech_tokens_are_forbidden() {
        SuppressTokens(english()).apply(logits_, {});
        for (const Token token :
             {special_.sot, special_.transcribe, special_.translate, special_.sot_prev, special_.sot_lm, special_.no_speech})
            QVERIFY2(!allows(token), qPrintable(QString::number(token)));
        for (const Token token : english().non_speech_tokens()) QVERIFY2(!allows(token), qPrintable(QString::number(token)));
        QVERIFY(allows(special_.eot));
        const auto n_forbidden = std::count_if(logits_.begin(), logits_.end(), is_forbidden);
        QCOMPARE(static_cast<std::size_t>(n_forbidden), english().non_speech_tokens().size() + 6);
    }

    void first_token_is_an_early_time_stamp() {
        apply_timestamps({});
        QVERIFY(!allows(300));
        QVERIFY(!allows(special_.eot));
        QVERIFY(allows(time(0)));
        QVERIFY(allows(time(50)));
        QVERIFY(!allows(time(51)));
    }

    void text_follows_the_first_time_stamp() {
        apply_timestamps({time(10)});
        QVERIFY(allows(300));
        QVERIFY(!allows(time(10)));
        QVERIFY(!allows(time(11)));
        QVERIFY(!allows(special_.no_timestamps));
    }

    void a_time_stamp_after_text_must_be_later() {
        apply_timestamps({time(10), 300});
        QVERIFY(allows(301));
        QVERIFY(!allows(time(10)));
        QVERIFY(allows(time(11)));
    }

    void a_closing_time_stamp_may_be_repeated() {
        apply_timestamps({time(10), 300, time(20)});
        QVERIFY(!allows(300));
        QVERIFY(allows(special_.eot));
        QVERIFY(!allows(time(19)));
        QVERIFY(allows(time(20)));
    }

    void text_follows_a_pair() {
        apply_timestamps({time(10), 300, time(20), time(20)});
        QVERIFY(allows(300));
        QVERIFY(!allows(time(20)));
        QVERIFY(!allows(time(21)));
    }

    void time_stamps_win_where_their_sum_outweighs_the_best_text() {
        logits_.assign(n_vocab, -30.0F);
        set(300, 1.0F);
        for (int i = 20; i < 24; ++i) set(time(i), 0.0F);  // log(4) = 1.39 together
        TimestampRules(english(), 50).apply(logits_, std::vector<Token>{time(10), 300});
        QVERIFY(!allows(300));
        QVERIFY(!allows(special_.eot));
        QVERIFY(allows(time(21)));

        logits_.assign(n_vocab, -30.0F);
        set(300, 1.5F);
        for (int i = 20; i < 24; ++i) set(time(i), 0.0F);
        TimestampRules(english(), 50).apply(logits_, std::vector<Token>{time(10), 300});
        QVERIFY(allows(300));
    }

    void the_best_text_includes_end_and_special_tokens() {
        logits_.assign(n_vocab, -30.0F);
        set(special_.eot, 1.5F);
        for (int i = 20; i < 24; ++i) set(time(i), 0.0F);
        TimestampRules(english(), 50).apply(logits_, std::vector<Token>{time(10), 300, 301});
        QVERIFY(allows(special_.eot));
    }

    void greedy_takes_the_likeliest_and_sums_log_probabilities() {
        GreedySearch search(special_.eot);
        std::vector<TokenSequence> sequences(1);
        logits_.assign(n_vocab, -std::numeric_limits<float>::infinity());
        set(300, 0.0F);
        set(301, std::log(3.0F));
        const std::span<const float> row(logits_);
        QCOMPARE(search.advance(sequences, {&row, 1}), std::vector<int>{0});
        QCOMPARE(sequences.front().tokens, std::vector<Token>{301});
        QVERIFY(std::abs(sequences.front().sum_logprob - std::log(0.75)) < 1e-6);

        set(special_.eot, 10.0F);
        QVERIFY(search.advance(sequences, {&row, 1}).empty());
        const TokenSequence best = search.best(std::move(sequences));
        QVERIFY(best.is_finished);
        QCOMPARE(best.tokens, std::vector<Token>{301});
        QVERIFY(best.sum_logprob < std::log(0.75));
    }

    void greedy_ends_where_the_network_gives_no_number() {
        GreedySearch search(special_.eot);
        std::vector<TokenSequence> sequences(1);
        logits_.assign(n_vocab, std::numeric_limits<float>::quiet_NaN());
        const std::span<const float> row(logits_);
        QVERIFY(search.advance(sequences, {&row, 1}).empty());
        QVERIFY(search.best(std::move(sequences)).tokens.empty());
    }

    void greedy_returns_what_it_has_at_the_length_limit() {
        GreedySearch search(special_.eot);
        std::vector<TokenSequence> sequences(1);
        sequences.front().tokens = {time(0), 300};
        QCOMPARE(search.best(std::move(sequences)).tokens, (std::vector<Token>{time(0), 300}));
    }

    void log_sum_exp_agrees_with_the_plain_formula() {
        for (const std::size_t n : {1U, 15U, 16U, 17U, 1000U, 51866U}) {
            std::vector<float> values(n);
            double expected = 0;
            for (std::size_t i = 0; i < n; ++i) {
                values[i] = static_cast<float>(30.0 * std::sin(static_cast<double>(i)) + 50.0);
                expected += std::exp(static_cast<double>(values[i]) - 50.0);
            }
            QVERIFY2(std::abs(log_sum_exp(values) - (std::log(expected) + 50.0)) < 1e-6, qPrintable(QString::number(n)));
        }
        const std::vector<float> none(40, -std::numeric_limits<float>::infinity());
        QVERIFY(std::isinf(log_sum_exp(none)) && log_sum_exp(none) < 0);
        QVERIFY(std::isinf(log_sum_exp({})));
    }

    void strips_unicode_white_space() {
        QCOMPARE(strip_whitespace(" \t\u3000a b\u00a0\n"), std::string("a b"));
        QCOMPARE(strip_whitespace("\u2003 "), std::string());
        QCOMPARE(strip_whitespace(""), std::string());
        QCOMPARE(strip_whitespace("\u00e0"), std::string("\u00e0"));  // ends in byte A0, which alone is no white space
    }

    void compression_ratio_grows_with_repetition() {
        const std::string once = "The battery was last and our bug is private.";
        std::string often;
        for (int i = 0; i < 10; ++i) often += once;
        QCOMPARE(compression_ratio(""), 0.0);
        QVERIFY(compression_ratio(once) < 1.1);
        QVERIFY(compression_ratio(often) > 2.4);
    }
};

}  // namespace

QTEST_GUILESS_MAIN(LogitsRulesTest)
#include "logits_rules_test.moc"
