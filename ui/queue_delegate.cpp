// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/queue_delegate.h"

#include "ui/file_queue_model.h"
#include "ui/tabular_text.h"
#include "ui/theme.h"

#include <QPainter>
#include <QTableView>

#include <cmath>

namespace tilescribe {
namespace {

using State = QueueItem::State;

State stateOf(const QModelIndex& index) {
    return static_cast<State>(index.data(FileQueueModel::StateRole).toInt());
}

QColor inkOf(State state) {
    const ThemeColors& colors = themeColors();
    switch (state) {
        case State::done:
            return colors.ok;
        case State::failed:
            return colors.error;
        case State::running:
            return colors.ink;
        default:
            return colors.soft;
    }
}

void paintProgress(QPainter& painter, const QRectF& rect, const QModelIndex& index, State state) {
    const double progress = index.data(FileQueueModel::ProgressRole).toDouble();
    const double figures = 46;
    paintBar(painter, rect.adjusted(0, 0, -figures, 0), progress,
             state == State::running || state == State::done ? themeColors().accent : themeColors().soft);
    painter.setPen(state == State::waiting ? themeColors().soft : themeColors().ink);
    if (state != State::waiting) drawTabular(painter, rect, Qt::AlignRight, index.data(Qt::DisplayRole).toString());
}

/// What went wrong may run on over the two columns that have nothing to say then: each paints its part of the same text.
void paintMessage(QPainter& painter, const QStyleOptionViewItem& option, const QString& text) {
    QRectF room(option.rect);
    if (const auto* table = qobject_cast<const QTableView*>(option.widget)) {
        room.setLeft(table->columnViewportPosition(FileQueueModel::ProgressColumn));
        room.setRight(table->columnViewportPosition(FileQueueModel::ActionColumn));
    }
    room.adjust(8, 0, -8, 0);
    painter.setPen(themeColors().soft);
    painter.setClipRect(option.rect);
    painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(text, Qt::ElideRight, static_cast<int>(room.width())));
}

void paintAction(QPainter& painter, const QStyleOptionViewItem& option, const QString& text) {
    const ThemeColors& colors = themeColors();
    QFont font = option.font;
    font.setPointSizeF(font.pointSizeF() * 0.9);
    painter.setFont(font);
    const QFontMetricsF metrics(font);
    const double width = metrics.horizontalAdvance(text) + 18;
    QRectF box(0, 0, width, metrics.height() + 6);
    box.moveCenter(QRectF(option.rect).center());
    box.moveRight(option.rect.right() - 8.5);
    box.moveTop(std::floor(box.top()) + 0.5);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool hot = option.state.testFlag(QStyle::State_MouseOver);
    painter.setPen(QPen(hot ? colors.soft : colors.line, 1));
    painter.setBrush(hot ? colors.track : colors.panel);
    painter.drawRoundedRect(box, 5, 5);
    painter.setPen(colors.ink);
    painter.drawText(box, Qt::AlignCenter, text);
}

}  // namespace

QueueDelegate::QueueDelegate(QObject* parent) : CellDelegate(FileQueueModel::TabularRole, parent) {}

void QueueDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const State state = stateOf(index);
    const QRectF inner = QRectF(option.rect).adjusted(8, 0, -8, 0);
    const QString text = index.data(Qt::DisplayRole).toString();
    const bool message =
        state == State::failed && (index.column() == FileQueueModel::SpeedColumn || index.column() == FileQueueModel::LeftColumn);
    if (!message && index.column() != FileQueueModel::StateColumn && index.column() != FileQueueModel::ProgressColumn &&
        index.column() != FileQueueModel::ActionColumn) {
        CellDelegate::paint(painter, option, index);
        return;
    }
    painter->save();
    painter->setFont(option.font);
    paintGround(*painter, option);
    if (index.column() == FileQueueModel::StateColumn) {
        painter->setPen(inkOf(state));
        paintText(*painter, inner, Qt::AlignLeft, text, false);
    } else if (index.column() == FileQueueModel::ActionColumn) {
        paintAction(*painter, option, text);
    } else if (state == State::failed) {
        paintMessage(*painter, option, index.data(FileQueueModel::MessageRole).toString());
    } else {
        paintProgress(*painter, inner, index, state);
    }
    painter->restore();
}

}  // namespace tilescribe
