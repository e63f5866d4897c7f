// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tabular_text.h"

#include <QApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace tilescribe {
namespace {

double digitWidth(const QFontMetricsF& metrics) {
    double widest = 0;
    for (char digit = '0'; digit <= '9'; ++digit) widest = std::max(widest, metrics.horizontalAdvance(QLatin1Char(digit)));
    return widest;
}

/// Calls use(piece, x, width) for every digit by itself and every run between digits.
template <typename Use>
double forEachPiece(const QFontMetricsF& metrics, const QString& text, Use use) {
    const double cell = digitWidth(metrics);
    double x = 0;
    for (qsizetype at = 0; at < text.size();) {
        qsizetype end = at;
        while (end < text.size() && !text[end].isDigit()) ++end;
        const bool digit = end == at;
        if (digit) ++end;
        const QString piece = text.mid(at, end - at);
        const double natural = metrics.horizontalAdvance(piece);
        use(piece, digit ? x + (cell - natural) / 2 : x);
        x += digit ? cell : natural;
        at = end;
    }
    return x;
}

}  // namespace

double tabularWidth(const QFontMetricsF& metrics, const QString& text) {
    return forEachPiece(metrics, text, [](const QString&, double) {});
}

void drawTabular(QPainter& painter, QPointF baseline, const QString& text) {
    forEachPiece(QFontMetricsF(painter.font()), text,
                 [&](const QString& piece, double x) { painter.drawText(baseline + QPointF(x, 0), piece); });
}

void drawTabular(QPainter& painter, const QRectF& rect, Qt::Alignment alignment, const QString& text) {
    const QFontMetricsF metrics(painter.font());
    double x = rect.left();
    if (alignment.testFlag(Qt::AlignRight)) x = rect.right() - tabularWidth(metrics, text);
    if (alignment.testFlag(Qt::AlignHCenter)) x = rect.center().x() - tabularWidth(metrics, text) / 2;
    drawTabular(painter, {x, rect.center().y() + (metrics.ascent() - metrics.descent()) / 2}, text);
}

TabularLabel::TabularLabel(QWidget* parent) : QLabel(parent) {
    setTextFormat(Qt::PlainText);
}

QFont TabularLabel::drawnFont() const {
    QFont drawn = QApplication::font();
    drawn.setPointSizeF(drawn.pointSizeF() * scale_);
    drawn.setWeight(QFont::Weight(weight_));
    return drawn;
}

void TabularLabel::setLook(double scale, int weight) {
    scale_ = scale;
    weight_ = weight;
    updateGeometry();
    update();
}

QSize TabularLabel::sizeHint() const {
    const QFontMetricsF metrics(drawnFont());
    const auto inner = contentsMargins();
    return {static_cast<int>(std::ceil(tabularWidth(metrics, text()))) + inner.left() + inner.right(),
            static_cast<int>(std::ceil(metrics.height())) + inner.top() + inner.bottom()};
}

QSize TabularLabel::minimumSizeHint() const {
    return sizeHint();
}

void TabularLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setFont(drawnFont());
    painter.setPen(palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, QPalette::WindowText));
    drawTabular(painter, QRectF(contentsRect()), alignment(), text());
}

}  // namespace tilescribe
