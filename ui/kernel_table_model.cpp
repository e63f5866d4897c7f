// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kernel_table_model.h"

#include "ui/format_text.h"

#include <algorithm>

namespace tilescribe {
namespace {

QVariant sortable(std::optional<double> value) {
    return value.value_or(-1.0);
}

QString textOf(const KernelRow& row, int column) {
    switch (column) {
        case KernelTableModel::NameColumn:
            return row.name;
        case KernelTableModel::DeviceColumn:
            return row.simulated ? KernelTableModel::tr("%1, simulated").arg(row.device) : row.device;
        case KernelTableModel::CallsColumn:
            return format::count(row.calls);
        case KernelTableModel::MeanColumn:
            return format::milliseconds(row.meanMs);
        case KernelTableModel::P50Column:
            return format::millisecondsLike(row.meanMs, row.p50Ms);
        case KernelTableModel::P95Column:
            return format::millisecondsLike(row.meanMs, row.p95Ms);
        case KernelTableModel::P99Column:
            return format::millisecondsLike(row.meanMs, row.p99Ms);
        case KernelTableModel::GflopsColumn:
            return format::number(row.gflops);
        case KernelTableModel::ShareColumn:
            return format::share(row.share);
        default:
            return {};
    }
}

QVariant sortValue(const KernelRow& row, int column) {
    switch (column) {
        case KernelTableModel::NameColumn:
            return row.name;
        case KernelTableModel::DeviceColumn:
            return row.device;
        case KernelTableModel::CallsColumn:
            return row.calls;
        case KernelTableModel::MeanColumn:
            return sortable(row.meanMs);
        case KernelTableModel::P50Column:
            return sortable(row.p50Ms);
        case KernelTableModel::P95Column:
            return sortable(row.p95Ms);
        case KernelTableModel::P99Column:
            return sortable(row.p99Ms);
        case KernelTableModel::GflopsColumn:
            return sortable(row.gflops);
        default:
            return row.share;
    }
}

Qt::Alignment alignmentOf(int column) {
    const bool left = column <= KernelTableModel::DeviceColumn || column == KernelTableModel::ShareColumn;
    return (left ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter;
}

}  // namespace

KernelTableModel::KernelTableModel(QObject* parent) : QAbstractTableModel(parent) {}

void KernelTableModel::setRows(const std::vector<KernelRow>& rows) {
    for (int row = rowCount() - 1; row >= 0; --row) {
        if (std::ranges::find(rows, rows_[static_cast<std::size_t>(row)].id, &KernelRow::id) != rows.end()) continue;
        beginRemoveRows({}, row, row);
        rows_.erase(rows_.begin() + row);
        endRemoveRows();
    }
    for (const KernelRow& fresh : rows) {
        const auto mine = std::ranges::find(rows_, fresh.id, &KernelRow::id);
        if (mine == rows_.end()) {
            beginInsertRows({}, rowCount(), rowCount());
            rows_.push_back(fresh);
            endInsertRows();
        } else {
            *mine = fresh;
        }
    }
    updateLargestShare();
    if (!rows_.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

void KernelTableModel::updateLargestShare() {
    largestShare_ = rows_.empty() ? 0 : std::ranges::max_element(rows_, {}, &KernelRow::share)->share;
}

int KernelTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int KernelTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant KernelTableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    const KernelRow& row = rows_[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
            return textOf(row, index.column());
        case Qt::TextAlignmentRole:
            return QVariant::fromValue(alignmentOf(index.column()));
        case Qt::ToolTipRole:
            return row.simulated ? tr("Times of the emulated array: simulated, not measured on an NPU") : QVariant();
        case SortRole:
            return sortValue(row, index.column());
        case ShareRole:
            return row.share;
        case RelativeShareRole:
            return largestShare_ > 0 ? row.share / largestShare_ : 0.0;
        case OnNpuRole:
            return row.onNpu;
        case SimulatedRole:
            return row.simulated;
        case TabularRole:
            return index.column() >= CallsColumn;
        default:
            return {};
    }
}

QVariant KernelTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) return QVariant::fromValue(alignmentOf(section));
    if (role == Qt::ToolTipRole && section == GflopsColumn)
        return tr("Billions of floating-point operations per second, from the mean");
    if (role == Qt::ToolTipRole && section == ShareColumn) return tr("Share of the windows' whole time");
    if (role == Qt::ToolTipRole && section >= P50Column && section <= P99Column)
        return tr("So many of a hundred calls took no longer; in the unit of the mean");
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case NameColumn:
            return tr("Kernel");
        case DeviceColumn:
            return tr("Runs on");
        case CallsColumn:
            return tr("Calls");
        case MeanColumn:
            return tr("Mean");
        case P50Column:
            return tr("p50");
        case P95Column:
            return tr("p95");
        case P99Column:
            return tr("p99");
        case GflopsColumn:
            return tr("GFLOP/s");
        case ShareColumn:
            return tr("Share");
        default:
            return {};
    }
}

}  // namespace tilescribe
