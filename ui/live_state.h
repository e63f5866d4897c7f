// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

#include <optional>
#include <vector>

namespace tilescribe {

enum class RecordingPhase { unavailable, idle, starting, recording, paused, finishing };

/// What the Live view says about the recording. What is not known yet stays empty.
struct LiveState {
    RecordingPhase phase = RecordingPhase::idle;
    double elapsedS = 0;
    std::optional<double> lagS;           ///< behind live
    std::optional<double> firstWordS;     ///< from a word's end to its caption
    std::optional<qint64> droppedFrames;  ///< overruns of the capture callback
    std::optional<double> savedAgoS;      ///< since the sound on disk was last flushed
    QString unavailableReason;            ///< with phase unavailable
};

/// Linear amplitudes, 0 to 1, since the last call.
struct TrackLevel {
    QString name;  ///< "Microphone"
    float peak = 0;
    float rms = 0;
};

/// The window now being filled (at most 30 s).
struct WindowProgress {
    double lengthS = 30;
    double filledS = 0;
    std::vector<float> peaks;  ///< 0 to 1, spread evenly over what is filled
};

}  // namespace tilescribe
