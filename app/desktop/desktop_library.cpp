// SPDX-License-Identifier: GPL-3.0-or-later
// The Library and the transcript page.
#include "app/desktop/desktop.h"
#include "ui/library_view.h"
#include "ui/session_list_model.h"
#include "ui/transcript_model.h"
#include "ui/transcript_page.h"

#include <QDir>
#include <QFileDialog>
#include <QStandardPaths>

namespace tilescribe {

void Desktop::wireLibrary() {
    LibraryView* view = window_.library();
    connect(view, &LibraryView::searchChanged, &library_, &LibraryController::search);
    connect(view, &LibraryView::openRequested, &library_, &LibraryController::open);
    connect(view, &LibraryView::renameRequested, &library_, &LibraryController::rename);
    connect(view, &LibraryView::deleteRequested, &library_, &LibraryController::remove);
    connect(view, &LibraryView::exportRequested, this, &Desktop::exportSession);
    connect(window_.transcript(), &TranscriptPage::exportRequested, this, &Desktop::exportSession);

    connect(&library_, &LibraryController::listed, view->sessions(), &SessionListModel::setRows);
    connect(&library_, &LibraryController::listed, this, [this] {
        if (window_.view() == View::settings) showStorage();
    });
    connect(&library_, &LibraryController::opened, this,
            [this](const SessionRow& row, const std::vector<CaptionLine>& lines, const std::vector<std::filesystem::path>& sounds) {
                player_.stop();
                sounds_ = sounds;
                window_.transcript()->setSession(row);
                window_.transcript()->model()->setLines(lines);
                window_.showTranscript();
            });
    TranscriptPage* page = window_.transcript();
    connect(page, &TranscriptPage::playRequested, &player_,
            [this](double start, double end) { player_.play(sounds_, start, end); });
    connect(page, &TranscriptPage::stopPlayingRequested, &player_, &SoundPlayer::stop);
    connect(page, &TranscriptPage::backRequested, &player_, &SoundPlayer::stop);
    connect(&player_, &SoundPlayer::positionChanged, page, [page](double seconds) { page->setPlayPosition(seconds, true); });
    connect(&player_, &SoundPlayer::stopped, page, [page](double seconds) { page->setPlayPosition(seconds, false); });
    connect(&player_, &SoundPlayer::failed, this,
            [this](const QString& sentence) { notice(QStringLiteral("player"), Notice::Level::error, sentence); });
    connect(&library_, &LibraryController::failed, this,
            [this](const QString& sentence) { notice(QStringLiteral("library"), Notice::Level::error, sentence); });
    connect(&library_, &LibraryController::exported, this, [this](const QString& path) {
        notice(QStringLiteral("library"), Notice::Level::info, tr("The transcript is in %1.").arg(path));
    });
}

void Desktop::exportSession(qint64 id, TranscriptFormat format) {
    const int row = window_.library()->sessions()->rowOf(id);
    QString name = row >= 0 ? window_.library()->sessions()->rows().at(static_cast<std::size_t>(row)).title : tr("Transcript");
    name.replace(QLatin1Char('/'), QLatin1Char('-'));
    const std::string_view ending = name_of(format);
    const QString suffix = QLatin1Char('.') + QString::fromUtf8(ending.data(), static_cast<qsizetype>(ending.size()));
    const QDir folder(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    const QString path = QFileDialog::getSaveFileName(&window_, tr("Export the transcript"), folder.filePath(name + suffix),
                                                      QLatin1Char('*') + suffix);
    if (!path.isEmpty()) library_.exportTo(id, format, path);
}

}  // namespace tilescribe
