// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model_io/mapped_file.h"

#include "engine/model_io/model_file_error.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace tilescribe {
namespace {

/// The mapping outlives the descriptor, so this one lives in the constructor only.
class FileDescriptor {
public:
    // Without O_NONBLOCK a named pipe would wait for a writer.
    explicit FileDescriptor(const char* path) : value_(::open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
    FileDescriptor(const FileDescriptor&) = delete;
    FileDescriptor& operator=(const FileDescriptor&) = delete;
    ~FileDescriptor() {
        if (value_ >= 0) ::close(value_);
    }
    [[nodiscard]] int value() const noexcept { return value_; }

private:
    int value_;
};

[[noreturn]] void throw_system_error(const std::filesystem::path& path, int error) {
    throw ModelFileError(path, "cannot be read: " + std::generic_category().message(error));
}

}  // namespace

MappedFile::MappedFile(const std::filesystem::path& path) {
    const FileDescriptor file(path.c_str());
    if (file.value() < 0) throw_system_error(path, errno);
    struct stat status = {};
    if (::fstat(file.value(), &status) != 0) throw_system_error(path, errno);
    if (S_ISDIR(status.st_mode)) throw ModelFileError(path, "is a folder where a file was expected");
    if (!S_ISREG(status.st_mode)) throw ModelFileError(path, "is not a regular file");
    const auto size = static_cast<std::size_t>(status.st_size);
    if (size == 0) return;
    void* address = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.value(), 0);
    if (address == MAP_FAILED) throw_system_error(path, errno);
    bytes_ = {static_cast<const std::byte*>(address), size};
}

MappedFile::~MappedFile() {
    if (!bytes_.empty()) ::munmap(const_cast<std::byte*>(bytes_.data()), bytes_.size());
}

void MappedFile::release_pages() const noexcept {
    if (!bytes_.empty()) ::madvise(const_cast<std::byte*>(bytes_.data()), bytes_.size(), MADV_DONTNEED);
}

}  // namespace tilescribe
