// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/library_controller.h"

#include "app/desktop/on_gui.h"
#include "app/desktop/session_archive.h"
#include "app/desktop/session_rows.h"

#include <QFile>
#include <QSaveFile>

#include <filesystem>
#include <sstream>
#include <utility>

namespace tilescribe {
namespace {

/// The recording's own folder goes to the trash; a file that the user gave us is not ours to delete.
QString trashSound(const SessionSummary& session) {
    if (session.kind != SessionKind::live || session.source.empty()) return {};
    const QString folder = QString::fromStdString(session.source);
    if (!QFile::exists(folder) || QFile::moveToTrash(folder)) return {};
    return LibraryController::tr("%1 cannot be moved to the trash; it stays where it is.").arg(folder);
}

QString deleteSound(const SessionStore& store, const SessionSummary& session) {
    if (session.kind != SessionKind::live) return {};
    for (const SessionTrack& track : store.tracks(session.id)) {
        std::error_code error;
        if (!track.sound_file.empty()) std::filesystem::remove(track.sound_file, error);
        if (error) return LibraryController::tr("%1 cannot be deleted.").arg(QString::fromStdString(track.sound_file));
    }
    return {};
}

}  // namespace

LibraryController::LibraryController(SessionArchive& archive, QObject* parent) : QObject(parent), archive_(archive) {}

LibraryController::~LibraryController() {
    archive_.settle();
}

void LibraryController::run(std::function<void(SessionStore&)> job) {
    archive_.run(std::move(job));
}

void LibraryController::refresh() {
    run([this, search = search_](SessionStore& store) {
        std::vector<SessionRow> rows;
        for (const SessionSummary& session : store.list(search.toStdString())) rows.push_back(sessionRow(store, session, search));
        onThreadOf(this, [this, search, rows = std::move(rows)] {
            if (search == search_) Q_EMIT listed(rows);
        });
    });
}

void LibraryController::search(const QString& text) {
    search_ = text;
    refresh();
}

void LibraryController::open(qint64 id) {
    run([this, id](SessionStore& store) {
        const auto session = store.find(id);
        if (!session) return;
        onThreadOf(this, [this, row = sessionRow(store, *session), lines = sessionLines(store, id),
                          sounds = soundFiles(store, *session)] { Q_EMIT opened(row, lines, sounds); });
    });
}

void LibraryController::rename(qint64 id, const QString& title) {
    if (title.trimmed().isEmpty()) return;
    run([id, title](SessionStore& store) { store.rename(id, title.trimmed().toStdString()); });
    refresh();
}

void LibraryController::remove(qint64 id, DeleteScope scope) {
    run([this, id, scope](SessionStore& store) {
        const auto session = store.find(id);
        if (!session) return;
        const QString problem = scope == DeleteScope::everything ? trashSound(*session) : deleteSound(store, *session);
        if (!problem.isEmpty()) {
            onThreadOf(this, [this, problem] { Q_EMIT failed(problem); });
        } else if (scope == DeleteScope::everything) {
            store.remove(id);
        } else {
            store.forget_sound(id);
        }
    });
    refresh();
}

void LibraryController::exportTo(qint64 id, TranscriptFormat format, const QString& path) {
    run([this, id, format, path](SessionStore& store) {
        const auto session = store.find(id);
        if (!session) return;
        std::ostringstream text;
        write_transcript(text, sessionTranscript(store, *session), format,
                         {.title = session->title, .model = session->model, .duration_s = session->duration_s});
        const QByteArray bytes = QByteArray::fromStdString(text.str());
        QSaveFile file(path);
        const bool good = file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit();
        onThreadOf(this, [this, good, path, reason = file.errorString()] {
            if (good)
                Q_EMIT exported(path);
            else
                Q_EMIT failed(tr("%1 cannot be written: %2").arg(path, reason));
        });
    });
}

}  // namespace tilescribe
