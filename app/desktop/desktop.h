// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "app/desktop/background.h"
#include "app/desktop/file_queue_controller.h"
#include "app/desktop/library_controller.h"
#include "app/desktop/model_host.h"
#include "app/desktop/models_controller.h"
#include "app/desktop/notifications.h"
#include "app/desktop/performance_controller.h"
#include "app/desktop/recording_controller.h"
#include "app/desktop/recovery_controller.h"
#include "app/desktop/session_archive.h"
#include "app/desktop/settings_store.h"
#include "app/desktop/sound_player.h"
#include "engine/audio/capture_devices.h"
#include "ui/caption_overlay.h"
#include "ui/main_window.h"
#include "ui/notice.h"

#include <QObject>
#include <QStringList>

#include <filesystem>
#include <map>
#include <memory>
#include <vector>

namespace tilescribe {

/// The whole program behind main(): the window, the controllers, and which signal goes where. Each part of the wiring has its own
/// file (desktop_live.cpp and so on).
class Desktop final : public QObject {
    Q_OBJECT
public:
    /// `dataFolder` holds the sessions and, unless the user chose another place, the recordings.
    explicit Desktop(const std::filesystem::path& dataFolder, QObject* parent = nullptr);
    ~Desktop() override;

    /// Shows the window and begins: loads the model, offers recovery, goes on with the queue.
    void start();
    /// As the Record button; where there is no device yet, the recording is silent until there is one.
    void record();
    /// Files and folders of the command line or of another start; brings the window to the front.
    void openFiles(const QStringList& files);
    /// Saves and ends: a recording is stopped and its text completed first. Asked again it does not wait for the text.
    void requestQuit();
    /// The desktop's session ends: as requestQuit(), but returns when everything is saved, or after a while.
    void saveForLogout();

    [[nodiscard]] MainWindow& window() { return window_; }
    [[nodiscard]] RecordingController& recording() { return recording_; }
    [[nodiscard]] FileQueueController& queue() { return queue_; }
    [[nodiscard]] SessionArchive& archive() { return archive_; }
    [[nodiscard]] ModelHost& models() { return models_; }
    [[nodiscard]] PerformanceController& performance() { return performance_; }

Q_SIGNALS:
    /// Quitting has begun: nothing new is taken up.
    void ending();
    /// Everything is saved.
    void finished();

private:
    void wireLive();
    void wireFiles();
    void wireLibrary();
    void wirePerformance();
    void wireModels();
    void wireSettings();

    void showLiveState();
    void showCapture(const CaptureEvent& event, const QString& track);
    void showDevices();
    void showChoices();
    void showBackend();
    void showTitle();
    void showOverlay(bool shown);
    void applySettings(const SettingsValues& values);
    void loadModel();
    void exportSession(qint64 id, TranscriptFormat format);
    void notice(const QString& id, Notice::Level level, const QString& text);
    void showStorage();
    [[nodiscard]] QString noNpuSentence() const;
    void quitNow();

    CaptureDevices devices_;  // first: it sets environment variables, before there are threads
    SettingsStore store_;
    SettingsValues values_;
    Choices modelChoices_;
    Choices languageChoices_;
    SessionArchive archive_;
    ModelHost models_;
    RecordingController recording_;
    RecoveryController recovery_;
    FileQueueController queue_;
    LibraryController library_;
    ModelsController modelsPage_;
    PerformanceController performance_;
    Notifications notifications_;
    SoundPlayer player_;
    std::vector<std::filesystem::path> sounds_;  ///< of the transcript on screen
    std::map<int, QString> heardDevices_;        ///< by track: the device heard last in this recording
    MainWindow window_;
    CaptionOverlay overlay_;
    QString modelProblem_;
    QString title_;
    bool quitting_ = false;
    CaptureSystem::Token devicesToken_;
    std::unique_ptr<Background> background_;  ///< last: its jobs end before what they use
};

}  // namespace tilescribe
