// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/recording_tracks.h"

#include "app/desktop/engine_words.h"
#include "ui/format_text.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

namespace tilescribe {
DeviceChoice microphoneChoice(const QString& id, const AudioDeviceList& devices) {
    DeviceChoice choice{.role = TrackRole::microphone, .device_id = id.toStdString()};
    const AudioDevice* device = devices.find(id.isEmpty() ? devices.default_input_id : choice.device_id);
    choice.monitor_is_fine = device != nullptr && device->is_monitor;
    return choice;
}

std::vector<CaptureTrackRequest> tracksFor(const RecordingRequest& request, const AudioDeviceList& devices,
                                           const std::filesystem::path& folder) {
    std::vector<CaptureTrackRequest> tracks;
    // Built in place: g++ 12 takes a moved-from temporary of the aggregate for uninitialised.
    CaptureTrackRequest& microphone = tracks.emplace_back();
    microphone.device = microphoneChoice(request.device, devices);
    microphone.file = folder / "microphone.wav";
    if (request.withSpeakers && !devices.default_monitor_id.empty()) {
        CaptureTrackRequest& speakers = tracks.emplace_back();
        speakers.device.role = TrackRole::monitor;
        speakers.file = folder / "speakers.wav";
    }
    return tracks;
}

QString trackName(int track, std::size_t count) {
    if (count < 2) return {};
    return track == 0 ? QCoreApplication::translate("tilescribe::RecordingTracks", "You")
                      : QCoreApplication::translate("tilescribe::RecordingTracks", "Others");
}

QString meterName(int track, std::size_t) {
    return track == 0 ? QCoreApplication::translate("tilescribe::RecordingTracks", "Microphone")
                      : QCoreApplication::translate("tilescribe::RecordingTracks", "Speakers");
}

QString timelineText(const CaptureEvent& event) {
    const QString length = format::seconds(event.duration_s);
    switch (event.kind) {
        case CaptureEvent::Kind::gap:
            return QCoreApplication::translate("tilescribe::RecordingTracks", "%1 without sound: %2")
                .arg(length, engineWord(event.reason));
        case CaptureEvent::Kind::sound_lost:
            return QCoreApplication::translate("tilescribe::RecordingTracks", "%1 of sound lost: the machine was too slow")
                .arg(length);
        case CaptureEvent::Kind::resumed:
            return QCoreApplication::translate("tilescribe::RecordingTracks", "Pause of %1").arg(length);
        default:
            return {};
    }
}

std::string settingsOf(const RecordingRequest& request) {
    const QJsonObject settings{{QStringLiteral("device"), request.device},
                               {QStringLiteral("speakers"), request.withSpeakers},
                               {QStringLiteral("language"), request.language}};
    return QJsonDocument(settings).toJson(QJsonDocument::Compact).toStdString();
}

}  // namespace tilescribe
