// SPDX-License-Identifier: GPL-3.0-or-later
// The Live view, its overlay, and the recordings that were cut off.
#include "app/desktop/desktop.h"
#include "app/desktop/engine_words.h"
#include "ui/live_panel.h"
#include "ui/live_view.h"
#include "ui/notice_area.h"
#include "ui/recovery_banner.h"
#include "ui/settings_page.h"
#include "ui/transcript_model.h"

#include <utility>

namespace tilescribe {

void Desktop::wireLive() {
    LiveView* live = window_.live();
    connect(live, &LiveView::recordRequested, this, &Desktop::record);
    connect(live, &LiveView::stopRequested, &recording_, &RecordingController::stop);
    connect(live, &LiveView::pauseRequested, &recording_, &RecordingController::pause);
    connect(live, &LiveView::resumeRequested, &recording_, &RecordingController::resume);
    connect(live, &LiveView::overlayToggled, this, &Desktop::showOverlay);
    connect(live, &LiveView::deviceChosen, this, [this](const QString& id) {
        recording_.chooseDevice(id);
        SettingsValues values = values_;
        values.microphone = id;
        applySettings(values);
    });
    connect(live, &LiveView::languageChosen, this, [this](const QString& id) {
        SettingsValues values = values_;
        values.language = id;
        applySettings(values);
    });
    connect(live, &LiveView::modelChosen, this, [this](const QString& id) {
        SettingsValues values = values_;
        values.model = id;
        applySettings(values);
    });

    connect(&recording_, &RecordingController::stateChanged, this, &Desktop::showLiveState);
    connect(&recording_, &RecordingController::levelsChanged, live, &LiveView::setLevels);
    connect(&recording_, &RecordingController::windowChanged, live, &LiveView::setWindow);
    connect(&recording_, &RecordingController::started, live->captions(), &TranscriptModel::clear);
    connect(&recording_, &RecordingController::captionChanged, live->captions(), &TranscriptModel::upsert);
    connect(&recording_, &RecordingController::captionRemoved, live->captions(), &TranscriptModel::remove);
    connect(&recording_, &RecordingController::captionChanged, this, [this] {
        if (overlay_.isVisible()) overlay_.setLines(window_.live()->captions()->lines());
    });
    connect(&recording_, &RecordingController::captured, this, &Desktop::showCapture);
    connect(&recording_, &RecordingController::failed, this, [this](const QString& sentence) {
        window_.live()->notices()->post({.id = QStringLiteral("failed"), .level = Notice::Level::error, .text = sentence});
    });
    for (const auto changed : {&RecordingController::started, &RecordingController::ended})
        connect(&recording_, changed, &library_, &LibraryController::refresh);
    connect(&recording_, &RecordingController::saved, &library_, &LibraryController::refresh);
    connect(&overlay_, &CaptionOverlay::closed, live, [live] { live->setOverlayShown(false); });

    RecoveryBanner* banner = window_.recovery();
    connect(&recovery_, &RecoveryController::found, banner, &RecoveryBanner::setItems);
    connect(banner, &RecoveryBanner::recoverRequested, &recovery_, &RecoveryController::recover);
    connect(banner, &RecoveryBanner::laterRequested, &recovery_, &RecoveryController::later);
    connect(&recovery_, &RecoveryController::progress, this, [this](qint64, double fraction) {
        notice(QStringLiteral("recovery"), Notice::Level::info,
               tr("Completing the text of the recording: %1 %").arg(static_cast<int>(fraction * 100)));
    });
    connect(&recovery_, &RecoveryController::recovered, this, [this] {
        notice(QStringLiteral("recovery"), Notice::Level::info, tr("The recording is complete; it is in the library."));
        library_.refresh();
    });
    connect(&recovery_, &RecoveryController::failed, this,
            [this](const QString& sentence) { notice(QStringLiteral("recovery"), Notice::Level::error, sentence); });
}

void Desktop::record() {
    window_.live()->notices()->clear();
    heardDevices_.clear();
    recording_.start({.device = values_.microphone,
                      .withSpeakers = values_.recordSpeakers,
                      .language = values_.language,
                      .folder = values_.storageFolder.toStdString()});
}

void Desktop::showLiveState() {
    LiveState state = recording_.state();
    if (state.phase == RecordingPhase::idle && devices_.has_begun() && devices_.devices().devices.empty()) {
        state.phase = RecordingPhase::unavailable;
        const QString problem = QString::fromStdString(devices_.problem());
        state.unavailableReason = tr("There is no microphone.");
        if (!problem.isEmpty()) state.unavailableReason += QLatin1Char(' ') + problem;
    }
    window_.live()->setState(state);
    performance_.setLive(state.firstWordS, state.lagS, state.droppedFrames);
    showTitle();
}

void Desktop::showCapture(const CaptureEvent& event, const QString& track) {
    using Kind = CaptureEvent::Kind;
    NoticeArea* area = window_.live()->notices();
    const QString device = QString::fromStdString(event.device);
    const QString reason = engineWord(event.reason);
    const QString deviceId = QStringLiteral("device%1").arg(event.track);
    const QString silentId = QStringLiteral("silent%1").arg(event.track);
    const QString diskId = QStringLiteral("disk");
    switch (event.kind) {
        case Kind::device_changed:
            area->remove(deviceId);
            if (const QString before = std::exchange(heardDevices_[event.track], device); !before.isEmpty() && before != device)
                area->post({.id = deviceId, .level = Notice::Level::info, .text = tr("Recording goes on from %1.").arg(device)});
            break;
        case Kind::device_lost:
            area->post({.id = deviceId,
                        .level = Notice::Level::warning,
                        .text = tr("%1 is gone: %2. Recording goes on from the next device.").arg(device, reason)});
            break;
        case Kind::no_device:
            area->post({.id = deviceId,
                        .level = Notice::Level::warning,
                        .text = tr("There is no device to record from. The recording goes on as soon as one is plugged in.")});
            break;
        case Kind::sound_lost:
            area->post({.id = QStringLiteral("lost"),
                        .level = Notice::Level::warning,
                        .text = tr("The machine was too slow for the device: some sound is lost. The place is marked.")});
            break;
        case Kind::silent_track:
            area->post({.id = silentId,
                        .level = Notice::Level::warning,
                        .text = tr("Nothing has been heard from %1 (%2) for a while, although the other track speaks. Is it muted?")
                                    .arg(device, track)});
            break;
        case Kind::track_heard:
            area->remove(silentId);
            break;
        case Kind::disk_full:
            area->post({.id = diskId,
                        .level = Notice::Level::error,
                        .text = tr("%1. The sound waits in memory and the text goes on. Please make room.").arg(reason),
                        .dismissable = false});
            break;
        case Kind::disk_written:
            area->remove(diskId);
            if (event.duration_s > 0)
                area->post(
                    {.id = diskId,
                     .level = Notice::Level::warning,
                     .text =
                         tr("The sound is being written again; %1 s of it could not be kept.").arg(event.duration_s, 0, 'f', 1)});
            break;
        default:
            break;
    }
}

void Desktop::showDevices() {
    const AudioDeviceList list = devices_.devices();
    const AudioDevice* first = list.find(list.default_input_id);
    const QString system =
        first != nullptr ? tr("System default (%1)").arg(QString::fromStdString(first->name)) : tr("System default");
    Choices choices{{QString(), system, {}}};
    for (const AudioDevice& device : list.devices)
        choices.push_back(
            {QString::fromStdString(device.id), QString::fromStdString(device.name), QString::fromStdString(device.host_api)});
    const bool known = list.find(values_.microphone.toStdString()) != nullptr;
    window_.live()->setDevices(choices, known ? values_.microphone : QString());
    showLiveState();
    showChoices();
}

void Desktop::showOverlay(bool shown) {
    overlay_.setLines(window_.live()->captions()->lines());
    overlay_.setVisible(shown);
    window_.live()->setOverlayShown(shown);
}

}  // namespace tilescribe
