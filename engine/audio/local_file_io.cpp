// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/audio/local_file_io.h"

extern "C" {
#include <libavutil/mem.h>
}

#include <cstdio>
#include <new>

namespace tilescribe {

LocalFileIo::LocalFileIo(const LocalFile& file) : file_(file) {
    constexpr int buffer_size = 1 << 16;
    auto* buffer = static_cast<unsigned char*>(av_malloc(buffer_size));
    if (buffer == nullptr) throw std::bad_alloc();
    context_.reset(avio_alloc_context(buffer, buffer_size, 0, this, &LocalFileIo::read, nullptr, &LocalFileIo::seek));
    if (!context_) {
        av_free(buffer);
        throw std::bad_alloc();
    }
}

int LocalFileIo::read(void* self, std::uint8_t* bytes, int size) noexcept {
    auto& io = *static_cast<LocalFileIo*>(self);
    const std::ptrdiff_t count = io.file_.read_at(io.position_, {bytes, static_cast<std::size_t>(size)});
    if (count == 0) return AVERROR_EOF;
    if (count > 0) io.position_ += count;
    return static_cast<int>(count);  // a negative one is AVERROR(errno) already
}

std::int64_t LocalFileIo::seek(void* self, std::int64_t offset, int whence) noexcept {
    auto& io = *static_cast<LocalFileIo*>(self);
    whence &= ~AVSEEK_FORCE;
    if (whence == AVSEEK_SIZE) return io.file_.size();
    std::int64_t base = 0;
    if (whence == SEEK_CUR) base = io.position_;
    if (whence == SEEK_END) base = io.file_.size();
    std::int64_t target = 0;
    if (__builtin_add_overflow(base, offset, &target) || target < 0) return AVERROR(EINVAL);
    return io.position_ = target;
}

}  // namespace tilescribe
