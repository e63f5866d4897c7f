// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/audio/pcm_reader.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>

namespace tilescribe {

/// A sound file that cannot be read; what() is a sentence for the user that names the file and says what to do.
class MediaError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

struct MediaFileOptions {
    std::optional<int> channel;  ///< take this channel (from 0) instead of mixing all down
};

/// Any audio or video that FFmpeg's libraries read, as 16 kHz mono f32 in constant memory. Only the named local file is opened:
/// neither a name nor a playlist inside it reaches the network or another file. Input that cannot be sought (a pipe) is spooled
/// to a temporary file first. Sound damaged in the middle or cut off at its end is read as far as it goes (see warning()).
class MediaFileSource final : public PcmReader {
public:
    /// Opens and probes. Throws MediaError: missing, a folder, not media, no sound inside, no such channel.
    explicit MediaFileSource(const std::filesystem::path& path, MediaFileOptions options = {});
    ~MediaFileSource() override;
    MediaFileSource(const MediaFileSource&) = delete;
    MediaFileSource& operator=(const MediaFileSource&) = delete;

    std::size_t read(std::span<float> block) override;
    void rewind() override;
    [[nodiscard]] std::optional<std::int64_t> estimated_samples() const override;

    /// What was found wrong while reading ("the file ends early; read up to 12.3 s"), empty if nothing was.
    [[nodiscard]] const std::string& warning() const noexcept;

private:
    struct Stream;
    std::unique_ptr<Stream> stream_;
};

}  // namespace tilescribe
