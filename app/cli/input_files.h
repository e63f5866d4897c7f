// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace tilescribe {

/// One recording of the command line.
struct InputFile {
    std::filesystem::path path;
    std::string name;  ///< for people: the file's name, or its path where two files have the same name
    bool is_standard_input = false;
    std::string output_stem;  ///< what its output files are called before the ending; no two inputs share one
};

/// "-" is standard input. Files of the same stem ("a/talk.wav", "b/talk.mp3") become "talk", "talk-2" ... in their order.
[[nodiscard]] std::vector<InputFile> input_files(const std::vector<std::string>& arguments);

}  // namespace tilescribe
