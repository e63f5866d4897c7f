// SPDX-License-Identifier: GPL-3.0-or-later
// The Files view and what is dropped.
#include "app/desktop/desktop.h"
#include "ui/file_queue_model.h"
#include "ui/files_view.h"
#include "ui/sidebar.h"

#include <QFileDialog>
#include <QUrl>

namespace tilescribe {
namespace {

constexpr double long_job_s = 30;

}  // namespace

void Desktop::wireFiles() {
    FilesView* files = window_.files();
    connect(&window_, &MainWindow::filesDropped, this, [this](const QList<QUrl>& urls) {
        std::vector<std::filesystem::path> paths;
        for (const QUrl& url : urls)
            if (url.isLocalFile()) paths.emplace_back(url.toLocalFile().toStdString());
        queue_.add(std::move(paths));
    });
    connect(files, &FilesView::addRequested, this, [this] {
        std::vector<std::filesystem::path> paths;
        for (const QString& file : QFileDialog::getOpenFileNames(&window_, tr("Recordings to transcribe")))
            paths.emplace_back(file.toStdString());
        queue_.add(std::move(paths));
    });
    connect(files, &FilesView::pauseAllRequested, &queue_, &FileQueueController::pauseAll);
    connect(files, &FilesView::resumeAllRequested, &queue_, &FileQueueController::resumeAll);
    connect(files, &FilesView::clearFinishedRequested, &queue_, &FileQueueController::clearFinished);
    connect(files, &FilesView::cancelRequested, &queue_, &FileQueueController::cancel);
    connect(files, &FilesView::retryRequested, &queue_, &FileQueueController::retry);
    connect(files, &FilesView::removeRequested, &queue_, &FileQueueController::remove);
    connect(files, &FilesView::itemMoved, &queue_, &FileQueueController::move);
    connect(files, &FilesView::openRequested, this, [this](qint64 id) {
        if (const SessionId session = queue_.sessionOf(id); session != 0) library_.open(session);
    });

    connect(&queue_, &FileQueueController::itemChanged, this, [this](const QueueItem& item) {
        FileQueueModel* model = window_.files()->queue();
        model->upsert(item);
        const auto overall = model->overall();
        window_.sidebar()->setCount(View::files, overall.total - overall.finished);
        performance_.setRealtimeFactor(queue_.speed());
        showTitle();
    });
    connect(&queue_, &FileQueueController::itemRemoved, files->queue(), &FileQueueModel::removeItem);
    connect(&queue_, &FileQueueController::pausedChanged, files, &FilesView::setPaused);
    connect(&queue_, &FileQueueController::sessionChanged, &library_, &LibraryController::refresh);
    connect(&queue_, &FileQueueController::sessionChanged, this, &Desktop::showTitle);
    connect(&queue_, &FileQueueController::fileEnded, this, [this](const QString& name, double seconds, bool good) {
        if (seconds < long_job_s || window_.isActiveWindow()) return;
        notifications_.show(good ? tr("Transcript ready") : tr("Not transcribed"), name);
    });
}

}  // namespace tilescribe
