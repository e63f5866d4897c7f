// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/media_files.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace tilescribe {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 34> media_endings{".3gp", ".aac",  ".ac3", ".aif",  ".aiff", ".alac", ".amr", ".ape", ".asf",
                                                         ".au",  ".avi",  ".caf", ".flac", ".flv",  ".m4a",  ".m4b", ".m4v", ".mka",
                                                         ".mkv", ".mov",  ".mp2", ".mp3",  ".mp4",  ".mpeg", ".mpg", ".mts", ".oga",
                                                         ".ogg", ".opus", ".spx", ".wav",  ".webm", ".wma",  ".wmv"};

bool is_media(const fs::path& path) {
    std::string ending = path.extension().string();
    std::ranges::transform(ending, ending.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return std::ranges::find(media_endings, ending) != media_endings.end();
}

void add_folder(const fs::path& folder, std::vector<fs::path>& files) {
    const auto first = static_cast<std::ptrdiff_t>(files.size());
    std::error_code error;
    fs::recursive_directory_iterator entry(folder, fs::directory_options::skip_permission_denied, error);
    for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
        std::error_code unknown;
        if (entry->is_regular_file(unknown) && is_media(entry->path())) files.push_back(entry->path());
    }
    std::sort(files.begin() + first, files.end());
}

}  // namespace

std::vector<fs::path> expand_media(const std::vector<fs::path>& dropped) {
    std::vector<fs::path> files;
    for (const fs::path& path : dropped) {
        std::error_code error;
        if (fs::is_directory(path, error))
            add_folder(path, files);
        else
            files.push_back(path);
    }
    return files;
}

}  // namespace tilescribe
