// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/audio/media_file_source.h"

#include "engine/audio/audio_format.h"
#include "engine/audio/local_file.h"
#include "engine/audio/media_decoder.h"
#include "engine/audio/mono_resampler.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace tilescribe {

struct MediaFileSource::Stream {
    Stream(LocalFile opened, std::optional<int> chosen_channel) : file(std::move(opened)), channel(chosen_channel) { open(); }

    void open();
    /// The next frame's samples into `ready`; sets at_end.
    void decode();

    LocalFile file;
    std::optional<int> channel;
    std::unique_ptr<MediaDecoder> decoder;
    std::unique_ptr<MonoResampler> resampler;
    std::vector<float> ready;  // converted, of which `given` are given out
    std::size_t given = 0;
    bool untouched = true;
    bool at_end = false;
    std::string warning;
};

void MediaFileSource::Stream::open() {
    decoder.reset();
    decoder = std::make_unique<MediaDecoder>(file);
    if (channel && (*channel < 0 || *channel >= decoder->channels()))
        throw MediaError(file.shown_name() + " has no channel " + std::to_string(*channel) + ": it has " +
                         std::to_string(decoder->channels()) + ", counted from 0");
    resampler = std::make_unique<MonoResampler>(channel);
    ready.clear();
    given = 0;
    untouched = true;
    at_end = false;
}

void MediaFileSource::Stream::decode() {
    ready.clear();
    given = 0;
    const AVFrame* frame = decoder->next();
    if (frame == nullptr) {
        resampler->flush(ready);
        at_end = true;
    } else if (!resampler->convert(*frame, ready)) {
        warning = "some of the sound is in a form that cannot be converted and is left out";
    }
    if (!decoder->warning().empty()) warning = decoder->warning();
}

MediaFileSource::MediaFileSource(const std::filesystem::path& path, const MediaFileOptions& options)
    : stream_(std::make_unique<Stream>(LocalFile::open(path, options.keep_waiting), options.channel)) {}

MediaFileSource::MediaFileSource(int descriptor, const std::string& name, const MediaFileOptions& options)
    : stream_(std::make_unique<Stream>(LocalFile::duplicate(descriptor, name, options.keep_waiting), options.channel)) {}

MediaFileSource::~MediaFileSource() = default;

std::size_t MediaFileSource::read(std::span<float> block) {
    Stream& stream = *stream_;
    stream.untouched = false;
    std::size_t written = 0;
    while (written < block.size()) {
        if (stream.given == stream.ready.size()) {
            if (stream.at_end) break;
            stream.decode();
            continue;
        }
        const std::size_t count = std::min(block.size() - written, stream.ready.size() - stream.given);
        std::copy_n(stream.ready.begin() + stream.given, count, block.begin() + written);
        stream.given += count;
        written += count;
    }
    return written;
}

void MediaFileSource::rewind() {
    // Opened afresh and not sought: decoders, filters and FFmpeg's guesses start from the same state, so the same bits come.
    if (!stream_->untouched) stream_->open();
}

std::optional<std::int64_t> MediaFileSource::estimated_samples() const {
    const std::optional<double> seconds = stream_->decoder->estimated_seconds();
    constexpr double longest = 1e9;  // 31 years: beyond it, a header lies
    if (!seconds || *seconds > longest) return std::nullopt;
    return std::llround(*seconds * whisper_sample_rate);
}

const std::string& MediaFileSource::warning() const noexcept {
    return stream_->warning;
}

}  // namespace tilescribe
