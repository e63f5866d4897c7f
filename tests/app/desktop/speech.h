// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

#include <filesystem>
#include <string>

namespace tilescribe::testing {

/// Something to be spoken into a virtual microphone, and what it says.
struct Speech {
    std::filesystem::path file;
    std::string truth;
    double seconds = 0;
};

/// One of ../shared/audio's recordings that have a .json beside them, whole.
[[nodiscard]] Speech whole_speech(const std::string& name);
/// Its sentences from `first` on, as a file of its own in `folder`.
[[nodiscard]] Speech cut_speech(const std::string& name, int first, int count, const std::filesystem::path& folder);

/// Where the speech lies in a 16 kHz recording, in seconds; negative: it is not in it.
[[nodiscard]] double second_of(const Speech& speech, const std::filesystem::path& recording);

}  // namespace tilescribe::testing
