// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "app/desktop/recording_request.h"
#include "engine/audio/capture_session.h"

#include <QString>

#include <filesystem>
#include <string>
#include <vector>

namespace tilescribe {

/// The microphone's track, and the speakers' where the user wants it and the system offers a monitor.
[[nodiscard]] std::vector<CaptureTrackRequest> tracksFor(const RecordingRequest& request, const AudioDeviceList& devices,
                                                         const std::filesystem::path& folder);
/// What the user chose as microphone; a monitor is fine only where the user, or the system's default, says so.
[[nodiscard]] DeviceChoice microphoneChoice(const QString& id, const AudioDeviceList& devices);

/// Whose voice a track is: "You", "Others".
[[nodiscard]] QString trackName(int track, std::size_t count);
/// What stands beside its meter.
[[nodiscard]] QString meterName(int track, std::size_t count);
/// The event as a line between captions; empty where it does not belong into the timeline.
[[nodiscard]] QString timelineText(const CaptureEvent& event);
/// The request as JSON, for the store.
[[nodiscard]] std::string settingsOf(const RecordingRequest& request);

}  // namespace tilescribe
