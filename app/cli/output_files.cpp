// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/output_files.h"

#include <spdlog/spdlog.h>

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sstream>
#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): mkostemp is POSIX
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace tilescribe {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path, int error) {
    throw OutputFileError("'" + path.string() + "' cannot be written: " + std::generic_category().message(error) + ".");
}

/// A file of our own beside the target; removed unless it got the target's name.
class TemporaryFile {
public:
    explicit TemporaryFile(const std::filesystem::path& target)
        : target_(target),
          name_((target.parent_path() / ".tilescribe-XXXXXX").string()),
          descriptor_(mkostemp(name_.data(), O_CLOEXEC)) {
        if (descriptor_ < 0) fail(target_, errno);
    }
    ~TemporaryFile() {
        if (descriptor_ >= 0) close(descriptor_);
        if (!is_renamed_) unlink(name_.c_str());
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    void write(std::string_view content) {
        while (!content.empty()) {
            const ssize_t written = ::write(descriptor_, content.data(), content.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) fail(target_, errno);
            content.remove_prefix(static_cast<std::size_t>(written));
        }
        const mode_t mask = umask(0);
        umask(mask);
        fchmod(descriptor_, 0666 & ~mask);  // mkostemp gives 0600
        if (fsync(descriptor_) != 0 && errno != EINVAL) fail(target_, errno);
        const int result = close(std::exchange(descriptor_, -1));
        if (result != 0) fail(target_, errno);
    }

    bool rename(bool overwrite) {
        int result = renameat2(AT_FDCWD, name_.c_str(), AT_FDCWD, target_.c_str(), overwrite ? 0 : RENAME_NOREPLACE);
        if (result != 0 && !overwrite && (errno == EINVAL || errno == ENOSYS)) {  // a file system without RENAME_NOREPLACE
            result = link(name_.c_str(), target_.c_str());
            if (result == 0) return true;
        }
        if (result != 0 && errno == EEXIST && !overwrite) return false;
        if (result != 0) fail(target_, errno);
        is_renamed_ = true;
        return true;
    }

private:
    std::filesystem::path target_;
    std::string name_;
    int descriptor_;
    bool is_renamed_ = false;
};

bool is_there(const std::filesystem::path& path) {
    std::error_code error;
    return std::filesystem::symlink_status(path, error).type() != std::filesystem::file_type::not_found;
}

void say_kept(const std::filesystem::path& path) {
    spdlog::warn("'{}' exists and is kept; --overwrite replaces it.", path.string());
}

}  // namespace

bool write_whole_file(const std::filesystem::path& path, std::string_view content, bool overwrite) {
    TemporaryFile file(path);
    file.write(content);
    return file.rename(overwrite);
}

OutputFolder::OutputFolder(std::filesystem::path folder, std::vector<TranscriptFormat> formats, bool overwrite)
    : folder_(std::move(folder)), formats_(std::move(formats)), overwrite_(overwrite) {
    std::error_code error;
    std::filesystem::create_directories(folder_, error);
    if (!std::filesystem::is_directory(folder_)) {
        const std::string reason = error ? error.message() : "it is a file";
        throw OutputFileError("The output folder '" + folder_.string() + "' cannot be made: " + reason + ".");
    }
}

std::filesystem::path OutputFolder::path_of(const InputFile& input, TranscriptFormat format) const {
    return folder_ / (input.output_stem + "." + std::string(name_of(format)));
}

bool OutputFolder::wants(const InputFile& input) const {
    if (overwrite_) return true;
    for (const TranscriptFormat format : formats_) {
        if (!is_there(path_of(input, format))) return true;
    }
    for (const TranscriptFormat format : formats_) say_kept(path_of(input, format));
    return false;
}

void OutputFolder::write(const InputFile& input, const Transcript& transcript, const TranscriptContext& context) const {
    for (const TranscriptFormat format : formats_) {
        std::ostringstream content;
        write_transcript(content, transcript, format, context);
        const std::filesystem::path path = path_of(input, format);
        if (write_whole_file(path, content.str(), overwrite_)) {
            spdlog::info("Wrote '{}'.", path.string());
        } else {
            say_kept(path);
        }
    }
}

}  // namespace tilescribe
