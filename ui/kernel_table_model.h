// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/kernel_row.h"

#include <QAbstractTableModel>

#include <vector>

namespace tilescribe {

/// The per-kernel table. Rows are updated in place by their id, so a sorted, scrolled or selected table stays where it is.
class KernelTableModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column {
        NameColumn,
        DeviceColumn,
        CallsColumn,
        MeanColumn,
        P50Column,
        P95Column,
        P99Column,
        GflopsColumn,
        ShareColumn,
        ColumnCount
    };
    enum Role { SortRole = Qt::UserRole + 1, ShareRole, RelativeShareRole, OnNpuRole, SimulatedRole, TabularRole };

    explicit KernelTableModel(QObject* parent = nullptr);
    void setRows(const std::vector<KernelRow>& rows);
    [[nodiscard]] const std::vector<KernelRow>& rows() const { return rows_; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void updateLargestShare();

    std::vector<KernelRow> rows_;
    double largestShare_ = 0;
};

}  // namespace tilescribe
