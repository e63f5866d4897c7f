// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "app/cli/output_files.h"
#include "app/cli/progress_reporter.h"
#include "app/cli/transcribe_arguments.h"

#include <cstddef>
#include <memory>

namespace tilescribe {

/// Where transcripts go, file after file: begin(), each segment() as it comes, finish().
class TranscriptOutput {
public:
    virtual ~TranscriptOutput() = default;
    TranscriptOutput(const TranscriptOutput&) = delete;
    TranscriptOutput& operator=(const TranscriptOutput&) = delete;

    /// False where nothing would be written for this input.
    [[nodiscard]] virtual bool wants(const InputFile& input) const = 0;
    virtual void begin(const InputFile& input) = 0;
    virtual void segment(const TranscriptSegment& segment, ProgressReporter& reporter) = 0;
    virtual void finish(const InputFile& input, const Transcript& transcript, const TranscriptContext& context) = 0;

protected:
    TranscriptOutput() = default;
};

/// Standard output or a folder, as the arguments say. Throws OutputFileError where the folder cannot be made.
[[nodiscard]] std::unique_ptr<TranscriptOutput> transcript_output(const TranscribeArguments& arguments);

}  // namespace tilescribe
