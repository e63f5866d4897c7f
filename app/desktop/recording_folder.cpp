// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/recording_folder.h"

namespace tilescribe {

std::filesystem::path makeRecordingFolder(const std::filesystem::path& parent, const QDateTime& now) {
    std::filesystem::create_directories(parent);
    const std::string name = now.toString(QStringLiteral("yyyy-MM-dd HH.mm.ss")).toStdString();
    std::filesystem::path folder = parent / name;
    for (int number = 2; !std::filesystem::create_directory(folder); ++number)
        folder = parent / (name + " " + std::to_string(number));
    return folder;
}

}  // namespace tilescribe
