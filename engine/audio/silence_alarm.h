// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/audio/audio_format.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tilescribe {

/// Notices a track on which there is nothing at all while the other one speaks: a muted microphone, system sound that is not
/// captured. Values only: feed it each track's state now and then.
class SilenceAlarm {
public:
    struct Track {
        FrameIndex length = 0;
        FrameIndex last_sound = 0;        ///< where the track was last louder than nothing
        std::int64_t speech_samples = 0;  ///< heard on it so far
    };
    enum class Change { none, silent, heard };

    explicit SilenceAlarm(std::size_t tracks, double silence_s = 10, double speech_s = 3)
        : silence_(static_cast<FrameIndex>(silence_s * whisper_sample_rate)),
          speech_(static_cast<std::int64_t>(speech_s * whisper_sample_rate)),
          silent_(tracks) {}

    /// What changed for track `index`: silent when it has had no sound for 10 s during which another spoke for 3 s.
    Change update(std::size_t index, std::span<const Track> tracks) {
        State& state = silent_[index];
        const Track& track = tracks[index];
        std::int64_t speech = 0;
        for (std::size_t other = 0; other < tracks.size(); ++other) speech += other != index ? tracks[other].speech_samples : 0;
        if (track.last_sound != state.last_sound) {
            state.last_sound = track.last_sound;
            state.speech_then = speech;
            if (!state.alarmed) return Change::none;
            state.alarmed = false;
            return Change::heard;
        }
        if (state.alarmed || track.length - track.last_sound < silence_ || speech - state.speech_then < speech_)
            return Change::none;
        state.alarmed = true;
        return Change::silent;
    }

private:
    struct State {
        FrameIndex last_sound = 0;
        std::int64_t speech_then = 0;  ///< of the others, when this track was last heard
        bool alarmed = false;
    };
    FrameIndex silence_;
    std::int64_t speech_;
    std::vector<State> silent_;
};

}  // namespace tilescribe
