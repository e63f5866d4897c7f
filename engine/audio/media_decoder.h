// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/audio/ffmpeg_handles.h"
#include "engine/audio/local_file_io.h"

#include <optional>
#include <string>

namespace tilescribe {

/// The decoded frames of a file's best sound stream, once from its beginning to its end. Damage is skipped and remembered.
class MediaDecoder {
public:
    /// Throws MediaError: not media, a playlist, damaged, no sound, a rate or number of channels beyond reason.
    explicit MediaDecoder(const LocalFile& file);

    [[nodiscard]] int channels() const noexcept { return codec_->ch_layout.nb_channels; }
    /// What the header says, as far as the file's size can bear it out.
    [[nodiscard]] std::optional<double> estimated_seconds() const noexcept { return estimated_seconds_; }

    /// The next frame (valid until the next call), or null at the end.
    const AVFrame* next();

    /// What was found wrong so far; the last word is said at the end.
    [[nodiscard]] const std::string& warning() const noexcept { return warning_; }

private:
    void open_container(const LocalFile& file);
    void choose_stream(const LocalFile& file);
    void open_codec(const LocalFile& file);
    void estimate_length(const LocalFile& file);
    void send_next_packet();
    void note_damage();
    void finish();

    LocalFileIo io_;
    FfmpegHandle<AVFormatContext> container_;
    FfmpegHandle<AVCodecContext> codec_;
    FfmpegHandle<AVPacket> packet_;
    FfmpegHandle<AVFrame> frame_;
    const AVCodec* decoder_ = nullptr;
    int stream_ = -1;
    std::optional<double> declared_seconds_;   // by the header: where the sound should end
    std::optional<double> estimated_seconds_;  // for progress
    double seconds_ = 0;                       // decoded so far
    int read_errors_ = 0;                      // since the last packet
    int damaged_places_ = 0;
    double first_damage_seconds_ = 0;
    bool cut_off_ = false;  // in the container's own judgement
    std::string warning_;
};

}  // namespace tilescribe
