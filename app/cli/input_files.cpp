// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/input_files.h"

#include <algorithm>
#include <set>

namespace tilescribe {
namespace {

/// Leaves room for "-12" and an ending within the 255 bytes of a file name; cuts no UTF-8 sequence in two.
std::string short_enough(std::string stem) {
    constexpr std::size_t longest = 230;
    if (stem.size() <= longest) return stem;
    std::size_t end = longest;
    while (end > 0 && (static_cast<unsigned char>(stem[end]) & 0xC0) == 0x80) --end;
    stem.resize(end);
    return stem;
}

InputFile input_file(const std::string& argument) {
    if (argument == "-") return {.path = {}, .name = "standard input", .is_standard_input = true, .output_stem = "stdin"};
    const std::filesystem::path path(argument);
    std::string name = path.filename().string();
    if (name.empty()) name = argument;
    std::string stem = path.stem().string();
    if (stem.empty() || stem == "." || stem == "..") stem = "transcript";
    return {.path = path, .name = name, .is_standard_input = false, .output_stem = short_enough(stem)};
}

void make_stems_unique(std::vector<InputFile>& files) {
    std::set<std::string> taken;
    std::vector<InputFile*> later;
    for (InputFile& file : files) {
        if (!taken.insert(file.output_stem).second) later.push_back(&file);
    }
    for (InputFile* file : later) {
        for (int number = 2;; ++number) {
            std::string stem = file->output_stem + "-" + std::to_string(number);
            if (!taken.insert(stem).second) continue;
            file->output_stem = std::move(stem);
            break;
        }
    }
}

}  // namespace

std::vector<InputFile> input_files(const std::vector<std::string>& arguments) {
    std::vector<InputFile> files;
    files.reserve(arguments.size());
    for (const std::string& argument : arguments) files.push_back(input_file(argument));
    std::multiset<std::string> names;
    for (const InputFile& file : files) names.insert(file.name);
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (names.count(files[i].name) > 1 && !files[i].is_standard_input) files[i].name = arguments[i];
    }
    make_stems_unique(files);
    return files;
}

}  // namespace tilescribe
