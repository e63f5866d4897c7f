// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/audio/media_decoder.h"

#include "engine/audio/ffmpeg_log.h"
#include "engine/audio/media_error.h"
#include "engine/audio/mono_resampler.h"
#include "engine/audio/wav_data_size.h"

extern "C" {
#include <libavutil/dict.h>
}

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <filesystem>
#include <new>
#include <string_view>

namespace tilescribe {
namespace {

/// Formats that are lists of other files or addresses, or that run scripts. LocalFileIo's container may open nothing else anyway;
/// refused by name, they get a sentence that helps.
constexpr std::array<std::string_view, 16> referring_formats = {
    "concat",    "hls",         "dash",   "imf",    "webm_dash_manifest", "sdp",         "rtsp", "rtp", "sap",
    "alias_pix", "brender_pix", "vobsub", "image2", "avisynth",           "vapoursynth", "lavfi"};

constexpr int most_read_errors = 16;  // in a row, before the rest is given up

/// Every file that a demuxer wants besides its own.
int refuse_to_open(AVFormatContext* /*container*/, AVIOContext** /*io*/, const char* /*url*/, int /*flags*/,
                   AVDictionary** /*options*/) noexcept {
    return AVERROR(EACCES);
}

template <typename T>
FfmpegHandle<T> owned(T* object) {
    if (object == nullptr) throw std::bad_alloc();
    return FfmpegHandle<T>(object);
}

/// FFmpeg sees no more of the name than its extension, which tells formats without a signature; "img%03d.png" would be a pattern to
/// it.
std::string neutral_url(const std::string& name) {
    std::string extension = std::filesystem::path(name).extension().string();
    const auto plain = [](unsigned char c) { return c == '.' || (c < 128 && std::isalnum(c) != 0); };
    if (!std::all_of(extension.begin(), extension.end(), plain)) extension.clear();
    return "file:sound" + extension;
}

std::string seconds_text(double seconds) {
    std::array<char, 32> text{};
    static_cast<void>(std::snprintf(text.data(), text.size(), "%.1f s", seconds));
    return text.data();
}

[[noreturn]] void refuse_unknown(const LocalFile& file) {
    throw MediaError("Tilescribe reads audio and video; " + file.shown_name() + " holds no sound it knows");
}

[[noreturn]] void refuse_damaged(const LocalFile& file, const FfmpegLog& log, int code) {
    const std::string detail = log.last_error().empty() ? ffmpeg_error_text(code) : log.last_error();
    throw MediaError(file.shown_name() + " is damaged or incomplete and cannot be read (" + detail + ")");
}

bool shows_video(const AVFormatContext& container) {
    return std::any_of(container.streams, container.streams + container.nb_streams, [](const AVStream* stream) {
        return stream->codecpar->codec_type == AVMEDIA_TYPE_VIDEO && stream->codecpar->codec_id != AV_CODEC_ID_ANSI;
    });
}

std::optional<double> in_seconds(std::int64_t duration, AVRational time_base) {
    if (duration == AV_NOPTS_VALUE || duration <= 0) return std::nullopt;
    return static_cast<double>(duration) * av_q2d(time_base);
}

}  // namespace

MediaDecoder::MediaDecoder(const LocalFile& file) : io_(file), packet_(owned(av_packet_alloc())), frame_(owned(av_frame_alloc())) {
    open_container(file);
    choose_stream(file);
    open_codec(file);
    estimate_length(file);
}

void MediaDecoder::open_container(const LocalFile& file) {
    const FfmpegLog log;
    const std::string url = neutral_url(file.name());
    const AVInputFormat* format = nullptr;
    if (av_probe_input_buffer2(io_.context(), &format, url.c_str(), nullptr, 0, 0) < 0 || format == nullptr) refuse_unknown(file);
    if (std::find(referring_formats.begin(), referring_formats.end(), format->name) != referring_formats.end())
        throw MediaError(file.shown_name() + " is a playlist, not sound: name the files that it lists");

    AVFormatContext* container = avformat_alloc_context();
    if (container == nullptr) throw std::bad_alloc();
    container->pb = io_.context();
    container->flags |= AVFMT_FLAG_CUSTOM_IO;
    container->io_open = &refuse_to_open;
    AVDictionary* options = nullptr;
    av_dict_set(&options, "protocol_whitelist", "file", 0);
    const int opened = avformat_open_input(&container, url.c_str(), format, &options);  // frees the container if it fails
    av_dict_free(&options);
    if (opened < 0) refuse_damaged(file, log, opened);
    container_.reset(container);
}

void MediaDecoder::choose_stream(const LocalFile& file) {
    const FfmpegLog log;
    // The durations that the header itself declares; FFmpeg fills in guesses next.
    std::array<std::int64_t, 64> declared{};
    declared.fill(AV_NOPTS_VALUE);
    for (unsigned i = 0; i < std::min<unsigned>(container_->nb_streams, declared.size()); ++i)
        declared[i] = container_->streams[i]->duration;
    const int found = avformat_find_stream_info(container_.get(), nullptr);
    stream_ = av_find_best_stream(container_.get(), AVMEDIA_TYPE_AUDIO, -1, -1, &decoder_, 0);
    if (stream_ == AVERROR_DECODER_NOT_FOUND)
        throw MediaError(file.shown_name() + " holds sound in a coding that this FFmpeg does not know: convert it to WAV or FLAC");
    if (stream_ < 0 && found < 0) refuse_damaged(file, log, found);
    if (stream_ < 0 && shows_video(*container_)) throw MediaError(file.shown_name() + " holds pictures but no sound");
    if (stream_ < 0) refuse_unknown(file);
    for (unsigned i = 0; i < container_->nb_streams; ++i)
        if (static_cast<int>(i) != stream_) container_->streams[i]->discard = AVDISCARD_ALL;
    if (static_cast<std::size_t>(stream_) < declared.size())
        declared_seconds_ = in_seconds(declared[stream_], container_->streams[stream_]->time_base);
}

void MediaDecoder::open_codec(const LocalFile& file) {
    const FfmpegLog log;
    const AVStream& stream = *container_->streams[stream_];
    if (const std::string reason = unusable_sound(stream.codecpar->sample_rate, stream.codecpar->ch_layout.nb_channels);
        !reason.empty())
        throw MediaError(file.shown_name() + " " + reason + ": it is damaged, or not sound");
    codec_ = owned(avcodec_alloc_context3(decoder_));
    int result = avcodec_parameters_to_context(codec_.get(), stream.codecpar);
    codec_->pkt_timebase = stream.time_base;
    codec_->thread_count = 1;
    codec_->max_samples = std::int64_t{1} << 24;  // in one frame
    if (result >= 0) result = avcodec_open2(codec_.get(), decoder_, nullptr);
    if (result < 0) refuse_damaged(file, log, result);
}

void MediaDecoder::estimate_length(const LocalFile& file) {
    const AVStream& stream = *container_->streams[stream_];
    const bool alone = std::all_of(container_->streams, container_->streams + container_->nb_streams, [&](const AVStream* other) {
        return other == &stream || (other->disposition & AV_DISPOSITION_ATTACHED_PIC) != 0;
    });
    if (!declared_seconds_ && alone && container_->duration_estimation_method == AVFMT_DURATION_FROM_STREAM)
        declared_seconds_ = in_seconds(container_->duration, av_get_time_base_q());
    estimated_seconds_ = in_seconds(stream.duration, stream.time_base);
    if (!estimated_seconds_) estimated_seconds_ = in_seconds(container_->duration, av_get_time_base_q());

    const AVCodecParameters& sound = *stream.codecpar;
    if (const std::optional<std::int64_t> size = declared_wav_data_size(file); size && sound.bit_rate > 0)
        declared_seconds_ = static_cast<double>(*size) * 8 / static_cast<double>(sound.bit_rate);
    const double bytes_per_second =
        av_get_exact_bits_per_sample(sound.codec_id) / 8.0 * sound.ch_layout.nb_channels * sound.sample_rate;
    if (bytes_per_second <= 0) return;
    const double most = static_cast<double>(file.size()) / bytes_per_second;
    estimated_seconds_ = std::min(estimated_seconds_.value_or(most), most);
}

const AVFrame* MediaDecoder::next() {
    const FfmpegLog log;
    for (;;) {
        av_frame_unref(frame_.get());
        const int received = avcodec_receive_frame(codec_.get(), frame_.get());
        if (received == AVERROR_EOF) {
            if (log.last_error().find("prematurely") != std::string::npos) cut_off_ = true;  // Matroska's word for it
            finish();
            return nullptr;
        }
        if (received == AVERROR(EAGAIN)) {
            send_next_packet();
        } else if (received < 0 || !unusable_sound(frame_->sample_rate, frame_->ch_layout.nb_channels).empty()) {
            note_damage();
        } else if (frame_->nb_samples > 0) {
            seconds_ += static_cast<double>(frame_->nb_samples) / frame_->sample_rate;
            return frame_.get();
        }
    }
}

void MediaDecoder::send_next_packet() {
    av_packet_unref(packet_.get());
    const int result = av_read_frame(container_.get(), packet_.get());
    if (result == AVERROR_EOF || (result < 0 && ++read_errors_ > most_read_errors)) {
        if (result != AVERROR_EOF) note_damage();
        avcodec_send_packet(codec_.get(), nullptr);  // what the decoder still holds comes out now
        return;
    }
    if (result < 0 || packet_->stream_index != stream_) return;
    read_errors_ = 0;
    if (avcodec_send_packet(codec_.get(), packet_.get()) < 0) note_damage();
}

void MediaDecoder::note_damage() {
    if (damaged_places_++ == 0) first_damage_seconds_ = seconds_;
    warning_ = "the file is damaged at " + seconds_text(first_damage_seconds_);
    if (damaged_places_ > 1) warning_ += " and in " + std::to_string(damaged_places_ - 1) + " more places";
    warning_ += "; what could not be decoded is left out";
}

void MediaDecoder::finish() {
    // A codec's own padding, and rounding in headers, may shorten an honest file a little.
    const double slack = std::max(0.25, declared_seconds_.value_or(0) * 0.002);
    const bool short_of_header = declared_seconds_ && seconds_ + slack < *declared_seconds_;
    if (!short_of_header && !cut_off_) return;
    const bool only_the_end = damaged_places_ == 1 && first_damage_seconds_ == seconds_;  // the cut goes through a frame
    if (only_the_end) warning_.clear();
    std::string early = "the file ends early; read up to " + seconds_text(seconds_);
    if (short_of_header) early += " of " + seconds_text(*declared_seconds_);
    if (warning_.find(early) == std::string::npos) warning_ += (warning_.empty() ? "" : "; ") + early;
}

}  // namespace tilescribe
