// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "app/store/session_store.h"
#include "engine/transcript/transcript_writer.h"
#include "ui/caption_line.h"
#include "ui/library_view.h"
#include "ui/session_row.h"

#include <QObject>

#include <filesystem>
#include <functional>
#include <vector>

namespace tilescribe {

class SessionArchive;

/// Past sessions: list, search, open, rename, delete, export. Everything is read and written on the archive's thread.
class LibraryController final : public QObject {
    Q_OBJECT
public:
    explicit LibraryController(SessionArchive& archive, QObject* parent = nullptr);
    ~LibraryController() override;

    /// The list again, with the search in force.
    void refresh();
    void search(const QString& text);
    void open(qint64 id);
    void rename(qint64 id, const QString& title);
    void remove(qint64 id, DeleteScope scope);
    void exportTo(qint64 id, TranscriptFormat format, const QString& path);

Q_SIGNALS:
    void listed(const std::vector<tilescribe::SessionRow>& rows);
    /// With the files that its sound lies in.
    void opened(const tilescribe::SessionRow& row, const std::vector<tilescribe::CaptionLine>& lines,
                const std::vector<std::filesystem::path>& sounds);
    void failed(const QString& sentence);
    void exported(const QString& path);

private:
    void run(std::function<void(SessionStore&)> job);

    SessionArchive& archive_;
    QString search_;
};

}  // namespace tilescribe
