// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/transcribe_arguments.h"

#include "engine/whisper/languages.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace tilescribe {
namespace {

std::string format_names() {
    std::string names;
    for (const TranscriptFormat format : all_transcript_formats()) names.append(names.empty() ? "" : ", ").append(name_of(format));
    return names;
}

/// CLI11's validators give back what is wrong, or nothing.
std::string wrong_format(const std::string& name) {
    if (transcript_format_from_name(name)) return "";
    return "There is no format '" + name + "'; there are " + format_names() + ".";
}

/// Makes a code of a language's name too.
std::string wrong_language(std::string& language) {
    if (language == "auto") return "";
    const auto code = whisper_language_code(language);
    if (!code) return "Whisper knows no language '" + language + "'; give a code such as en or de, or auto.";
    language = *code;
    return "";
}

/// Several subtitle files or tables in a row are none.
bool can_follow_one_another(TranscriptFormat format) {
    return format == TranscriptFormat::txt || format == TranscriptFormat::json || format == TranscriptFormat::md;
}

void check(const TranscribeArguments& arguments) {
    const std::vector<TranscriptFormat> formats = arguments.transcript_formats();
    if (arguments.output.empty()) {
        if (formats.size() > 1) throw CLI::ValidationError("--format", "Several formats need --output DIR.");
        if (arguments.overwrite) throw CLI::ValidationError("--overwrite", "It needs --output DIR.");
        if (arguments.files.size() > 1 && !can_follow_one_another(formats.front()))
            throw CLI::ValidationError("--format", "Several files as " + std::string(name_of(formats.front())) +
                                                       " need --output DIR; only txt, json and md can follow one another.");
    }
    if (std::ranges::count(arguments.files, "-") > 1)
        throw CLI::ValidationError("FILE", "Standard input (-) can be read once only.");
}

}  // namespace

TranscribeOptions TranscribeArguments::options() const {
    TranscribeOptions options;
    options.decoding.language = language;
    options.decoding.task = task == "translate" ? WhisperTask::translate : WhisperTask::transcribe;
    options.initial_prompt = prompt;
    if (condition_on_previous_text != "auto") options.condition_on_previous_text = condition_on_previous_text == "on";
    return options;
}

std::vector<TranscriptFormat> TranscribeArguments::transcript_formats() const {
    std::vector<TranscriptFormat> result;
    for (const std::string& name : formats) {
        const auto format = transcript_format_from_name(name);
        if (format && std::ranges::find(result, *format) == result.end()) result.push_back(*format);
    }
    return result;
}

void add_transcribe_command(CLI::App& app, TranscribeArguments& arguments) {
    CLI::App* command = app.add_subcommand("transcribe", "Turn recordings into text");
    command->add_option("FILE", arguments.files, "Recordings: any sound or video that FFmpeg reads; - is standard input")
        ->required()
        ->type_name("");
    command->add_option("--model", arguments.model, "A model file or folder, or a name that `models` lists")
        ->type_name("PATH|NAME");
    command->add_option("--language", arguments.language, "What is spoken: auto or a code such as en")
        ->type_name("auto|CODE")
        ->transform(CLI::Validator(wrong_language, ""));
    command->add_option("--task", arguments.task, "translate gives English text whatever is spoken")
        ->type_name("transcribe|translate")
        ->check(CLI::IsMember({"transcribe", "translate"}).description(""));
    command->add_option("--prompt", arguments.prompt, "Text that comes before the recording: names and words to expect")
        ->type_name("TEXT");
    command
        ->add_option("--condition-on-previous-text", arguments.condition_on_previous_text,
                     "Show the model the text so far; auto: as the model wants it, otherwise on")
        ->type_name("auto|on|off")
        ->check(CLI::IsMember({"auto", "on", "off"}).description(""));
    command->add_option("--format", arguments.formats, "What to write: " + format_names() + "; several with --output, as txt,srt")
        ->type_name("NAME")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->check(CLI::Validator(wrong_format, ""));
    command->add_option("--output", arguments.output, "Write files into this folder instead of standard output")->type_name("DIR");
    command->add_flag("--overwrite", arguments.overwrite, "Replace output files that exist; otherwise they are kept");
    command->add_option("--backend", arguments.backend, "What computes: auto or a name that `devices` lists")->type_name("NAME");
    command->add_option("--threads", arguments.threads, "Threads to compute with; 0: one per physical core")
        ->type_name("N")
        ->check(CLI::Range(0, 1024).description(""));
    command->add_option("--channel", arguments.channel, "Take this channel (the first is 0) instead of mixing all down")
        ->type_name("N")
        ->check(CLI::Range(0, 255).description(""));
    command->add_flag("--profile", arguments.profile, "Afterwards, say what every kind of operation has cost");
    command->final_callback([&arguments] { check(arguments); });
}

}  // namespace tilescribe
