// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/audio/local_file.h"

#include "engine/audio/media_error.h"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <vector>

namespace tilescribe {
namespace {

std::string words_of(int error) {
    return std::generic_category().message(error);
}

std::string shown(const std::string& name) {
    std::string text = "'";
    for (const char c : name) text.push_back(static_cast<unsigned char>(c) < ' ' || c == '\x7f' ? '?' : c);
    return text + "'";
}

[[noreturn]] void refuse_to_open(const std::string& shown_name, int error) {
    if (error == ENOENT || error == ENOTDIR) throw MediaError("there is no file " + shown_name);
    if (error == EACCES || error == EPERM)
        throw MediaError(shown_name + " may not be read: ask its owner for permission, or copy it to your own folder");
    throw MediaError(shown_name + " cannot be opened: " + words_of(error));
}

/// A file without a name, gone with its last descriptor.
int open_temporary() {
    const char* chosen = std::getenv("TMPDIR");  // NOLINT(concurrency-mt-unsafe): the programs set no environment
    const std::string folder = chosen != nullptr && *chosen != '\0' ? chosen : "/var/tmp";
    const int descriptor = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (descriptor >= 0) return descriptor;
    std::string name = folder + "/tilescribe-XXXXXX";
    const int named = ::mkostemp(name.data(), O_CLOEXEC);
    if (named < 0) throw MediaError("no temporary file can be made in " + shown(folder) + ": " + words_of(errno) + "; set TMPDIR");
    ::unlink(name.c_str());
    return named;
}

void write_all(int descriptor, std::span<const char> bytes, const std::string& shown_name) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0)
            throw MediaError("no room to keep " + shown_name + " while it is read: " + words_of(errno) +
                             "; free some space or set TMPDIR to another folder");
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
}

/// Waits until the pipe has bytes or has ended, which a plain read() could not be called back from.
void wait_for_bytes(int descriptor, const std::string& shown_name, const LocalFile::KeepWaiting& keep_waiting) {
    constexpr int patience_ms = 100;
    for (;;) {
        if (keep_waiting && !keep_waiting()) throw MediaError("reading " + shown_name + " was stopped before its end");
        pollfd waiting{.fd = descriptor, .events = POLLIN, .revents = 0};
        if (::poll(&waiting, 1, patience_ms) > 0) return;
    }
}

}  // namespace

LocalFile::LocalFile(int descriptor, std::string name)
    : descriptor_(descriptor), name_(std::move(name)), shown_name_(shown(name_)) {}

LocalFile::LocalFile(LocalFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      name_(std::move(other.name_)),
      shown_name_(std::move(other.shown_name_)),
      size_(other.size_) {}

LocalFile::~LocalFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

LocalFile LocalFile::open(const std::filesystem::path& path, const KeepWaiting& keep_waiting) {
    // O_NONBLOCK: a named pipe that nobody writes to yet must not hold the program; regular files do not mind.
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (descriptor < 0) refuse_to_open(shown(path.string()), errno);
    LocalFile file(descriptor, path.string());
    file.settle(keep_waiting);
    return file;
}

LocalFile LocalFile::duplicate(int descriptor, const std::string& name, const KeepWaiting& keep_waiting) {
    const int copy = ::fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
    if (copy < 0) refuse_to_open(shown(name), errno);
    LocalFile file(copy, name);
    file.settle(keep_waiting);
    return file;
}

void LocalFile::settle(const KeepWaiting& keep_waiting) {
    struct stat status{};
    if (::fstat(descriptor_, &status) != 0) throw MediaError(shown_name_ + " cannot be read: " + words_of(errno));
    if (S_ISDIR(status.st_mode)) throw MediaError(shown_name_ + " is a folder: name the files in it");
    if (S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode)) {
        spool(keep_waiting);
        if (::fstat(descriptor_, &status) != 0) throw MediaError(shown_name_ + " cannot be read: " + words_of(errno));
    }
    if (::isatty(descriptor_) == 1) throw MediaError(shown_name_ + " is a terminal: give a file, or send sound through a pipe");
    if (!S_ISREG(status.st_mode)) throw MediaError(shown_name_ + " is a device, not a file of sound");
    if (status.st_size == 0) throw MediaError(shown_name_ + " is empty: it holds not a single byte");
    size_ = status.st_size;
}

void LocalFile::spool(const KeepWaiting& keep_waiting) {
    const LocalFile copy(open_temporary(), name_);
    std::vector<char> block(std::size_t{1} << 16);
    for (;;) {
        wait_for_bytes(descriptor_, shown_name_, keep_waiting);
        const ssize_t count = ::read(descriptor_, block.data(), block.size());
        if (count == 0) break;
        if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (count < 0) throw MediaError(shown_name_ + " cannot be read to its end: " + words_of(errno));
        write_all(copy.descriptor_, std::span(block).first(static_cast<std::size_t>(count)), shown_name_);
    }
    if (::dup3(copy.descriptor_, descriptor_, O_CLOEXEC) < 0) throw MediaError(shown_name_ + " cannot be read: " + words_of(errno));
}

std::ptrdiff_t LocalFile::read_at(std::int64_t offset, std::span<std::uint8_t> bytes) const noexcept {
    for (;;) {
        const ssize_t count = ::pread(descriptor_, bytes.data(), bytes.size(), offset);
        if (count >= 0) return count;
        if (errno != EINTR) return -errno;
    }
}

}  // namespace tilescribe
