// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

#include <filesystem>

namespace tilescribe {

/// What the user has chosen before pressing Record.
struct RecordingRequest {
    QString device;  ///< an AudioDevice's id; empty: the system's default
    bool withSpeakers = false;
    QString language;              ///< a code; empty: detect
    std::filesystem::path folder;  ///< recordings go into a folder of their own inside it
};

}  // namespace tilescribe
