// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/transcript_output.h"

#include "app/cli/standard_output.h"
#include "app/cli/terminal_text.h"

#include <sstream>
#include <utility>

namespace tilescribe {
namespace {

/// txt goes out segment by segment, the other formats when they are complete.
class StandardOutput final : public TranscriptOutput {
public:
    StandardOutput(TranscriptFormat format, bool has_several_files) : format_(format), has_several_files_(has_several_files) {}

    [[nodiscard]] bool wants(const InputFile& /*input*/) const override { return true; }

    void begin(const InputFile& input) override {
        if (!has_several_files_ || format_ != TranscriptFormat::txt) return;
        write_standard_output((std::exchange(is_first_, false) ? "== " : "\n== ") + terminal_text(input.name) + " ==\n");
    }

    void segment(const TranscriptSegment& segment, ProgressReporter& reporter) override {
        if (format_ != TranscriptFormat::txt) return;
        reporter.hide();  // it may be on the same terminal
        write_standard_output(txt_line(segment));
    }

    void finish(const InputFile& /*input*/, const Transcript& transcript, const TranscriptContext& context) override {
        if (format_ == TranscriptFormat::txt) return;
        std::ostringstream text;
        if (!std::exchange(is_first_, false) && format_ == TranscriptFormat::md) text << '\n';
        write_transcript(text, transcript, format_, context);
        write_standard_output(text.str());
    }

private:
    TranscriptFormat format_;
    bool has_several_files_;
    bool is_first_ = true;
};

class FolderOutput final : public TranscriptOutput {
public:
    explicit FolderOutput(OutputFolder folder) : folder_(std::move(folder)) {}

    [[nodiscard]] bool wants(const InputFile& input) const override { return folder_.wants(input); }
    void begin(const InputFile& /*input*/) override {}
    void segment(const TranscriptSegment& /*segment*/, ProgressReporter& /*reporter*/) override {}
    void finish(const InputFile& input, const Transcript& transcript, const TranscriptContext& context) override {
        folder_.write(input, transcript, context);
    }

private:
    OutputFolder folder_;
};

}  // namespace

std::unique_ptr<TranscriptOutput> transcript_output(const TranscribeArguments& arguments) {
    const std::vector<TranscriptFormat> formats = arguments.transcript_formats();
    if (arguments.output.empty()) return std::make_unique<StandardOutput>(formats.front(), arguments.files.size() > 1);
    return std::make_unique<FolderOutput>(OutputFolder(arguments.output, formats, arguments.overwrite));
}

}  // namespace tilescribe
