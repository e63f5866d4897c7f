// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session_delegate.h"

#include "ui/format_text.h"
#include "ui/session_list_model.h"
#include "ui/tabular_text.h"
#include "ui/theme.h"

#include <QApplication>
#include <QDateTime>
#include <QLineEdit>
#include <QPainter>
#include <QPoint>
#include <QTextLayout>

#include <algorithm>
#include <memory>

namespace tilescribe {
namespace {

constexpr int side = 14;

QFont scaled(double factor, QFont::Weight weight = QFont::Normal) {
    QFont font = QApplication::font();
    font.setPointSizeF(font.pointSizeF() * factor);
    font.setWeight(weight);
    return font;
}

QString factsOf(const QModelIndex& index) {
    QStringList facts;
    facts << index.data(SessionListModel::LanguageRole).toString() << index.data(SessionListModel::ModelRole).toString();
    if (!index.data(SessionListModel::HasSoundRole).toBool()) facts << SessionDelegate::tr("text only");
    if (!index.data(SessionListModel::CompleteRole).toBool()) facts << SessionDelegate::tr("unfinished");
    facts.removeAll(QString());
    return facts.join(QStringLiteral(" · "));
}

void paintSnippet(QPainter& painter, const QRectF& rect, const QModelIndex& index) {
    const ThemeColors& colors = themeColors();
    const QString text = painter.fontMetrics().elidedText(index.data(SessionListModel::SnippetRole).toString().simplified(),
                                                          Qt::ElideRight, static_cast<int>(rect.width()));
    QTextLayout layout(text, painter.font());
    QList<QTextLayout::FormatRange> ranges;
    for (const QPoint& match : index.data(SessionListModel::MatchesRole).value<QList<QPoint>>()) {
        if (match.x() < 0 || match.x() >= text.size()) continue;
        QTextCharFormat mark;
        mark.setForeground(colors.ink);
        QColor veil = colors.accent;
        veil.setAlphaF(0.22F);
        mark.setBackground(veil);
        ranges.append({match.x(), match.y(), mark});
    }
    layout.setFormats(ranges);
    layout.beginLayout();
    QTextLine line = layout.createLine();
    line.setLineWidth(rect.width());
    layout.endLayout();
    painter.setPen(colors.soft);
    layout.draw(&painter, rect.topLeft());
}

}  // namespace

SessionDelegate::SessionDelegate(QObject* parent) : QStyledItemDelegate(parent) {}

void SessionDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    painter->save();
    const ThemeColors& colors = themeColors();
    const QRectF row(option.rect);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->fillRect(QRectF(row.left() + side, row.bottom() - 1, row.width() - 2 * side, 1), colors.line);
    if (option.state.testFlag(QStyle::State_Selected) || option.state.testFlag(QStyle::State_MouseOver)) {
        QColor ground = colors.track;
        if (!option.state.testFlag(QStyle::State_Selected)) ground.setAlphaF(0.5F);
        painter->setPen(Qt::NoPen);
        painter->setBrush(ground);
        painter->drawRoundedRect(row.adjusted(4, 2, -4, -3), 7, 7);
        if (option.state.testFlag(QStyle::State_Selected) && option.widget != nullptr && option.widget->hasFocus()) {
            painter->setBrush(colors.accent);
            painter->drawRoundedRect(QRectF(row.left() + 4, row.top() + 8, 3, row.height() - 17), 1.5, 1.5);
        }
    }
    const QFont small = scaled(0.9);
    const QFontMetricsF smallMetrics(small);
    const double lineHeight = QFontMetricsF(scaled(1)).height();
    const QRectF top(row.left() + side, row.top() + 9, row.width() - 2 * side, lineHeight);

    painter->setFont(small);
    painter->setPen(colors.soft);
    const QString length = format::clock(index.data(SessionListModel::LengthRole).isValid()
                                             ? std::optional(index.data(SessionListModel::LengthRole).toDouble())
                                             : std::nullopt);
    drawTabular(*painter, top, Qt::AlignRight, length);
    const double lengthRoom = std::max(64.0, tabularWidth(smallMetrics, length) + 16);
    const QString date = format::dateTime(index.data(SessionListModel::DateRole).toDateTime());
    drawTabular(*painter, top.adjusted(0, 0, -lengthRoom, 0), Qt::AlignRight, date);
    const double dateRoom = tabularWidth(smallMetrics, date) + lengthRoom + 18;

    painter->setFont(scaled(1, QFont::DemiBold));
    painter->setPen(colors.ink);
    const double titleRoom = std::max(60.0, top.width() - dateRoom);
    painter->drawText(QRectF(top.left(), top.top(), titleRoom, lineHeight), Qt::AlignLeft | Qt::AlignVCenter,
                      painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, static_cast<int>(titleRoom)));

    painter->setFont(small);
    const QString facts = factsOf(index);
    const double factsWidth = smallMetrics.horizontalAdvance(facts);
    const QRectF bottom(top.left(), top.bottom() + 4, top.width(), smallMetrics.height());
    painter->setPen(colors.soft);
    painter->drawText(bottom, Qt::AlignRight | Qt::AlignVCenter, facts);
    paintSnippet(*painter, bottom.adjusted(0, 0, -factsWidth - 24, 0), index);
    painter->restore();
}

QSize SessionDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
    return {320, static_cast<int>(QFontMetricsF(scaled(1)).height() + QFontMetricsF(scaled(0.9)).height()) + 25};
}

QWidget* SessionDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem&, const QModelIndex&) const {
    auto editor = std::make_unique<QLineEdit>(parent);
    editor->setAccessibleName(tr("Title of the session"));
    return editor.release();
}

void SessionDelegate::updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option, const QModelIndex&) const {
    editor->setGeometry(option.rect.left() + side - 8, option.rect.top() + 3, std::min(420, option.rect.width() - 2 * side),
                        editor->sizeHint().height());
}

}  // namespace tilescribe
