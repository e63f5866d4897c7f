// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure_strip.h"

#include "ui/tabular_text.h"
#include "ui/theme.h"

#include <QApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <cmath>

namespace tilescribe {
namespace {

constexpr double between = 16;
constexpr double inside = 5;

QFont stripFont(QFont::Weight weight) {
    QFont font = QApplication::font();
    font.setPointSizeF(font.pointSizeF() * 0.9);
    font.setWeight(weight);
    return font;
}

}  // namespace

FigureStrip::FigureStrip(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void FigureStrip::setFigures(Figures figures) {
    if (figures == figures_) return;
    const QSize before = sizeHint();
    figures_ = std::move(figures);
    setAccessibleDescription(text());
    if (sizeHint() != before) updateGeometry();
    update();
}

QString FigureStrip::text() const {
    QStringList parts;
    for (const auto& [name, figure] : figures_) parts << QStringLiteral("%1 %2").arg(name, figure);
    return parts.join(QStringLiteral(", "));
}

QSize FigureStrip::sizeHint() const {
    const QFontMetricsF soft(stripFont(QFont::Normal));
    const QFontMetricsF strong(stripFont(QFont::DemiBold));
    double width = 0;
    for (const auto& [name, figure] : figures_)
        width += soft.horizontalAdvance(name) + inside + tabularWidth(strong, figure) + between;
    return {static_cast<int>(std::ceil(width)), static_cast<int>(std::ceil(soft.height()))};
}

QSize FigureStrip::minimumSizeHint() const {
    return {120, sizeHint().height()};
}

void FigureStrip::paintEvent(QPaintEvent*) {
    const ThemeColors& colors = themeColors();
    QPainter painter(this);
    const QFont soft = stripFont(QFont::Normal);
    const QFont strong = stripFont(QFont::DemiBold);
    const double baseline = (height() + QFontMetricsF(soft).ascent() - QFontMetricsF(soft).descent()) / 2;
    double x = 0;
    for (const auto& [name, figure] : figures_) {
        const double nameWidth = QFontMetricsF(soft).horizontalAdvance(name) + inside;
        const double figureWidth = tabularWidth(QFontMetricsF(strong), figure);
        if (x + nameWidth + figureWidth > width() + 1) break;
        painter.setFont(soft);
        painter.setPen(colors.soft);
        painter.drawText(QPointF(x, baseline), name);
        painter.setFont(strong);
        painter.setPen(colors.ink);
        drawTabular(painter, QPointF(x + nameWidth, baseline), figure);
        x += nameWidth + figureWidth + between;
    }
}

}  // namespace tilescribe
