// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/audio/media_encoder.h"

#include "engine/audio/ffmpeg_handles.h"

#include <algorithm>
#include <memory>
#include <stdexcept>

extern "C" {
#include <libavutil/channel_layout.h>
}

namespace tilescribe::testing {
namespace {

void check(int result, const char* what) {
    if (result < 0) throw std::runtime_error(std::string("the test cannot encode: ") + what);
}

template <typename T>
T* present(T* object, const char* what) {
    if (object == nullptr) throw std::runtime_error(std::string("the test cannot encode: ") + what);
    return object;
}

struct CloseOutput {
    void operator()(AVFormatContext* context) const noexcept {
        avio_closep(&context->pb);
        avformat_free_context(context);
    }
};
using Output = std::unique_ptr<AVFormatContext, CloseOutput>;

class StreamEncoder {
public:
    StreamEncoder(AVFormatContext* output, const std::string& encoder)
        : output_(output),
          codec_(present(avcodec_find_encoder_by_name(encoder.c_str()), encoder.c_str())),
          context_(present(avcodec_alloc_context3(codec_), "no context")),
          stream_(present(avformat_new_stream(output, nullptr), "no stream")) {
        if ((output->oformat->flags & AVFMT_GLOBALHEADER) != 0) context_->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
        context_->strict_std_compliance = FF_COMPLIANCE_EXPERIMENTAL;
    }

    [[nodiscard]] AVCodecContext& context() { return *context_; }
    [[nodiscard]] const AVCodec& codec() const { return *codec_; }
    [[nodiscard]] AVStream& stream() { return *stream_; }

    void open() {
        check(avcodec_open2(context_.get(), codec_, nullptr), "the encoder does not open");
        check(avcodec_parameters_from_context(stream_->codecpar, context_.get()), "no parameters");
        stream_->time_base = context_->time_base;
    }

    /// Null at the end.
    void encode(const AVFrame* frame) {
        check(avcodec_send_frame(context_.get(), frame), "the encoder refuses a frame");
        while (avcodec_receive_packet(context_.get(), packet_.get()) >= 0) {
            packet_->stream_index = stream_->index;
            av_packet_rescale_ts(packet_.get(), context_->time_base, stream_->time_base);
            check(av_interleaved_write_frame(output_, packet_.get()), "the muxer refuses a packet");
        }
    }

private:
    AVFormatContext* output_;
    const AVCodec* codec_;
    FfmpegHandle<AVCodecContext> context_;
    AVStream* stream_;
    FfmpegHandle<AVPacket> packet_{av_packet_alloc()};
};

void open_sound(StreamEncoder& encoder, const EncodedMedia& media) {
    AVCodecContext& context = encoder.context();
    context.sample_rate = media.sample_rate;
    context.sample_fmt = encoder.codec().sample_fmts != nullptr ? encoder.codec().sample_fmts[0] : AV_SAMPLE_FMT_S16;
    context.bit_rate = 64000LL * media.channels;
    context.time_base = {1, media.sample_rate};
    av_channel_layout_default(&context.ch_layout, media.channels);
    encoder.open();
}

void open_pictures(StreamEncoder& encoder) {
    AVCodecContext& context = encoder.context();
    context.width = 64;
    context.height = 48;
    context.pix_fmt = encoder.codec().pix_fmts[0];
    context.color_range = AVCOL_RANGE_JPEG;
    context.time_base = {1, 25};
    encoder.open();
}

void encode_pictures(StreamEncoder& encoder, int count) {
    for (int i = 0; i < count; ++i) {
        const FfmpegHandle<AVFrame> frame(av_frame_alloc());
        frame->width = encoder.context().width;
        frame->height = encoder.context().height;
        frame->format = encoder.context().pix_fmt;
        check(av_frame_get_buffer(frame.get(), 0), "no room for a picture");
        for (int plane = 0; plane < AV_NUM_DATA_POINTERS && frame->buf[plane] != nullptr; ++plane)
            std::fill_n(frame->buf[plane]->data, frame->buf[plane]->size, static_cast<std::uint8_t>(100 + i));
        frame->pts = i;
        encoder.encode(frame.get());
    }
    encoder.encode(nullptr);
}

void encode_sound(StreamEncoder& encoder, std::span<const float> samples) {
    AVCodecContext& context = encoder.context();
    SwrContext* swr = nullptr;
    check(swr_alloc_set_opts2(&swr, &context.ch_layout, context.sample_fmt, context.sample_rate, &context.ch_layout,
                              AV_SAMPLE_FMT_FLT, context.sample_rate, 0, nullptr),
          "no converter");
    const FfmpegHandle<SwrContext> converter(swr);
    check(swr_init(swr), "the converter does not start");
    const auto channels = static_cast<std::size_t>(context.ch_layout.nb_channels);
    const std::size_t frame_size = context.frame_size > 0 ? static_cast<std::size_t>(context.frame_size) : 1024;
    for (std::size_t first = 0; first < samples.size() / channels; first += frame_size) {
        const std::size_t count = std::min(frame_size, samples.size() / channels - first);
        const FfmpegHandle<AVFrame> frame(av_frame_alloc());
        frame->nb_samples = static_cast<int>(count);
        frame->format = context.sample_fmt;
        frame->sample_rate = context.sample_rate;
        check(av_channel_layout_copy(&frame->ch_layout, &context.ch_layout), "no layout");
        check(av_frame_get_buffer(frame.get(), 0), "no room for sound");
        const auto* input = reinterpret_cast<const std::uint8_t*>(samples.data() + first * channels);
        check(swr_convert(swr, frame->extended_data, static_cast<int>(count), &input, static_cast<int>(count)), "no conversion");
        frame->pts = static_cast<std::int64_t>(first);
        encoder.encode(frame.get());
    }
    encoder.encode(nullptr);
}

}  // namespace

void encode_media(const std::filesystem::path& path, const EncodedMedia& media, std::span<const float> samples) {
    AVFormatContext* raw = nullptr;
    check(avformat_alloc_output_context2(&raw, nullptr, media.muxer.c_str(), path.c_str()), "no such muxer");
    const Output output(raw);
    check(avio_open(&output->pb, ("file:" + path.string()).c_str(), AVIO_FLAG_WRITE), "the file cannot be written");
    std::unique_ptr<StreamEncoder> pictures;
    std::unique_ptr<StreamEncoder> sound;
    if (media.picture != nullptr) {
        pictures = std::make_unique<StreamEncoder>(output.get(), media.picture);
        open_pictures(*pictures);
        if (media.pictures == 1) pictures->stream().disposition = AV_DISPOSITION_ATTACHED_PIC;
    }
    if (!media.encoder.empty()) {
        sound = std::make_unique<StreamEncoder>(output.get(), media.encoder);
        open_sound(*sound, media);
    }
    AVDictionary* options = nullptr;
    av_dict_set(&options, "movflags", media.muxer_flags, 0);
    const int written = avformat_write_header(output.get(), &options);
    av_dict_free(&options);
    check(written, "the muxer refuses its streams");
    if (pictures) encode_pictures(*pictures, media.pictures);
    if (sound) encode_sound(*sound, samples);
    check(av_write_trailer(output.get()), "the file cannot be finished");
}

}  // namespace tilescribe::testing
