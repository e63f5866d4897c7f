// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <filesystem>
#include <span>

namespace tilescribe {

/// A regular file's bytes in memory, read by the kernel as they are touched. An empty file has no bytes. Another program that
/// shortens the file meanwhile takes the pages away (SIGBUS), as with every mapping: models are replaced by renaming, not in place.
class MappedFile {
public:
    /// Throws ModelFileError for what cannot be opened or is not a regular file.
    explicit MappedFile(const std::filesystem::path& path);
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;
    ~MappedFile();

    [[nodiscard]] std::span<const std::byte> bytes() const noexcept { return bytes_; }
    /// Drops the pages from this process; they come back from the file when touched.
    void release_pages() const noexcept;

private:
    std::span<const std::byte> bytes_;
};

}  // namespace tilescribe
