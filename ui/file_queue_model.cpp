// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/file_queue_model.h"

#include "ui/format_text.h"

#include <QMimeData>

#include <algorithm>
#include <memory>
#include <utility>

namespace tilescribe {
namespace {

const QString rowMime = QStringLiteral("application/x-tilescribe-queue-row");

bool isFinished(QueueItem::State state) {
    return state == QueueItem::State::done || state == QueueItem::State::failed || state == QueueItem::State::cancelled;
}

QString stateName(QueueItem::State state) {
    switch (state) {
        case QueueItem::State::waiting:
            return FileQueueModel::tr("Waiting");
        case QueueItem::State::scanning:
            return FileQueueModel::tr("Reading");
        case QueueItem::State::running:
            return FileQueueModel::tr("Transcribing");
        case QueueItem::State::paused:
            return FileQueueModel::tr("Paused");
        case QueueItem::State::done:
            return FileQueueModel::tr("Done");
        case QueueItem::State::cancelled:
            return FileQueueModel::tr("Cancelled");
        case QueueItem::State::failed:
            return FileQueueModel::tr("Failed");
    }
    return {};
}

}  // namespace

FileQueueModel::FileQueueModel(QObject* parent) : QAbstractTableModel(parent) {}

void FileQueueModel::setItems(std::vector<QueueItem> items) {
    beginResetModel();
    items_ = std::move(items);
    endResetModel();
}

void FileQueueModel::upsert(const QueueItem& item) {
    const int row = rowOf(item.id);
    if (row < 0) {
        beginInsertRows({}, rowCount(), rowCount());
        items_.push_back(item);
        endInsertRows();
        return;
    }
    QueueItem& mine = items_[static_cast<std::size_t>(row)];
    if (mine == item) return;
    mine = item;
    Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

void FileQueueModel::removeItem(qint64 id) {
    const int row = rowOf(id);
    if (row < 0) return;
    beginRemoveRows({}, row, row);
    items_.erase(items_.begin() + row);
    endRemoveRows();
}

bool FileQueueModel::moveItem(qint64 id, int row) {
    const int from = rowOf(id);
    const int to = std::clamp(row, 0, std::max(0, rowCount() - 1));
    if (from < 0 || from == to) return false;
    if (!beginMoveRows({}, from, from, {}, to > from ? to + 1 : to)) return false;
    const auto begin = items_.begin();
    if (from < to) {
        std::rotate(begin + from, begin + from + 1, begin + to + 1);
    } else {
        std::rotate(begin + to, begin + from, begin + from + 1);
    }
    endMoveRows();
    Q_EMIT itemMoved(id, to);
    return true;
}

int FileQueueModel::rowOf(qint64 id) const {
    const auto found = std::ranges::find(items_, id, &QueueItem::id);
    return found == items_.end() ? -1 : static_cast<int>(found - items_.begin());
}

FileQueueModel::Overall FileQueueModel::overall() const {
    Overall sum{.total = static_cast<int>(items_.size())};
    int known = 0;
    for (const QueueItem& item : items_) {
        sum.lengthS += item.lengthS.value_or(0);
        known += item.lengthS ? 1 : 0;
    }
    // A file not opened yet is taken to be as long as the others: better than to leave it out.
    const double usual = known > 0 ? sum.lengthS / known : 0;
    double done = 0;
    double all = 0;
    double speed = 0;
    for (const QueueItem& item : items_) {
        if (isFinished(item.state)) ++sum.finished;
        const double length = item.lengthS.value_or(isFinished(item.state) ? 0 : usual);
        all += length;
        done += isFinished(item.state) ? length : length * item.progress;
        if (item.state == QueueItem::State::running) speed += item.speed.value_or(0);
    }
    if (all > 0) sum.progress = done / all;
    if (speed > 0) sum.leftS = (all - done) / speed;
    return sum;
}

FileQueueModel::Action FileQueueModel::actionOf(const QueueItem& item) {
    switch (item.state) {
        case QueueItem::State::done:
            return Action::open;
        case QueueItem::State::cancelled:
            return item.hasTranscript ? Action::open : Action::retry;
        case QueueItem::State::failed:
            return item.lengthS ? Action::retry : Action::remove;
        default:
            return Action::cancel;
    }
}

QString FileQueueModel::nameOf(Action action) {
    switch (action) {
        case Action::open:
            return tr("Open");
        case Action::cancel:
            return tr("Cancel");
        case Action::retry:
            return tr("Retry");
        case Action::remove:
            return tr("Remove");
        case Action::none:
            break;
    }
    return {};
}

int FileQueueModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(items_.size());
}

int FileQueueModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QString FileQueueModel::textOf(const QueueItem& item, int column) const {
    const bool working = item.state == QueueItem::State::running;
    switch (column) {
        case NameColumn:
            return item.name;
        case LengthColumn:
            return format::clock(item.lengthS);
        case StateColumn:
            return stateName(item.state);
        case ProgressColumn:
            return item.state == QueueItem::State::failed ? item.message : format::percent(item.progress);
        case SpeedColumn:
            return item.speed ? format::speed(item.speed) : QString();
        case LeftColumn:
            return working && item.leftS ? format::clock(*item.leftS) : QString();
        case ActionColumn:
            return nameOf(actionOf(item));
        default:
            return {};
    }
}

QVariant FileQueueModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    const QueueItem& item = items_[static_cast<std::size_t>(index.row())];
    const int column = index.column();
    const bool figures = column == LengthColumn || column == SpeedColumn || column == LeftColumn;
    switch (role) {
        case Qt::DisplayRole:
            return textOf(item, column);
        case Qt::ToolTipRole:
            return column == NameColumn ? item.path : item.message;
        case Qt::TextAlignmentRole:
            return QVariant::fromValue(figures ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
        case IdRole:
            return item.id;
        case StateRole:
            return static_cast<int>(item.state);
        case ProgressRole:
            return item.progress;
        case MessageRole:
            return item.message;
        case TabularRole:
            return figures;
        default:
            return {};
    }
}

QVariant FileQueueModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) {
        const bool right = section == LengthColumn || section == SpeedColumn || section == LeftColumn;
        return QVariant::fromValue(right ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case NameColumn:
            return tr("Recording");
        case LengthColumn:
            return tr("Length");
        case StateColumn:
            return tr("State");
        case ProgressColumn:
            return tr("Progress");
        case SpeedColumn:
            return tr("Speed");
        case LeftColumn:
            return tr("Left");
        default:
            return QString();
    }
}

