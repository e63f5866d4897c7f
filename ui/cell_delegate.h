// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QStyledItemDelegate>

namespace tilescribe {

/// A table cell: a hairline below, the selected row tinted (with an accent edge while the table has the focus), figures in tabular
/// digits where the model's `tabularRole` says so.
class CellDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    explicit CellDelegate(int tabularRole, QObject* parent = nullptr);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

protected:
    static void paintGround(QPainter& painter, const QStyleOptionViewItem& option, bool firstColumn = false);
    static void paintText(QPainter& painter, const QRectF& rect, Qt::Alignment alignment, const QString& text, bool tabular);

private:
    int tabularRole_;
};

/// A bar from 0 to 1 in the room of a table cell.
void paintBar(QPainter& painter, const QRectF& rect, double fraction, const QColor& color);

}  // namespace tilescribe
