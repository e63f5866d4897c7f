// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>

namespace tilescribe {

/// One readable local file that can be sought: a regular file, or the unlinked temporary copy of a pipe.
class LocalFile {
public:
    using KeepWaiting = std::function<bool()>;

    /// Both throw MediaError for what is missing, may not be read, is a folder, a device or empty. A pipe is read to its end
    /// into a temporary file ($TMPDIR, else /var/tmp) while keep_waiting (asked every 100 ms) allows it.
    static LocalFile open(const std::filesystem::path& path, const KeepWaiting& keep_waiting);
    static LocalFile duplicate(int descriptor, const std::string& name, const KeepWaiting& keep_waiting);

    LocalFile(LocalFile&& other) noexcept;
    LocalFile(const LocalFile&) = delete;
    LocalFile& operator=(const LocalFile&) = delete;
    LocalFile& operator=(LocalFile&&) = delete;
    ~LocalFile();

    /// The name in quotes, without control characters: for sentences.
    [[nodiscard]] const std::string& shown_name() const noexcept { return shown_name_; }
    /// The name as given: its extension helps FFmpeg to tell formats without a signature.
    [[nodiscard]] const std::string& name() const noexcept { return name_; }
    [[nodiscard]] std::int64_t size() const noexcept { return size_; }

    /// Bytes read at an offset, 0 at the end, or -errno. Any thread.
    [[nodiscard]] std::ptrdiff_t read_at(std::int64_t offset, std::span<std::uint8_t> bytes) const noexcept;

private:
    LocalFile(int descriptor, std::string name);
    void settle(const KeepWaiting& keep_waiting);
    void spool(const KeepWaiting& keep_waiting);

    int descriptor_;
    std::string name_;
    std::string shown_name_;
    std::int64_t size_ = 0;
};

}  // namespace tilescribe
