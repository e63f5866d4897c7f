// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/whisper/window_decoder.h"

#include "engine/whisper/softmax.h"
#include "engine/whisper/text_measures.h"

#include <algorithm>
#include <cmath>

namespace tilescribe {
namespace {

constexpr double timestamp_step_s = 0.02;

std::span<float> row_of(TensorView view, std::int64_t row) {
    return {view.row(row), static_cast<std::size_t>(view.cols)};
}

}  // namespace

WindowDecoder::WindowDecoder(WhisperModel& model, const DecodingOptions& options, const std::string& language)
    : model_(model),
      max_new_tokens_(options.max_new_tokens > 0 ? options.max_new_tokens : static_cast<int>(model.config().n_text_ctx / 2)),
      rules_(timestamp_decoding_rules(model.tokenizer(),
                                      static_cast<int>(std::lround(options.max_initial_timestamp_s / timestamp_step_s)))) {
    const Tokenizer& tokenizer = model.tokenizer();
    sot_sequence_.push_back(tokenizer.special().sot);
    if (tokenizer.is_multilingual()) {
        sot_sequence_.push_back(tokenizer.language_token(language).value_or(tokenizer.special().language_begin));
        sot_sequence_.push_back(options.task == WhisperTask::translate ? tokenizer.special().translate
                                                                       : tokenizer.special().transcribe);
    }
}

WindowDecoder::Prompt WindowDecoder::make_prompt(std::span<const Token> previous_text) const {
    Prompt prompt{{}, 0};
    if (!previous_text.empty()) {
        const auto room = static_cast<std::size_t>(model_.config().n_text_ctx / 2 - 1);
        const auto tail = previous_text.last(std::min(room, previous_text.size()));
        prompt.tokens.push_back(model_.tokenizer().special().sot_prev);
        prompt.tokens.insert(prompt.tokens.end(), tail.begin(), tail.end());
    }
    prompt.sot_index = prompt.tokens.size();
    prompt.tokens.insert(prompt.tokens.end(), sot_sequence_.begin(), sot_sequence_.end());
    return prompt;
}

double WindowDecoder::begin(const Prompt& prompt, const CrossKeyValues& cross) {
    if (caches_.empty()) caches_.push_back(model_.decoder().make_cache());
    caches_.front().clear();
    const Decoder::Input input{&caches_.front(), prompt.tokens};
    const TensorView hidden = model_.decoder().forward({&input, 1}, cross);
    const auto sot = static_cast<std::int64_t>(prompt.sot_index);

    const TensorView at_sot = model_.decoder().logits(hidden.rows_from(sot, 1));
    const auto no_speech = static_cast<std::size_t>(model_.tokenizer().special().no_speech);
    const std::span<const float> values = row_of(at_sot, 0);
    const double no_speech_prob = std::exp(static_cast<double>(values[no_speech]) - log_sum_exp(values));

    logits_ = sot + 1 == hidden.rows ? at_sot : model_.decoder().logits(hidden.rows_from(hidden.rows - 1, 1));
    return no_speech_prob;
}

void WindowDecoder::choose_next(TokenSearch& search, std::vector<TokenSequence>& sequences) {
    const OpTimingScope scope(model_.timing_sink(), {.tag = {OpKind::token_search}, .device = "cpu"});
    std::vector<std::span<const float>> filtered;
    for (std::size_t i = 0; i < sequences.size(); ++i) {
        const std::span<float> logits = row_of(logits_, static_cast<std::int64_t>(i));
        for (const auto& rule : rules_) rule->apply(logits, sequences[i].tokens);
        filtered.emplace_back(logits);
    }
    const std::vector<int> sources = search.advance(sequences, filtered);
    // A search wider than one brings its own order of caches; greedy always continues sequence 0 in cache 0.
    if (std::ranges::any_of(sources, [](int source) { return source != 0; }))
        throw std::logic_error("a token search reordered sequences that share one cache");
}

void WindowDecoder::feed_last_tokens(const std::vector<TokenSequence>& sequences, const CrossKeyValues& cross) {
    std::vector<Decoder::Input> inputs;
    for (std::size_t i = 0; i < sequences.size(); ++i) inputs.push_back({&caches_[i], std::span(sequences[i].tokens).last(1)});
    logits_ = model_.decoder().logits(model_.decoder().forward(inputs, cross));
}

WindowText WindowDecoder::decode(const CrossKeyValues& cross, std::span<const Token> previous_text, const std::stop_token& stop,
                                 const StepObserver& observer) {
    const Prompt prompt = make_prompt(previous_text);
    GreedySearch search(model_.tokenizer().special().eot);
    std::vector<TokenSequence> sequences(1);
    WindowText text;
    text.no_speech_prob = begin(prompt, cross);
    const auto context = static_cast<std::size_t>(model_.config().n_text_ctx);
    for (int step = 0; step < max_new_tokens_; ++step) {
        if (stop.stop_requested()) {
            text.is_cancelled = true;
            break;
        }
        choose_next(search, sequences);
        if (sequences.empty()) break;
        if (observer) observer(sequences.front().tokens);
        if (step + 1 == max_new_tokens_ || prompt.tokens.size() + sequences.front().tokens.size() > context) break;
        feed_last_tokens(sequences, cross);
    }
    const TokenSequence best = search.best(std::move(sequences));
    text.tokens = best.tokens;
    text.avg_logprob = best.sum_logprob / static_cast<double>(best.tokens.size() + 1);
    text.compression_ratio = compression_ratio(strip_whitespace(model_.tokenizer().decode(best.tokens)));
    return text;
}

std::vector<LanguageProbability> detect_language(WhisperModel& model, const CrossKeyValues& cross) {
    const Tokenizer& tokenizer = model.tokenizer();
    std::vector<LanguageProbability> languages;
    if (!tokenizer.is_multilingual()) return languages;
    KvCache cache = model.decoder().make_cache();
    const Decoder::Input input{&cache, std::span(&tokenizer.special().sot, 1)};
    const TensorView logits = model.decoder().logits(model.decoder().forward({&input, 1}, cross));
    const auto first = static_cast<std::size_t>(tokenizer.special().language_begin);
    const auto count = static_cast<std::size_t>(tokenizer.special().n_languages);
    const std::span<const float> of_languages = std::span<const float>(row_of(logits, 0)).subspan(first, count);
    const double total = log_sum_exp(of_languages);
    for (std::size_t i = 0; i < count; ++i)
        languages.push_back({std::string(whisper_language_codes()[i]), std::exp(static_cast<double>(of_languages[i]) - total)});
    std::ranges::stable_sort(languages, std::ranges::greater{}, &LanguageProbability::probability);
    return languages;
}

}  // namespace tilescribe
