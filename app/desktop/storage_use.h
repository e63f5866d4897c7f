// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QtGlobal>

#include <filesystem>
#include <optional>

namespace tilescribe {

/// What recordings take and how much more fits.
struct StorageUse {
    int recordings = 0;  ///< folders in the storage folder
    qint64 bytes = 0;
    std::optional<qint64> freeBytes;  ///< for this user; empty: cannot be read
};

/// Looks through the folder (it need not be there yet; what cannot be read is left out). Reads the disk: not for the window's
/// thread.
[[nodiscard]] StorageUse storageUse(const std::filesystem::path& folder);

}  // namespace tilescribe
