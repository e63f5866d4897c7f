// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// FFmpeg's objects as values that free themselves. For engine/audio's own sources only.
extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libswresample/swresample.h>
}

#include <memory>

namespace tilescribe {

struct FreeFfmpeg {
    void operator()(AVFormatContext* context) const noexcept { avformat_close_input(&context); }
    void operator()(AVCodecContext* context) const noexcept { avcodec_free_context(&context); }
    void operator()(AVPacket* packet) const noexcept { av_packet_free(&packet); }
    void operator()(AVFrame* frame) const noexcept { av_frame_free(&frame); }
    void operator()(SwrContext* context) const noexcept { swr_free(&context); }
    void operator()(AVIOContext* context) const noexcept {
        if (context != nullptr) av_freep(static_cast<void*>(&context->buffer));
        avio_context_free(&context);
    }
};

template <typename T>
using FfmpegHandle = std::unique_ptr<T, FreeFfmpeg>;

}  // namespace tilescribe
