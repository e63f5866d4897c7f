// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/audio/recording_file.h"

#include <cerrno>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

namespace tilescribe {
namespace {

std::error_code last_error() noexcept {
    return {errno, std::generic_category()};
}

int flags_of(RecordingFile::Mode mode) {
    switch (mode) {
        case RecordingFile::Mode::create:
            return O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC;
        case RecordingFile::Mode::change:
            return O_RDWR | O_CLOEXEC;
        case RecordingFile::Mode::read:
            break;
    }
    return O_RDONLY | O_CLOEXEC;
}

/// A new file's name lasts through a power cut only once its folder is on the disk.
void sync_folder(const std::filesystem::path& file) {
    const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
    const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return;
    fsync(descriptor);
    close(descriptor);
}

}  // namespace

RecordingFile::RecordingFile(const std::filesystem::path& path, Mode mode) : descriptor_(open(path.c_str(), flags_of(mode), 0600)) {
    if (descriptor_ < 0) {
        const char* what = mode == Mode::create ? "cannot create the recording " : "cannot open the recording ";
        throw RecordingError(what + path.string() + ": " + last_error().message());
    }
    struct stat status{};
    if (fstat(descriptor_, &status) != 0 || !S_ISREG(status.st_mode)) {
        close(descriptor_);
        throw RecordingError("cannot open the recording " + path.string() + ": it is not a plain file");
    }
    if (mode == Mode::create) sync_folder(path);
}

RecordingFile::~RecordingFile() {
    close(descriptor_);
}

std::size_t RecordingFile::write_at(std::int64_t position, std::span<const std::byte> bytes, std::error_code& error) noexcept {
    error.clear();
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t written =
            pwrite(descriptor_, bytes.data() + done, bytes.size() - done, position + static_cast<std::int64_t>(done));
        if (written > 0) {
            done += static_cast<std::size_t>(written);
        } else if (written == 0 || errno != EINTR) {
            error = written == 0 ? std::make_error_code(std::errc::no_space_on_device) : last_error();
            break;
        }
    }
    return done;
}

std::size_t RecordingFile::read_at(std::int64_t position, std::span<std::byte> bytes, std::error_code& error) const noexcept {
    error.clear();
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t got =
            pread(descriptor_, bytes.data() + done, bytes.size() - done, position + static_cast<std::int64_t>(done));
        if (got == 0) break;
        if (got > 0) {
            done += static_cast<std::size_t>(got);
        } else if (errno != EINTR) {
            error = last_error();
            break;
        }
    }
    return done;
}

std::error_code RecordingFile::sync() noexcept {
    return fdatasync(descriptor_) == 0 ? std::error_code{} : last_error();
}

std::error_code RecordingFile::truncate(std::int64_t size) noexcept {
    return ftruncate(descriptor_, size) == 0 ? std::error_code{} : last_error();
}

std::int64_t RecordingFile::size() const noexcept {
    struct stat status{};
    return fstat(descriptor_, &status) == 0 ? static_cast<std::int64_t>(status.st_size) : 0;
}

}  // namespace tilescribe
