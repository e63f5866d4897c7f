// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transcript_model.h"

#include "ui/format_text.h"

#include <algorithm>
#include <utility>

namespace tilescribe {

TranscriptModel::TranscriptModel(QObject* parent) : QAbstractListModel(parent) {}

void TranscriptModel::setLines(std::vector<CaptionLine> lines) {
    beginResetModel();
    lines_ = std::move(lines);
    std::ranges::stable_sort(lines_, {}, &CaptionLine::start);
    rows_.clear();
    renumberFrom(0);
    endResetModel();
}

void TranscriptModel::upsert(const CaptionLine& line) {
    const int row = rowOf(line.id);
    if (row >= 0) {
        CaptionLine& mine = lines_[static_cast<std::size_t>(row)];
        if (mine == line) return;
        mine = line;
        Q_EMIT dataChanged(index(row), index(row));
        return;
    }
    const auto place = std::ranges::upper_bound(lines_, line.start, {}, &CaptionLine::start);
    const int fresh = static_cast<int>(place - lines_.begin());
    beginInsertRows({}, fresh, fresh);
    lines_.insert(place, line);
    renumberFrom(fresh);
    endInsertRows();
}

void TranscriptModel::remove(qint64 id) {
    const int row = rowOf(id);
    if (row < 0) return;
    beginRemoveRows({}, row, row);
    lines_.erase(lines_.begin() + row);
    rows_.remove(id);
    renumberFrom(row);
    endRemoveRows();
}

void TranscriptModel::clear() {
    setLines({});
}

void TranscriptModel::renameSpeaker(int track, const QString& name) {
    for (int row = 0; row < rowCount(); ++row) {
        CaptionLine& line = lines_[static_cast<std::size_t>(row)];
        if (line.track != track || line.speaker == name || line.kind == CaptionLine::Kind::gap) continue;
        line.speaker = name;
        Q_EMIT dataChanged(index(row), index(row), {SpeakerRole});
    }
}

int TranscriptModel::rowOf(qint64 id) const {
    return rows_.value(id, -1);
}

int TranscriptModel::rowAt(double seconds) const {
    const auto after = std::ranges::upper_bound(lines_, seconds, {}, &CaptionLine::start);
    // Two tracks overlap: the latest row that still lasts is the one to show.
    for (auto line = after; line != lines_.begin() && after - line < 8;) {
        --line;
        if (line->kind == CaptionLine::Kind::speech && seconds < line->end) return static_cast<int>(line - lines_.begin());
    }
    return -1;
}

int TranscriptModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(lines_.size());
}

QVariant TranscriptModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    const CaptionLine& line = lines_[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
            return line.text();
        case Qt::AccessibleTextRole:
            return QStringLiteral("%1 %2: %3").arg(format::clock(line.start), line.speaker, line.text());
        case IdRole:
            return line.id;
        case KindRole:
            return static_cast<int>(line.kind);
        case StartRole:
            return line.start;
        case EndRole:
            return line.end;
        case ConfirmedRole:
            return line.confirmed;
        case ProvisionalRole:
            return line.provisional;
        case TrackRole:
            return line.track;
        case SpeakerRole:
            return line.speaker;
        case WordsRole:
            return QVariant::fromValue(line.words);
        default:
            return {};
    }
}

QHash<int, QByteArray> TranscriptModel::roleNames() const {
    auto names = QAbstractListModel::roleNames();
    names.insert({{IdRole, "id"},
                  {KindRole, "kind"},
                  {StartRole, "start"},
                  {EndRole, "end"},
                  {ConfirmedRole, "confirmed"},
                  {ProvisionalRole, "provisional"},
                  {TrackRole, "track"},
                  {SpeakerRole, "speaker"},
                  {WordsRole, "words"}});
    return names;
}

void TranscriptModel::renumberFrom(int row) {
    for (int i = row; i < rowCount(); ++i) rows_.insert(lines_[static_cast<std::size_t>(i)].id, i);
}

}  // namespace tilescribe
