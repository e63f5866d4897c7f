// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/audio/media_error.h"
#include "engine/audio/pcm_reader.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace tilescribe {

struct MediaFileOptions {
    std::optional<int> channel = std::nullopt;  ///< take this channel (from 0) instead of mixing all down
    /// Asked about ten times a second while a pipe is being spooled; false gives up with a MediaError. Empty: never gives up.
    std::function<bool()> keep_waiting = nullptr;
};

/// Any audio or video that FFmpeg's libraries read, as 16 kHz mono f32 in constant memory. Only the named local file is opened:
/// neither a name nor a playlist inside it reaches the network or another file. Input that cannot be sought (a pipe) is spooled
/// to a temporary file first. Sound damaged in the middle or cut off at its end is read as far as it goes (see warning()).
///
/// Channels are mixed by FFmpeg's down-mix where the file says where they stand, otherwise all alike, and never louder than full
/// scale. 16 kHz mono passes unchanged (a 16-bit sample k becomes k / 32768 exactly); other rates are resampled by soxr (20 bits,
/// pass band 0.95), or by swresample's own engine (64 taps) where it is built without soxr. Samples are limited to [-1, 1] and NaN
/// becomes 0. Sound follows sound: gaps between the container's time stamps, or before the first, are not filled.
class MediaFileSource final : public PcmReader {
public:
    /// Opens and probes. Throws MediaError: missing, a folder, not media, no sound inside, no such channel.
    explicit MediaFileSource(const std::filesystem::path& path, const MediaFileOptions& options = {});
    /// The same for what is open already, as standard input (0). `descriptor` stays the caller's, is only duplicated and may
    /// be closed afterwards; a regular file is read from its first byte. `name` stands for it in sentences.
    MediaFileSource(int descriptor, const std::string& name, const MediaFileOptions& options = {});
    ~MediaFileSource() override;
    MediaFileSource(const MediaFileSource&) = delete;
    MediaFileSource& operator=(const MediaFileSource&) = delete;

    [[nodiscard]] std::size_t read(std::span<float> block) override;
    void rewind() override;
    [[nodiscard]] std::optional<std::int64_t> estimated_samples() const override;

    /// What was found wrong while reading ("the file ends early; read up to 12.3 s of 60.0 s"), empty if nothing was.
    [[nodiscard]] const std::string& warning() const noexcept;

private:
    struct Stream;
    std::unique_ptr<Stream> stream_;
};

}  // namespace tilescribe
