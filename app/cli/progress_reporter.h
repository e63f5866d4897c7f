// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "app/cli/status_line.h"
#include "engine/pipeline/transcriber.h"

#include <chrono>
#include <string>

namespace tilescribe {

/// Tells on standard error how far one file is: a bar that is redrawn on a terminal, otherwise a line at each quarter.
class ProgressReporter {
public:
    /// `label` is the file's terminal_text() name.
    ProgressReporter(StatusLine& line, std::string label);

    void update(const TranscribeProgress& progress);
    /// Takes the bar away, before text goes to the same terminal.
    void hide() { line_.hide(); }
    /// The closing line: how long the sound was and how fast it went.
    void finish(const TranscribeResult& result);

private:
    using Clock = std::chrono::steady_clock;

    [[nodiscard]] std::string figures(const TranscribeProgress& progress) const;
    [[nodiscard]] std::string bar(const TranscribeProgress& progress) const;
    void print_at_quarters(const TranscribeProgress& progress);

    StatusLine& line_;
    std::string label_;
    Clock::time_point begin_ = Clock::now();
    Clock::time_point windows_begin_ = begin_;  ///< the end of the first pass
    Clock::time_point last_drawn_;
    int last_quarter_ = 0;
};

}  // namespace tilescribe
