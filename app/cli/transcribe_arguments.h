// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/model_io/model_locator.h"
#include "engine/pipeline/transcriber.h"
#include "engine/transcript/transcript_writer.h"

#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace tilescribe {

/// What `tilescribe-cli transcribe` was asked to do.
struct TranscribeArguments {
    std::vector<std::string> files;  ///< "-": standard input
    std::string model{built_in_model_name};
    std::string backend = "auto";
    int threads = 0;  ///< 0: as many as physical cores
    std::string language = "auto";
    std::string task = "transcribe";
    std::string prompt;
    std::string condition_on_previous_text = "auto";
    std::vector<std::string> formats = {"txt"};
    std::string output;  ///< a folder; empty: standard output
    bool overwrite = false;
    std::optional<int> channel;  ///< from 0
    bool profile = false;

    [[nodiscard]] TranscribeOptions options() const;
    [[nodiscard]] std::vector<TranscriptFormat> transcript_formats() const;
};

/// Declares the command and its options; parsing fills `arguments`, which must outlive `app`.
void add_transcribe_command(CLI::App& app, TranscribeArguments& arguments);

}  // namespace tilescribe
