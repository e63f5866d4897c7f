// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/table_header.h"

#include "ui/theme.h"

#include <QAbstractItemModel>
#include <QFontMetrics>
#include <QPainter>
#include <QPainterPath>

namespace tilescribe {
namespace {

constexpr int padding = 8;

}  // namespace

TableHeader::TableHeader(QWidget* parent) : QHeaderView(Qt::Horizontal, parent) {
    setHighlightSections(false);
    setMinimumSectionSize(40);
}

QFont TableHeader::headingFont() const {
    QFont heading = font();
    heading.setWeight(QFont::Medium);
    return heading;
}

int TableHeader::neededWidth(int section) const {
    const QString text = model()->headerData(section, Qt::Horizontal).toString();
    return QFontMetrics(headingFont()).horizontalAdvance(text) + 2 * padding + 1;
}

QSize TableHeader::sizeHint() const {
    return {QHeaderView::sizeHint().width(), QFontMetrics(headingFont()).height() + 15};
}

void TableHeader::paintSection(QPainter* painter, const QRect& rect, int section) const {
    const ThemeColors& colors = themeColors();
    painter->save();
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), colors.line);
    const bool sorted = isSortIndicatorShown() && sortIndicatorSection() == section;
    painter->setFont(headingFont());
    painter->setPen(sorted ? colors.ink : colors.soft);
    const auto alignment = Qt::Alignment(model()->headerData(section, Qt::Horizontal, Qt::TextAlignmentRole).toInt());
    const QRect room = rect.adjusted(padding, 0, -padding, 0);
    painter->drawText(room, static_cast<int>(alignment | Qt::AlignVCenter | Qt::TextSingleLine),
                      model()->headerData(section, Qt::Horizontal).toString());
    if (sorted) {
        painter->setRenderHint(QPainter::Antialiasing);
        const bool up = sortIndicatorOrder() == Qt::AscendingOrder;
        const double x = alignment.testFlag(Qt::AlignRight) ? room.right() - 4 : room.left() + 4;
        QPainterPath arrow(QPointF(x - 3.5, up ? 6 : 3));
        arrow.lineTo(x + 3.5, up ? 6 : 3);
        arrow.lineTo(x, up ? 2 : 7);
        painter->fillPath(arrow, colors.soft);
    }
    painter->restore();
}

}  // namespace tilescribe
