// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command_line.h"

#include "app/cli/bench_npu_command.h"
#include "app/cli/devices_command.h"
#include "app/cli/models_command.h"
#include "app/cli/models_get_command.h"
#include "app/cli/standard_output.h"
#include "app/cli/transcribe_command.h"
#include "app/version.h"

#include <CLI/CLI.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

namespace tilescribe {
namespace {

constexpr const char* footer =
    "\nThe text goes to standard output (or into --output's folder), everything else to standard error.\n"
    "Exit status: 0 all done; 1 a file failed, the others are done; 2 wrong usage; 3 the model or the backend cannot be used;\n"
    "4 the output cannot be written; 130 interrupted, what was finished has been written.\n"
    "The built-in model is small and knows synthetic English voices only. Real Whisper models:\n"
    "https://huggingface.co/ggerganov/whisper.cpp (ggml-<model>.bin), https://huggingface.co/openai (whisper-<model>).";

/// The arguments in CLI11's order (the last one first). What follows "--" are file names even where they begin with a dash; CLI11
/// would give them to the program instead of the command, so they become paths that nobody can take for options.
std::vector<std::string> arguments_of(int argc, const char* const* argv) {
    std::vector<std::string> arguments;
    bool only_names = false;
    for (int i = 1; i < argc; ++i) {
        const std::string argument = argv[i];
        if (!only_names && argument == "--") {
            only_names = true;
        } else {
            arguments.push_back(only_names && argument.starts_with('-') && argument != "-" ? "./" + argument : argument);
        }
    }
    std::ranges::reverse(arguments);
    return arguments;
}

ExitCode run(int argc, const char* const* argv, StatusLine& line) {
    TranscribeArguments transcribe_arguments;
    bool as_json = false;
    CLI::App app("Tilescribe turns recordings of speech into text on your own machine.", "tilescribe-cli");
    app.set_version_flag("--version", std::string("tilescribe-cli ") + program_version);
    app.require_subcommand(1);
    app.footer(footer);
    add_transcribe_command(app, transcribe_arguments);
    CLI::App* models = app.add_subcommand("models", "List the models that are found, and where");
    models->add_flag("--json", as_json, "As JSON");
    std::vector<std::string> wanted_models;
    CLI::App* get = models->add_subcommand("get", "Download published Whisper models, by name, and check their sums");
    get->add_option("NAME", wanted_models, "tiny, base.en, small, large-v3-turbo ...")->required()->type_name("");
    CLI::App* devices = app.add_subcommand("devices", "List what can compute here, and what cannot and why");
    devices->add_flag("--json", as_json, "As JSON");
    BenchNpuArguments bench_npu_arguments;
    const CLI::App* bench_npu = add_bench_npu_command(app, bench_npu_arguments);
    try {
        app.parse(arguments_of(argc, argv));
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() != 0) {
            spdlog::error("{}", error.what());
            spdlog::info("More with: tilescribe-cli --help, tilescribe-cli transcribe --help");
            return ExitCode::usage;
        }
        std::ostringstream text;
        app.exit(error, text, text);  // the help or the version that was asked for
        write_standard_output(text.str());
        return ExitCode::ok;
    }
    if (get->parsed()) return run_models_get(wanted_models, line);
    if (models->parsed()) return run_models(as_json);
    if (bench_npu->parsed()) return run_bench_npu(bench_npu_arguments);
    if (devices->parsed()) return run_devices(as_json);
    return run_transcribe(transcribe_arguments, line);
}

}  // namespace

ExitCode run_command_line(int argc, const char* const* argv) {
    secure_standard_streams();
    StatusLine line;
    log_through(line);
    ExitCode code = ExitCode::output_lost;
    try {
        code = run(argc, argv, line);
    } catch (const std::exception& error) {
        spdlog::error("{}", error.what());
    }
    spdlog::shutdown();  // before the line goes
    return code;
}

}  // namespace tilescribe
