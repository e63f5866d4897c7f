// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <span>
#include <string>

namespace tilescribe::testing {

struct EncodedMedia {
    std::string muxer = "flac";     ///< FFmpeg's names
    std::string encoder = "flac";   ///< empty: no sound
    const char* picture = nullptr;  ///< an encoder of pictures ("mjpeg", "png") whose stream comes first; null: none
    int pictures = 25;              ///< at 25 per second
    int sample_rate = 16000;
    int channels = 1;                   ///< in their usual places (6: 5.1)
    const char* muxer_flags = nullptr;  ///< "movflags" of MP4
};

/// Writes a media file with FFmpeg's libraries; samples in [-1, 1], channels interleaved. Throws std::runtime_error.
void encode_media(const std::filesystem::path& path, const EncodedMedia& media, std::span<const float> samples);

}  // namespace tilescribe::testing
