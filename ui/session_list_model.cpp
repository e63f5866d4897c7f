// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session_list_model.h"

#include "ui/format_text.h"

#include <QPoint>

#include <algorithm>
#include <utility>

namespace tilescribe {

SessionListModel::SessionListModel(QObject* parent) : QAbstractListModel(parent) {}

void SessionListModel::setRows(std::vector<SessionRow> rows) {
    const bool sameSessions = std::ranges::equal(rows, rows_, {}, &SessionRow::id, &SessionRow::id);
    if (sameSessions) {
        for (const SessionRow& row : rows) upsert(row);
        return;
    }
    beginResetModel();
    rows_ = std::move(rows);
    endResetModel();
}

void SessionListModel::upsert(const SessionRow& row) {
    const int at = rowOf(row.id);
    if (at >= 0) {
        SessionRow& mine = rows_[static_cast<std::size_t>(at)];
        if (mine == row) return;
        mine = row;
        Q_EMIT dataChanged(index(at), index(at));
        return;
    }
    const auto place = std::ranges::upper_bound(rows_, row.date, std::greater<>{}, &SessionRow::date);
    const int fresh = static_cast<int>(place - rows_.begin());
    beginInsertRows({}, fresh, fresh);
    rows_.insert(place, row);
    endInsertRows();
}

void SessionListModel::removeSession(qint64 id) {
    const int at = rowOf(id);
    if (at < 0) return;
    beginRemoveRows({}, at, at);
    rows_.erase(rows_.begin() + at);
    endRemoveRows();
}

int SessionListModel::rowOf(qint64 id) const {
    const auto found = std::ranges::find(rows_, id, &SessionRow::id);
    return found == rows_.end() ? -1 : static_cast<int>(found - rows_.begin());
}

int SessionListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

QVariant SessionListModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    const SessionRow& row = rows_[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
        case Qt::EditRole:
            return row.title;
        case Qt::AccessibleTextRole:
            return QStringLiteral("%1, %2, %3, %4")
                .arg(row.title, format::dateTime(row.date), format::clock(row.lengthS), row.snippet);
        case IdRole:
            return row.id;
        case DateRole:
            return row.date;
        case LengthRole:
            return row.lengthS ? QVariant(*row.lengthS) : QVariant();
        case LanguageRole:
            return row.language;
        case ModelRole:
            return row.model;
        case SnippetRole:
            return row.snippet;
        case MatchesRole: {
            QList<QPoint> marks;
            for (const auto& [start, length] : row.matches) marks.append({start, length});
            return QVariant::fromValue(marks);
        }
        case HasSoundRole:
            return row.hasSound;
        case CompleteRole:
            return row.complete;
        default:
            return {};
    }
}

bool SessionListModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (!index.isValid() || role != Qt::EditRole) return false;
    const QString title = value.toString().simplified();
    const SessionRow& row = rows_[static_cast<std::size_t>(index.row())];
    if (title.isEmpty() || title == row.title) return false;
    Q_EMIT renameRequested(row.id, title);
    return true;
}

Qt::ItemFlags SessionListModel::flags(const QModelIndex& index) const {
    const Qt::ItemFlags base = QAbstractListModel::flags(index);
    return index.isValid() ? base | Qt::ItemIsEditable | Qt::ItemNeverHasChildren : base;
}

}  // namespace tilescribe
