// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kernel_table.h"

#include "ui/kernel_delegate.h"
#include "ui/kernel_table_model.h"
#include "ui/new_child.h"
#include "ui/table_header.h"

#include <QSortFilterProxyModel>

#include <algorithm>

namespace tilescribe {
namespace {

constexpr int least_share = 98;  // a figure and a short bar

}  // namespace

KernelTable::KernelTable(KernelTableModel* kernels, QWidget* parent)
    : QTableView(parent), sorted_(newChild<QSortFilterProxyModel>(this)), headings_(newChild<TableHeader>(this)) {
    setHorizontalHeader(headings_);
    headings_->setSectionsClickable(true);
    sorted_->setSourceModel(kernels);
    sorted_->setSortRole(KernelTableModel::SortRole);
    setModel(sorted_);
    setItemDelegate(newChild<KernelDelegate>(this));
    setAccessibleName(tr("Kernels"));
    setShowGrid(false);
    setSortingEnabled(true);
    sortByColumn(-1, Qt::DescendingOrder);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setTabKeyNavigation(false);
    setWordWrap(false);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 13);
    connect(sorted_, &QAbstractItemModel::rowsInserted, this, &KernelTable::fitHeight);
    connect(sorted_, &QAbstractItemModel::rowsRemoved, this, &KernelTable::fitHeight);
    connect(sorted_, &QAbstractItemModel::modelReset, this, &KernelTable::fitHeight);
    connect(sorted_, &QAbstractItemModel::dataChanged, this, &KernelTable::fitColumns);
    fitHeight();
}

void KernelTable::focusInEvent(QFocusEvent* event) {
    QTableView::focusInEvent(event);
    // The chosen row shows where the focus is.
    if (!currentIndex().isValid() && model()->rowCount() > 0) setCurrentIndex(model()->index(0, 0));
}

void KernelTable::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    fitHeight();
}

void KernelTable::fitColumns() {
    const auto needed = [this](int column) { return std::max(headings_->neededWidth(column), sizeHintForColumn(column)); };
    int rest = viewport()->width();
    for (int column = KernelTableModel::DeviceColumn; column < KernelTableModel::ShareColumn; ++column) {
        headings_->resizeSection(column, needed(column));
        rest -= needed(column);
    }
    // Where the names would be cut, the percentiles that say least stay away.
    const int names = needed(KernelTableModel::NameColumn);
    for (const int column : {KernelTableModel::P50Column, KernelTableModel::P95Column}) {
        const bool tight = rest - least_share < names;
        if (tight) rest += needed(column);
        if (isColumnHidden(column) != tight) setColumnHidden(column, tight);
    }
    const int share = std::clamp(std::min(rest - names, rest * 45 / 100), least_share, 420);
    headings_->resizeSection(KernelTableModel::ShareColumn, share);
    headings_->resizeSection(KernelTableModel::NameColumn, std::max(110, rest - share));
}

void KernelTable::fitHeight() {
    fitColumns();
    const int rows = verticalHeader()->defaultSectionSize() * sorted_->rowCount();
    const int scrollBar = headings_->length() > viewport()->width() ? 15 : 0;
    setFixedHeight(rows + headings_->sizeHint().height() + 2 * frameWidth() + 2 + scrollBar);
}

}  // namespace tilescribe
