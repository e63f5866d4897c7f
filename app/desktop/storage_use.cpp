// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/storage_use.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <system_error>

namespace tilescribe {
namespace {

namespace fs = std::filesystem;

/// The folder itself, or what of its path exists: a new folder will be on the same disk.
std::optional<qint64> freeBytes(fs::path folder) {
    for (std::error_code error; !folder.empty(); folder = folder.parent_path()) {
        const fs::space_info space = fs::space(folder, error);
        if (!error) return static_cast<qint64>(std::min<std::uintmax_t>(space.available, std::numeric_limits<qint64>::max()));
        if (folder == folder.parent_path()) break;
    }
    return std::nullopt;
}

}  // namespace

StorageUse storageUse(const fs::path& folder) {
    StorageUse use{.freeBytes = freeBytes(folder)};
    std::error_code error;
    auto entry = fs::recursive_directory_iterator(folder, fs::directory_options::skip_permission_denied, error);
    for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
        std::error_code unreadable;
        if (entry->is_directory(unreadable)) {
            if (entry.depth() == 0) ++use.recordings;
        } else if (entry->is_regular_file(unreadable)) {
            const std::uintmax_t size = entry->file_size(unreadable);
            if (!unreadable) use.bytes += static_cast<qint64>(size);
        }
    }
    return use;
}

}  // namespace tilescribe
