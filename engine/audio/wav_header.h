// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/audio/audio_format.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace tilescribe {

/// The header of our recordings: 16-bit mono PCM at whisper_sample_rate, always this long, so that it can be written again in place
/// while the file grows. Up to 4 GiB it is plain WAV with a JUNK chunk, whose room turns into the ds64 chunk of RF64 beyond
/// (EBU Tech 3306).
///
///     0 "RIFF" size "WAVE" | 12 "JUNK" 28 bytes | 48 "fmt " 16 bytes | 72 "data" size | 80 samples
inline constexpr std::size_t recording_header_bytes = 80;
inline constexpr std::int64_t recording_sample_bytes = 2;
/// The largest RIFF size that fits in 32 bits (0xFFFFFFFF itself means "see ds64").
inline constexpr std::int64_t largest_riff_bytes = 0xFFFFFFFE;

using RecordingHeader = std::array<std::uint8_t, recording_header_bytes>;

/// Turns into RF64 when the RIFF size exceeds `riff_limit` (tests use a small one).
RecordingHeader make_recording_header(std::int64_t data_bytes, std::int64_t riff_limit = largest_riff_bytes);

/// Whether these bytes are a header of ours, whatever its sizes say.
bool is_recording_header(std::span<const std::uint8_t> bytes);

/// The data size that a header of ours claims.
std::int64_t claimed_data_bytes(const RecordingHeader& header);

}  // namespace tilescribe
