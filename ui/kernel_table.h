// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QTableView>

class QSortFilterProxyModel;

namespace tilescribe {

class KernelTableModel;
class TableHeader;

/// The per-kernel table, as tall as its rows; sorted by a click on a heading.
class KernelTable final : public QTableView {
    Q_OBJECT
public:
    explicit KernelTable(KernelTableModel* kernels, QWidget* parent = nullptr);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;

private:
    void fitColumns();
    void fitHeight();

    QSortFilterProxyModel* sorted_;
    TableHeader* headings_;
};

}  // namespace tilescribe
