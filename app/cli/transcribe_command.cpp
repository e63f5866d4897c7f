// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/transcribe_command.h"

#include "app/cli/input_files.h"
#include "app/cli/interrupt.h"
#include "app/cli/loaded_model.h"
#include "app/cli/profile_report.h"
#include "app/cli/standard_output.h"
#include "app/cli/terminal_text.h"
#include "app/cli/transcript_output.h"
#include "engine/audio/media_file_source.h"
#include "engine/whisper/languages.h"
#include "kernels/backend_registry.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <new>
#include <sstream>
#include <unistd.h>

namespace tilescribe {
namespace {

using Clock = std::chrono::steady_clock;

class TranscribeRun {
public:
    TranscribeRun(const TranscribeArguments& arguments, StatusLine& line)
        : arguments_(arguments), options_(arguments.options()), line_(line) {}

    ExitCode run();

private:
    [[nodiscard]] std::vector<InputFile> wanted_files() const;
    void load();
    void warn_about_model() const;
    bool transcribe_or_say_why_not(const InputFile& input);
    void transcribe_file(const InputFile& input);
    [[nodiscard]] std::unique_ptr<MediaFileSource> open(const InputFile& input) const;
    [[nodiscard]] TranscribeEvents events(const InputFile& input, ProgressReporter& reporter) const;
    void print_profile() const;

    const TranscribeArguments& arguments_;
    TranscribeOptions options_;
    StatusLine& line_;
    Interrupt interrupt_;  // before anything that may start a thread
    OpProfile profile_;
    std::unique_ptr<TranscriptOutput> output_;
    std::unique_ptr<WhisperModel> model_;
    std::chrono::duration<double> wall_{};
    double audio_s_ = 0;
};

ExitCode TranscribeRun::run() {
    output_ = transcript_output(arguments_);
    const std::vector<InputFile> files = wanted_files();
    if (files.empty()) return ExitCode::ok;
    load();
    bool all_done = true;
    for (const InputFile& file : files) {
        if (interrupt_.is_requested()) break;
        all_done = transcribe_or_say_why_not(file) && all_done;
    }
    line_.hide();
    if (arguments_.profile) print_profile();
    if (interrupt_.is_requested()) return ExitCode::interrupted;
    return all_done ? ExitCode::ok : ExitCode::some_file_failed;
}

std::vector<InputFile> TranscribeRun::wanted_files() const {
    std::vector<InputFile> files = input_files(arguments_.files);
    std::erase_if(files, [&](const InputFile& file) { return !output_->wants(file); });
    return files;
}

void TranscribeRun::load() {
    model_ = load_model(arguments_.model, arguments_.backend, arguments_.threads);
    if (arguments_.profile) model_->set_timing_sink(&profile_);
    warn_about_model();
}

void TranscribeRun::warn_about_model() const {
    if (model_->config().is_multilingual()) return;
    if (options_.decoding.task == WhisperTask::translate)
        spdlog::warn("{} knows English only: nothing is translated.", model_->name());
    if (options_.decoding.language != "auto" && options_.decoding.language != "en")
        spdlog::warn("{} knows English only: --language {} is of no use.", model_->name(), options_.decoding.language);
}

bool TranscribeRun::transcribe_or_say_why_not(const InputFile& input) {
    try {
        transcribe_file(input);
        return true;
    } catch (const OutputLost&) {
        throw;                           // no other file would fare better
    } catch (const MediaError& error) {  // names the file itself
        line_.hide();
        if (!interrupt_.is_requested()) spdlog::error("{}", error.what());
    } catch (const OutputFileError& error) {
        line_.hide();
        spdlog::error("{}", error.what());
    } catch (const std::bad_alloc&) {
        line_.hide();
        spdlog::error("{}: there is not enough memory", input.name);
    } catch (const std::exception& error) {
        line_.hide();
        spdlog::error("{}: {}", input.name, error.what());
    }
    return false;
}

void TranscribeRun::transcribe_file(const InputFile& input) {
    const std::unique_ptr<MediaFileSource> source = open(input);
    output_->begin(input);
    ProgressReporter reporter(line_, terminal_text(input.name));
    const Clock::time_point begin = Clock::now();
    const TranscribeResult result = transcribe(*model_, *source, options_, events(input, reporter), interrupt_.token());
    wall_ += Clock::now() - begin;
    audio_s_ += result.duration_s;
    reporter.finish(result);
    if (!source->warning().empty()) spdlog::warn("{}: {}", input.name, source->warning());
    if (result.transcript.segments.empty() && !result.cancelled)
        spdlog::warn("{}: no speech was found ({:.2f} s of sound); the transcript is empty.", input.name, result.duration_s);
    if (result.cancelled && result.transcript.segments.empty())
        return;  // nothing is finished: no file that says there was no speech
    output_->finish(input, result.transcript, {.title = input.name, .model = model_->name(), .duration_s = result.duration_s});
}

std::unique_ptr<MediaFileSource> TranscribeRun::open(const InputFile& input) const {
    MediaFileOptions options{.channel = arguments_.channel, .keep_waiting = [this] { return !interrupt_.is_requested(); }};
    if (input.is_standard_input) return std::make_unique<MediaFileSource>(STDIN_FILENO, input.name, std::move(options));
    return std::make_unique<MediaFileSource>(input.path, std::move(options));
}

TranscribeEvents TranscribeRun::events(const InputFile& input, ProgressReporter& reporter) const {
    TranscribeEvents events;
    events.progress = [&reporter](const TranscribeProgress& progress) { reporter.update(progress); };
    events.segment = [this, &reporter](const TranscriptSegment& segment) { output_->segment(segment, reporter); };
    if (model_->config().is_multilingual() && options_.decoding.language == "auto") {
        events.language = [&input](const std::string& code, double probability) {
            spdlog::info("{}: language {} ({}), probability {:.2f}", input.name, whisper_language_name(code), code, probability);
        };
    }
    return events;
}

void TranscribeRun::print_profile() const {
    std::istringstream report(profile_report(profile_.snapshot(), wall_.count(), audio_s_));
    for (std::string text; std::getline(report, text);) line_.print(text);
    std::istringstream selection(model_->encoder_backend().kernel_selection());
    for (std::string text; std::getline(selection, text);) line_.print(text);
}

}  // namespace

ExitCode run_transcribe(const TranscribeArguments& arguments, StatusLine& line) {
    try {
        return TranscribeRun(arguments, line).run();
    } catch (const OutputLost& error) {
        line.hide();
        spdlog::error("{}", error.what());
        return ExitCode::output_lost;
    } catch (const OutputFileError& error) {
        spdlog::error("{}", error.what());
        return ExitCode::output_lost;
    } catch (const std::bad_alloc&) {
        spdlog::error("There is not enough memory for the model {}.", arguments.model);
        return ExitCode::model_or_backend;
    } catch (const std::exception& error) {  // ModelFileError, BackendUnavailable and what packing the weights may find
        spdlog::error("{}", error.what());
        return ExitCode::model_or_backend;
    }
}

}  // namespace tilescribe
