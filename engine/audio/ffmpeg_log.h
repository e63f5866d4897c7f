// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>

namespace tilescribe {

/// Keeps FFmpeg's messages off the terminal, for the whole process from the first object on, and remembers the last error that the
/// creating thread caused while this object lived: the detail of a sentence for the user. Objects nest.
class FfmpegLog {
public:
    FfmpegLog();
    ~FfmpegLog();
    FfmpegLog(const FfmpegLog&) = delete;
    FfmpegLog& operator=(const FfmpegLog&) = delete;

    /// One printable line of at most 200 bytes; empty if there was no error.
    [[nodiscard]] const std::string& last_error() const noexcept { return last_error_; }

    struct Receive;

private:
    std::string last_error_;
    FfmpegLog* outer_;
};

/// "detail", or FFmpeg's words for the error code.
std::string ffmpeg_error_text(int code);

}  // namespace tilescribe
