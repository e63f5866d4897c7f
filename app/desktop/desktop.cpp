// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/desktop.h"

#include "app/desktop/on_gui.h"
#include "ui/file_queue_model.h"
#include "ui/files_view.h"
#include "ui/library_view.h"
#include "ui/live_view.h"
#include "ui/notice_area.h"
#include "ui/performance_view.h"
#include "ui/settings_page.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QTime>
#include <QTimer>

namespace tilescribe {
namespace {

constexpr auto windowKey = "window/layout";
constexpr auto overlayKey = "window/overlay";
constexpr std::chrono::seconds logout_patience{8};

}  // namespace

Desktop::Desktop(const std::filesystem::path& dataFolder, QObject* parent)
    : QObject(parent),
      devices_(CaptureDevices::Start::later),
      store_(QString::fromStdString((dataFolder / "recordings").string())),
      values_(store_.values()),
      archive_(dataFolder),
      recording_(devices_, archive_, models_),
      recovery_(archive_, models_),
      queue_(archive_, models_),
      library_(archive_),
      performance_(models_),
      background_(std::make_unique<Background>()) {
    applyAppearance(values_.appearance);
    wireLive();
    wireFiles();
    wireLibrary();
    wirePerformance();
    wireModels();
    wireSettings();
    connect(&archive_, &SessionArchive::failed, this,
            [this](const QString& sentence) { notice(QStringLiteral("archive"), Notice::Level::error, sentence); });
    connect(&archive_, &SessionArchive::caughtUp, this, [this] { window_.notices()->remove(QStringLiteral("archive")); });
    window_.restoreLayout(store_.bytes(QLatin1String(windowKey)));
    overlay_.restoreState(store_.bytes(QLatin1String(overlayKey)));
    window_.setCloseGuard([this] {
        requestQuit();
        return !recording_.isBusy();
    });
    devicesToken_ = devices_.on_change([this] { onThreadOf(this, [this] { showDevices(); }); });
}

Desktop::~Desktop() {
    devicesToken_.reset();
    background_.reset();
    overlay_.close();
}

void Desktop::start() {
    showDevices();
    showChoices();
    window_.show();
    background_->run([this] { devices_.begin(); });
    modelsPage_.setMirror(store_.mirror());
    modelsPage_.refresh();
    loadModel();
    recovery_.look();
    queue_.restore();
    library_.refresh();
    if (window_.view() == View::settings) showStorage();
}

void Desktop::openFiles(const QStringList& files) {
    window_.showNormal();
    window_.raise();
    window_.activateWindow();
    if (files.isEmpty()) return;
    std::vector<std::filesystem::path> paths;
    for (const QString& file : files) paths.emplace_back(file.toStdString());
    window_.showView(View::files);
    queue_.add(std::move(paths));
}

void Desktop::notice(const QString& id, Notice::Level level, const QString& text) {
    window_.notices()->post({.id = id, .level = level, .text = text});
}

void Desktop::requestQuit() {
    Q_EMIT ending();
    if (quitting_ || !recording_.isBusy()) {
        quitNow();
        return;
    }
    quitting_ = true;
    recording_.stop();
    window_.showView(View::live);
    window_.notices()->post(
        {.id = QStringLiteral("quit"),
         .level = Notice::Level::info,
         .text = tr("The sound is saved. The last words are still being recognised; the window closes by itself."),
         .dismissable = false});
    connect(&recording_, &RecordingController::ended, this, &Desktop::quitNow);
}

void Desktop::saveForLogout() {
    if (!recording_.isBusy()) return;
    QEventLoop wait;
    connect(&recording_, &RecordingController::ended, &wait, &QEventLoop::quit);
    QTimer::singleShot(logout_patience, &wait, &QEventLoop::quit);
    recording_.stop();
    wait.exec(QEventLoop::ExcludeUserInputEvents);
    archive_.settle();  // what has ended may still be on its way to the disk
}

void Desktop::quitNow() {
    store_.save(QLatin1String(windowKey), window_.saveLayout());
    store_.save(QLatin1String(overlayKey), overlay_.saveState());
    Q_EMIT finished();
}

void Desktop::showTitle() {
    const LiveState& live = recording_.state();
    QString title;
    if (live.phase == RecordingPhase::recording || live.phase == RecordingPhase::paused)
        title = QStringLiteral("● ") + QTime(0, 0).addSecs(static_cast<int>(live.elapsedS)).toString(QStringLiteral("HH:mm:ss"));
    else if (queue_.isWorking())
        title = tr("%1 %").arg(static_cast<int>(window_.files()->queue()->overall().progress * 100));
    if (title == title_) return;
    title_ = title;
    window_.setTitleStatus(title);
}

}  // namespace tilescribe
