// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>

namespace tilescribe {

/// Samples per second.
using SampleRate = int;
/// Counts samples (mono) or frames (all channels at one instant) from the beginning of a recording.
using FrameIndex = std::int64_t;

/// What Whisper hears: 16 kHz, mono, f32 in [-1, 1].
inline constexpr SampleRate whisper_sample_rate = 16000;

}  // namespace tilescribe
