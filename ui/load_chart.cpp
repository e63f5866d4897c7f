// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/load_chart.h"

#include "ui/format_text.h"
#include "ui/tabular_text.h"
#include "ui/theme.h"

#include <QApplication>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <ranges>
#include <utility>

namespace tilescribe {
namespace {

QColor colorOf(LoadChart::Ink ink) {
    const ThemeColors& colors = themeColors();
    switch (ink) {
        case LoadChart::Ink::accent:
            return colors.accent;
        case LoadChart::Ink::cpu:
            return colors.cpu;
        case LoadChart::Ink::soft:
            return colors.soft;
    }
    return colors.soft;
}

QFont axisFont() {
    QFont font = QApplication::font();
    font.setPointSizeF(font.pointSizeF() * 0.79);
    return font;
}

QPen penOf(const LoadChart::Series& series) {
    QPen pen(colorOf(series.ink), series.dashed ? 1.4 : 2.0);
    if (series.dashed) pen.setDashPattern({2.2, 2.2});
    pen.setJoinStyle(Qt::RoundJoin);
    pen.setCapStyle(series.dashed ? Qt::FlatCap : Qt::RoundCap);
    return pen;
}

}  // namespace

LoadChart::LoadChart(std::vector<Series> series, QWidget* parent) : QWidget(parent), series_(std::move(series)) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void LoadChart::append(double timeS, const std::vector<std::optional<double>>& values) {
    if (!points_.empty() && timeS < points_.back().timeS) return;
    points_.push_back({timeS, values});
    points_.back().values.resize(series_.size());
    // One point before the left edge is kept, so that the line enters the picture.
    while (points_.size() > 2 && points_[1].timeS < timeS - spanS) points_.pop_front();
    QStringList spoken;
    for (std::size_t i = 0; i < series_.size(); ++i) {
        spoken << QStringLiteral("%1 %2").arg(series_[i].name, format::percent(points_.back().values[i]));
    }
    setAccessibleDescription(spoken.join(QStringLiteral(", ")));
    update();
}

void LoadChart::clear() {
    points_.clear();
    update();
}

void LoadChart::setUnavailable(const QString& reason) {
    if (unavailable_ == reason) return;
    unavailable_ = reason;
    if (!reason.isEmpty()) setAccessibleDescription(reason);
    update();
}

void LoadChart::setCompact(bool compact) {
    compact_ = compact;
    setSizePolicy(QSizePolicy::Expanding, compact ? QSizePolicy::Fixed : QSizePolicy::Expanding);
    updateGeometry();
    update();
}

QSize LoadChart::sizeHint() const {
    return compact_ ? QSize(220, 46) : QSize(420, 136);
}

QSize LoadChart::minimumSizeHint() const {
    return compact_ ? QSize(80, 40) : QSize(180, 110);
}

QRectF LoadChart::plotRect() const {
    if (compact_) return QRectF(rect()).adjusted(0, 3, 0, -1);
    const QFontMetricsF metrics(axisFont());
    const double left = tabularWidth(metrics, format::percent(1.0)) + 8;
    return QRectF(rect()).adjusted(left, metrics.height() / 2 + 2, -2, -metrics.height() - 5);
}

void LoadChart::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(axisFont());
    const QRectF plot = plotRect();
    if (!compact_) paintAxes(painter, plot);
    if (compact_) paintBounds(painter, plot);
    if (!unavailable_.isEmpty()) {
        QFont font = QApplication::font();
        font.setPointSizeF(font.pointSizeF() * 0.9);
        painter.setFont(font);
        painter.setPen(themeColors().soft);
        const QRectF room = plot.adjusted(8, 0, -8, 0);
        const QRectF text = painter.boundingRect(room, Qt::AlignCenter | Qt::TextWordWrap, unavailable_).adjusted(-6, -2, 6, 2);
        painter.fillRect(text, themeColors().panel);
        painter.drawText(room, Qt::AlignCenter | Qt::TextWordWrap, unavailable_);
        return;
    }
    painter.save();
    painter.setClipRect(plot.adjusted(0, -2, 2, 2));
    for (std::size_t i = 0; i < series_.size(); ++i) paintSeries(painter, plot, i);
    painter.restore();
    if (!compact_ && series_.size() > 1) paintLegend(painter, plot);
}

void LoadChart::paintAxes(QPainter& painter, const QRectF& plot) const {
    const ThemeColors& colors = themeColors();
    const double rise = QFontMetricsF(painter.font()).height() / 2;
    for (const double level : {0.0, 0.5, 1.0}) {
        const double y = plot.bottom() - level * plot.height();
        painter.setPen(QPen(colors.line, 1));
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        painter.setPen(colors.soft);
        drawTabular(painter, QRectF(0, y - rise, plot.left() - 6, 2 * rise), Qt::AlignRight, format::percent(level));
    }
    const QRectF below(plot.left(), plot.bottom() + 4, plot.width(), 2 * rise);
    drawTabular(painter, below, Qt::AlignLeft, tr("−60 s"));
    drawTabular(painter, below, Qt::AlignHCenter, tr("−30 s"));
    drawTabular(painter, below, Qt::AlignRight, tr("now"));
}

/// 0 and 100 %, which is all the scale that a small chart has room for.
void LoadChart::paintBounds(QPainter& painter, const QRectF& plot) {
    painter.setPen(QPen(themeColors().line, 1));
    for (const double y : {plot.top(), plot.bottom()}) painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
}

void LoadChart::paintSeries(QPainter& painter, const QRectF& plot, std::size_t which) const {
    if (points_.empty()) return;
    const double now = points_.back().timeS;
    const auto place = [&](const Point& point) {
        const double value = std::clamp(*point.values[which], 0.0, 1.0);
        return QPointF(plot.right() - (now - point.timeS) / spanS * plot.width(), plot.bottom() - value * plot.height());
    };
    for (auto at = points_.begin(); at != points_.end();) {
        const auto start = std::find_if(at, points_.end(), [&](const Point& point) { return point.values[which].has_value(); });
        const auto end = std::find_if(start, points_.end(), [&](const Point& point) { return !point.values[which].has_value(); });
        at = end;
        if (start == end) continue;
        QPainterPath line(place(*start));
        for (auto point = std::next(start); point != end; ++point) line.lineTo(place(*point));
        if (series_[which].filled) {
            QPainterPath area = line;
            area.lineTo(line.currentPosition().x(), plot.bottom());
            area.lineTo(line.elementAt(0).x, plot.bottom());
            QColor veil = colorOf(series_[which].ink);
            veil.setAlphaF(0.16F);
            painter.fillPath(area, veil);
        }
        painter.strokePath(line, penOf(series_[which]));
    }
}

void LoadChart::paintLegend(QPainter& painter, const QRectF& plot) const {
    double right = plot.right() - 4;
    const QFontMetricsF metrics(painter.font());
    for (const Series& series : series_ | std::views::reverse) {
        const double textWidth = metrics.horizontalAdvance(series.name);
        const QRectF box(right - textWidth - 24, plot.top() + 3, textWidth + 26, metrics.height());
        painter.fillRect(box.adjusted(-2, 0, 2, 0), themeColors().panel);
        painter.setPen(themeColors().soft);
        painter.drawText(QPointF(right - textWidth, box.top() + metrics.ascent()), series.name);
        painter.setPen(penOf(series));
        painter.drawLine(QPointF(box.left(), box.center().y()), QPointF(box.left() + 17, box.center().y()));
        right = box.left() - 12;
    }
}

}  // namespace tilescribe
