// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QDateTime>

#include <filesystem>

namespace tilescribe {

/// Creates "2026-11-21 09.30.05" (with a number behind it where that exists) inside `parent`. Throws std::filesystem_error.
[[nodiscard]] std::filesystem::path makeRecordingFolder(const std::filesystem::path& parent, const QDateTime& now);

}  // namespace tilescribe
