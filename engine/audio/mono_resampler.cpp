// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/audio/mono_resampler.h"

#include "engine/audio/audio_format.h"
#include "engine/audio/ffmpeg_log.h"

extern "C" {
#include <libavutil/channel_layout.h>
#include <libavutil/opt.h>
}

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

namespace tilescribe {
namespace {

constexpr int lowest_rate = 1000;
constexpr int highest_rate = 3'072'000;
constexpr int most_channels = 64;  // swresample's own limit

/// Into [-1, 1], as the 16-bit samples of the oracle are; a NaN would spread over the whole spectrogram.
void limit(std::span<float> samples) {
    for (float& sample : samples) sample = std::isnan(sample) ? 0.0F : std::clamp(sample, -1.0F, 1.0F);
}

}  // namespace

std::string unusable_sound(int sample_rate, int channels) {
    if (sample_rate < lowest_rate || sample_rate > highest_rate)
        return "declares " + std::to_string(sample_rate) + " samples per second";
    if (channels < 1 || channels > most_channels) return "declares " + std::to_string(channels) + " channels";
    return {};
}

MonoResampler::~MonoResampler() {
    av_channel_layout_uninit(&layout_);
}

bool MonoResampler::fits(const AVFrame& frame) const noexcept {
    return swr_ && frame.format == format_ && frame.sample_rate == sample_rate_ &&
           av_channel_layout_compare(&frame.ch_layout, &layout_) == 0;
}

bool MonoResampler::convert(const AVFrame& frame, std::vector<float>& out) {
    const FfmpegLog log;
    if (!fits(frame)) {
        flush(out);
        if (!configure(frame)) return false;
    }
    return resample(const_cast<const std::uint8_t**>(frame.extended_data), frame.nb_samples, out);
}

void MonoResampler::flush(std::vector<float>& out) {
    const FfmpegLog log;
    if (swr_) static_cast<void>(resample(nullptr, 0, out));
    swr_.reset();
}

bool MonoResampler::configure(const AVFrame& frame) {
    format_ = static_cast<AVSampleFormat>(frame.format);
    sample_rate_ = frame.sample_rate;
    if (av_channel_layout_copy(&layout_, &frame.ch_layout) < 0) return false;
    const bool by_layout = layout_.nb_channels > 1 && layout_.order == AV_CHANNEL_ORDER_NATIVE && !channel_;
    for (const bool layout : {by_layout, false})
        for (const bool soxr : {true, false})
            if (start(layout, soxr)) return true;
    swr_.reset();
    return false;
}

bool MonoResampler::start(bool by_layout, bool soxr) {
    const int channels = layout_.nb_channels;
    AVChannelLayout mono{};
    av_channel_layout_default(&mono, 1);
    AVChannelLayout plain{};  // so many channels, wherever they stand
    plain.order = AV_CHANNEL_ORDER_UNSPEC;
    plain.nb_channels = channels;
    AVChannelLayout* input = by_layout ? &layout_ : channels == 1 ? &mono : &plain;

    SwrContext* swr = nullptr;
    if (swr_alloc_set_opts2(&swr, &mono, AV_SAMPLE_FMT_FLT, whisper_sample_rate, input, format_, sample_rate_, 0, nullptr) < 0)
        return false;
    swr_.reset(swr);
    av_opt_set_sample_fmt(swr, "internal_sample_fmt", AV_SAMPLE_FMT_FLTP, 0);
    av_opt_set_double(swr, "rematrix_maxval", 1.0, 0);
    if (soxr) {
        av_opt_set_int(swr, "resampler", SWR_ENGINE_SOXR, 0);
        av_opt_set_double(swr, "precision", 20, 0);
        av_opt_set_double(swr, "cutoff", 0.95, 0);
    } else {
        av_opt_set_int(swr, "filter_size", 64, 0);
        av_opt_set_double(swr, "cutoff", 0.97, 0);
    }
    if (!by_layout && channels > 1) {
        std::vector<double> weights(static_cast<std::size_t>(channels), channel_ ? 0.0 : 1.0 / channels);
        if (channel_ && *channel_ < channels) weights[*channel_] = 1.0;
        if (swr_set_matrix(swr, weights.data(), channels) < 0) return false;
    }
    return swr_init(swr) >= 0;
}

bool MonoResampler::resample(const std::uint8_t** data, int count, std::vector<float>& out) {
    const std::int64_t held = std::max<std::int64_t>(0, swr_get_delay(swr_.get(), sample_rate_));
    const std::int64_t room = av_rescale_rnd(held + count, whisper_sample_rate, sample_rate_, AV_ROUND_UP) + 256;
    const std::size_t before = out.size();
    out.resize(before + static_cast<std::size_t>(room));
    auto* target = reinterpret_cast<std::uint8_t*>(out.data() + before);
    const int written = swr_convert(swr_.get(), &target, static_cast<int>(room), data, count);
    out.resize(before + static_cast<std::size_t>(std::max(0, written)));
    limit(std::span(out).subspan(before));
    return written >= 0;
}

}  // namespace tilescribe
