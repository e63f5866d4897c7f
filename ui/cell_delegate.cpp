// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cell_delegate.h"

#include "ui/tabular_text.h"
#include "ui/theme.h"

#include <QPainter>
#include <QWidget>

#include <algorithm>
#include <cmath>

namespace tilescribe {

CellDelegate::CellDelegate(int tabularRole, QObject* parent) : QStyledItemDelegate(parent), tabularRole_(tabularRole) {}

void CellDelegate::paintGround(QPainter& painter, const QStyleOptionViewItem& option, bool firstColumn) {
    const ThemeColors& colors = themeColors();
    if (option.state.testFlag(QStyle::State_Selected)) {
        painter.fillRect(option.rect, colors.track);
        const bool focus = option.widget != nullptr && option.widget->hasFocus();
        if (focus && firstColumn) painter.fillRect(option.rect.left(), option.rect.top(), 3, option.rect.height(), colors.accent);
    }
    painter.fillRect(QRectF(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), colors.line);
}

void CellDelegate::paintText(QPainter& painter, const QRectF& rect, Qt::Alignment alignment, const QString& text, bool tabular) {
    if (tabular) {
        drawTabular(painter, rect, alignment, text);
        return;
    }
    const QString shown = painter.fontMetrics().elidedText(text, Qt::ElideMiddle, static_cast<int>(rect.width()));
    painter.drawText(rect, static_cast<int>(alignment | Qt::AlignVCenter | Qt::TextSingleLine), shown);
}

void CellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    painter->save();
    paintGround(*painter, option, index.column() == 0);
    painter->setFont(option.font);
    const QVariant ink = index.data(Qt::ForegroundRole);
    painter->setPen(ink.canConvert<QColor>() ? ink.value<QColor>() : themeColors().ink);
    const auto alignment = Qt::Alignment(index.data(Qt::TextAlignmentRole).toInt());
    paintText(*painter, QRectF(option.rect).adjusted(8, 0, -8, 0), alignment, index.data(Qt::DisplayRole).toString(),
              index.data(tabularRole_).toBool());
    painter->restore();
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const QFontMetricsF metrics(option.font);
    const double text = tabularWidth(metrics, index.data(Qt::DisplayRole).toString());
    return {static_cast<int>(std::ceil(text)) + 17, static_cast<int>(metrics.height()) + 13};
}

void paintBar(QPainter& painter, const QRectF& rect, double fraction, const QColor& color) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const QRectF bar(rect.left(), rect.center().y() - 3.5, rect.width(), 7);
    painter.setBrush(themeColors().line);
    painter.drawRoundedRect(bar, 3.5, 3.5);
    const double part = std::clamp(fraction, 0.0, 1.0);
    if (part > 0) {
        painter.setBrush(color);
        painter.drawRoundedRect(QRectF(bar.left(), bar.top(), std::max(4.0, bar.width() * part), 7), 3.5, 3.5);
    }
    painter.restore();
}

}  // namespace tilescribe
