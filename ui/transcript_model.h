// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/caption_line.h"

#include <QAbstractListModel>
#include <QHash>

#include <vector>

namespace tilescribe {

/// The rows of one transcript, in the order of their beginnings. A partial caption keeps its id, so it updates its row in place.
class TranscriptModel final : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole + 1,
        KindRole,
        StartRole,
        EndRole,
        ConfirmedRole,
        ProvisionalRole,
        TrackRole,
        SpeakerRole,
        WordsRole  ///< std::vector<CaptionWord>
    };

    explicit TranscriptModel(QObject* parent = nullptr);

    /// Replaces everything.
    void setLines(std::vector<CaptionLine> lines);
    /// Updates the row with this id, or inserts the line where its beginning belongs.
    void upsert(const CaptionLine& line);
    /// Takes a row away, such as a partial caption that came to nothing. Unknown ids are ignored.
    void remove(qint64 id);
    void clear();
    /// Gives every row of a track another speaker's name.
    void renameSpeaker(int track, const QString& name);

    [[nodiscard]] const std::vector<CaptionLine>& lines() const { return lines_; }
    /// The row of an id, or -1.
    [[nodiscard]] int rowOf(qint64 id) const;
    /// The row spoken at this second, or -1 between rows.
    [[nodiscard]] int rowAt(double seconds) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

private:
    void renumberFrom(int row);

    std::vector<CaptionLine> lines_;
    QHash<qint64, int> rows_;  ///< id -> row
};

}  // namespace tilescribe
