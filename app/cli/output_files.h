// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "app/cli/input_files.h"
#include "engine/transcript/transcript_writer.h"

#include <filesystem>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace tilescribe {

/// The output folder or a file in it cannot be written; what() names it.
class OutputFileError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Writes `content` to a temporary file in the same folder and renames it to `path`, so that nobody ever sees half a file. Without
/// `overwrite`, gives back false and changes nothing where `path` exists. Throws OutputFileError.
[[nodiscard]] bool write_whole_file(const std::filesystem::path& path, std::string_view content, bool overwrite);

/// The transcripts' files in one folder.
class OutputFolder {
public:
    /// Makes the folder where it is missing. Throws OutputFileError.
    OutputFolder(std::filesystem::path folder, std::vector<TranscriptFormat> formats, bool overwrite);

    /// False where every file for this input exists and is kept; says so.
    [[nodiscard]] bool wants(const InputFile& input) const;
    /// Writes the transcript in every format; keeps and names files that exist. Throws OutputFileError.
    void write(const InputFile& input, const Transcript& transcript, const TranscriptContext& context) const;

private:
    [[nodiscard]] std::filesystem::path path_of(const InputFile& input, TranscriptFormat format) const;

    std::filesystem::path folder_;
    std::vector<TranscriptFormat> formats_;
    bool overwrite_;
};

}  // namespace tilescribe