Qt::ItemFlags FileQueueModel::flags(const QModelIndex& index) const {
    const Qt::ItemFlags base = QAbstractTableModel::flags(index);
    return index.isValid() ? base | Qt::ItemIsDragEnabled : base | Qt::ItemIsDropEnabled;
}

Qt::DropActions FileQueueModel::supportedDropActions() const {
    return Qt::MoveAction;
}

QStringList FileQueueModel::mimeTypes() const {
    return {rowMime};
}

QMimeData* FileQueueModel::mimeData(const QModelIndexList& indexes) const {
    if (indexes.isEmpty()) return nullptr;
    auto mime = std::make_unique<QMimeData>();
    mime->setData(rowMime, QByteArray::number(indexes.first().data(IdRole).toLongLong()));
    return mime.release();
}

bool FileQueueModel::dropMimeData(const QMimeData* mime, Qt::DropAction, int row, int, const QModelIndex& parent) {
    bool valid = false;
    const qint64 id = mime->data(rowMime).toLongLong(&valid);
    const int from = rowOf(id);
    if (!valid || from < 0) return false;
    int target = row >= 0 ? row : parent.isValid() ? parent.row() : rowCount();
    if (target > from) --target;  // the row leaves its own place first
    return moveItem(id, target);
}

}  // namespace tilescribe
