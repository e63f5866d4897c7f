// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model_io/model_file_error.h"

#include <algorithm>

namespace tilescribe {

ModelFileError::ModelFileError(const std::filesystem::path& file, const std::string& problem)
    : std::runtime_error(file.string() + ": " + problem) {}

std::string printable(std::string_view text) {
    constexpr std::size_t longest = 80;
    std::string shown(text.substr(0, longest));
    std::ranges::replace_if(shown, [](char c) { return c < 0x20 || c > 0x7E; }, '?');
    return text.size() > longest ? shown + "..." : shown;
}

}  // namespace tilescribe
