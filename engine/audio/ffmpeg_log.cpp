// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/audio/ffmpeg_log.h"

extern "C" {
#include <libavutil/error.h>
#include <libavutil/log.h>
#include <libavutil/mem.h>
}

#include <array>
#include <cstdarg>
#include <cstddef>
#include <cstdio>
#include <mutex>

namespace tilescribe {
namespace {

// FFmpeg has one callback per process and calls it in the thread that works; this says whose work that is.
thread_local FfmpegLog* current_log = nullptr;

/// No honest sound file needs half a gibibyte in one piece; a damaged header may ask for it.
constexpr std::size_t largest_allocation = std::size_t{1} << 29;

std::string printable(const char* text) {
    std::string line;
    for (const char* c = text; *c != '\0' && *c != '\n'; ++c)
        if (*c >= ' ' && *c <= '~') line.push_back(*c);
    return line;
}

}  // namespace

struct FfmpegLog::Receive {
    static void line(void* /*object*/, int level, const char* format, va_list arguments) noexcept {
        if (current_log == nullptr || level > AV_LOG_ERROR) return;
        std::array<char, 200> text{};
        if (std::vsnprintf(text.data(), text.size(), format, arguments) <= 0) return;
        if (std::string message = printable(text.data()); !message.empty()) current_log->last_error_ = std::move(message);
    }
};

FfmpegLog::FfmpegLog() : outer_(current_log) {
    static std::once_flag once;
    std::call_once(once, [] {
        av_log_set_callback(&Receive::line);
        av_max_alloc(largest_allocation);
    });
    current_log = this;
}

FfmpegLog::~FfmpegLog() {
    current_log = outer_;
}

std::string ffmpeg_error_text(int code) {
    std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
    av_strerror(code, text.data(), text.size());
    return text.data();
}

}  // namespace tilescribe
