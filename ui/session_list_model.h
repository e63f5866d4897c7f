// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/session_row.h"

#include <QAbstractListModel>

#include <vector>

namespace tilescribe {

/// The library's rows, newest first as given. Renaming through setData() only asks: the title changes when the owner sends the row
/// again.
class SessionListModel final : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole + 1,
        DateRole,
        LengthRole,
        LanguageRole,
        ModelRole,
        SnippetRole,
        MatchesRole,  ///< QList<QPoint>: x = start, y = length
        HasSoundRole,
        CompleteRole
    };

    explicit SessionListModel(QObject* parent = nullptr);

    /// Replaces the rows; rows that are the same session keep their selection.
    void setRows(std::vector<SessionRow> rows);
    void upsert(const SessionRow& row);
    void removeSession(qint64 id);
    [[nodiscard]] const std::vector<SessionRow>& rows() const { return rows_; }
    [[nodiscard]] int rowOf(qint64 id) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

Q_SIGNALS:
    void renameRequested(qint64 id, const QString& title);

private:
    std::vector<SessionRow> rows_;
};

}  // namespace tilescribe
