// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kernel_delegate.h"

#include "ui/kernel_table_model.h"
#include "ui/tabular_text.h"
#include "ui/theme.h"

#include <QPainter>

namespace tilescribe {

KernelDelegate::KernelDelegate(QObject* parent) : CellDelegate(KernelTableModel::TabularRole, parent) {}

void KernelDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    if (index.column() != KernelTableModel::ShareColumn) {
        CellDelegate::paint(painter, option, index);
        return;
    }
    painter->save();
    painter->setFont(option.font);
    paintGround(*painter, option);
    const ThemeColors& colors = themeColors();
    const QRectF inner = QRectF(option.rect).adjusted(8, 0, -8, 0);
    const double figures = 62;
    paintBar(*painter, inner.adjusted(0, 0, -figures, 0), index.data(KernelTableModel::RelativeShareRole).toDouble(),
             index.data(KernelTableModel::OnNpuRole).toBool() ? colors.accent : colors.cpu);
    painter->setPen(colors.ink);
    drawTabular(*painter, inner, Qt::AlignRight, index.data(Qt::DisplayRole).toString());
    painter->restore();
}

QSize KernelDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const QSize size = CellDelegate::sizeHint(option, index);
    return index.column() == KernelTableModel::ShareColumn ? QSize(150, size.height()) : size;
}

}  // namespace tilescribe
