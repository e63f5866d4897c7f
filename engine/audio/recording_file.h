// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <stdexcept>
#include <system_error>

namespace tilescribe {

/// A recording that cannot be created, read or repaired; what() is a sentence for the user that names the file.
class RecordingError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// An open file, by position. Errors come back as codes: the recorder's thread must not throw.
class RecordingFile {
public:
    enum class Mode {
        create,  ///< must not exist yet; readable by its owner only
        change,
        read,
    };
    /// Throws RecordingError.
    RecordingFile(const std::filesystem::path& path, Mode mode);
    ~RecordingFile();
    RecordingFile(const RecordingFile&) = delete;
    RecordingFile& operator=(const RecordingFile&) = delete;

    /// How many bytes were written before `error` (empty: all).
    std::size_t write_at(std::int64_t position, std::span<const std::byte> bytes, std::error_code& error) noexcept;
    /// How many bytes were read: fewer than asked for at the end of the file.
    std::size_t read_at(std::int64_t position, std::span<std::byte> bytes, std::error_code& error) const noexcept;
    /// Until the bytes are on the disk itself.
    std::error_code sync() noexcept;
    std::error_code truncate(std::int64_t size) noexcept;
    [[nodiscard]] std::int64_t size() const noexcept;

private:
    int descriptor_;
};

}  // namespace tilescribe
