// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/audio/ffmpeg_handles.h"
#include "engine/audio/local_file.h"

#include <cstdint>

namespace tilescribe {

/// FFmpeg's byte stream over a LocalFile: its libraries never open a name themselves. The file must outlive it; its address must
/// not change.
class LocalFileIo {
public:
    explicit LocalFileIo(const LocalFile& file);
    LocalFileIo(const LocalFileIo&) = delete;
    LocalFileIo& operator=(const LocalFileIo&) = delete;

    [[nodiscard]] AVIOContext* context() noexcept { return context_.get(); }

private:
    static int read(void* self, std::uint8_t* bytes, int size) noexcept;
    static std::int64_t seek(void* self, std::int64_t offset, int whence) noexcept;

    const LocalFile& file_;
    std::int64_t position_ = 0;
    FfmpegHandle<AVIOContext> context_;
};

}  // namespace tilescribe
