// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/waterfall_view.h"

#include "ui/format_text.h"
#include "ui/tabular_text.h"
#include "ui/theme.h"

#include <QApplication>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace tilescribe {
namespace {

constexpr double laneHeight = 21;
constexpr double leastNameWidth = 168;
constexpr double mostNameWidth = 250;
constexpr double sumWidth = 74;
constexpr double axisHeight = 22;
constexpr double shortestMs = 1e-6;  ///< below this there is nothing to draw an axis for

QFont laneFont() {
    QFont font = QApplication::font();
    font.setPointSizeF(font.pointSizeF() * 0.87);
    return font;
}

/// The step of 1, 2 or 5 times a power of ten that gives at most `most` marks.
double tickStep(double total, int most) {
    const double raw = total / most;
    const double power = std::pow(10, std::floor(std::log10(raw)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (power * factor >= raw) return power * factor;
    }
    return power * 10;
}

}  // namespace

WaterfallView::WaterfallView(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Calls of the last window over time"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void WaterfallView::setOps(const std::vector<WindowOp>& ops) {
    lanes_.clear();
    totalMs_ = 0;
    for (const WindowOp& op : ops) {
        if (!(op.startMs >= 0 && op.durationMs >= 0) || !std::isfinite(op.startMs + op.durationMs)) continue;
        auto lane =
            std::ranges::find_if(lanes_, [&](const Lane& known) { return known.name == op.name && known.onNpu == op.onNpu; });
        if (lane == lanes_.end()) lane = lanes_.insert(lane, Lane{.name = op.name, .onNpu = op.onNpu});
        lane->simulated = lane->simulated || op.simulated;
        lane->sumMs += op.durationMs;
        lane->bars.push_back({op.startMs, op.durationMs});
        totalMs_ = std::max(totalMs_, op.startMs + op.durationMs);
    }
    nameWidth_ = leastNameWidth;
    const QFontMetricsF metrics(laneFont());
    QStringList spoken;
    for (const Lane& lane : lanes_) {
        nameWidth_ = std::clamp(metrics.horizontalAdvance(nameOf(lane)) + 14, nameWidth_, mostNameWidth);
        spoken << QStringLiteral("%1 %2").arg(nameOf(lane), format::milliseconds(lane.sumMs));
    }
    setAccessibleDescription(spoken.join(QStringLiteral(", ")));
    updateGeometry();
    update();
}

QString WaterfallView::nameOf(const Lane& lane) {
    return lane.simulated ? tr("%1 (simulated)").arg(lane.name) : lane.name;
}

QSize WaterfallView::sizeHint() const {
    return {520, static_cast<int>(laneHeight * std::max(laneCount(), 3) + axisHeight)};
}

QSize WaterfallView::minimumSizeHint() const {
    return {360, sizeHint().height()};
}

QRectF WaterfallView::plotRect() const {
    return {nameWidth_, 0, width() - nameWidth_ - sumWidth, laneHeight * laneCount()};
}

void WaterfallView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(laneFont());
    if (lanes_.empty() || totalMs_ < shortestMs) {
        painter.setPen(themeColors().soft);
        painter.drawText(rect(), Qt::AlignCenter, tr("No window has been recognised yet."));
        return;
    }
    const QRectF plot = plotRect();
    paintAxis(painter, plot);
    for (int row = 0; row < laneCount(); ++row) paintLane(painter, plot, row);
}

void WaterfallView::paintAxis(QPainter& painter, const QRectF& plot) const {
    const ThemeColors& colors = themeColors();
    const double step = tickStep(totalMs_, std::max(2, static_cast<int>(plot.width() / 90)));
    const int ticks = static_cast<int>(totalMs_ / step * 1.0001);
    for (int tick = 0; tick <= ticks; ++tick) {
        const double at = tick * step;
        const double x = plot.left() + at / totalMs_ * plot.width();
        painter.setPen(QPen(colors.line, 1));
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom() + 3));
        painter.setPen(colors.soft);
        const QString text = step < 1 ? format::milliseconds(at) : tr("%1 ms").arg(QLocale().toString(at, 'f', 0));
        drawTabular(painter, QRectF(x - 50, plot.bottom() + 4, 100, axisHeight - 4), Qt::AlignHCenter, text);
    }
}

void WaterfallView::paintLane(QPainter& painter, const QRectF& plot, int row) const {
    const ThemeColors& colors = themeColors();
    const Lane& lane = lanes_[static_cast<std::size_t>(row)];
    const double top = plot.top() + row * laneHeight;
    painter.setPen(colors.ink);
    const QString name = nameOf(lane);
    painter.drawText(QRectF(0, top, nameWidth_ - 10, laneHeight), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(name, Qt::ElideRight, static_cast<int>(nameWidth_) - 10));
    painter.setPen(colors.soft);
    drawTabular(painter, QRectF(plot.right(), top, sumWidth, laneHeight), Qt::AlignRight, format::milliseconds(lane.sumMs));

    painter.setPen(Qt::NoPen);
    painter.setBrush(lane.onNpu ? colors.accent : colors.cpu);
    double paintedTo = -1;
    for (const Bar& bar : lane.bars) {
        const double left = plot.left() + bar.startMs / totalMs_ * plot.width();
        const double right = std::max(left + 1.5, plot.left() + (bar.startMs + bar.durationMs) / totalMs_ * plot.width());
        if (right <= paintedTo + 0.5) continue;  // thousands of decoder steps share a few pixels
        painter.drawRoundedRect(QRectF(left, top + 5, right - left, laneHeight - 10), 1.5, 1.5);
        paintedTo = right;
    }
}

QString WaterfallView::tipAt(QPointF position) const {
    const QRectF plot = plotRect();
    const int row = static_cast<int>(position.y() / laneHeight);
    if (row < 0 || row >= laneCount() || plot.width() <= 0) return {};
    const Lane& lane = lanes_[static_cast<std::size_t>(row)];
    const double ms = (position.x() - plot.left()) / plot.width() * totalMs_;
    const double reach = totalMs_ / plot.width() * 2;
    for (const Bar& bar : lane.bars) {
        if (ms >= bar.startMs - reach && ms <= bar.startMs + bar.durationMs + reach) {
            return tr("%1: %2 at %3").arg(nameOf(lane), format::milliseconds(bar.durationMs), format::milliseconds(bar.startMs));
        }
    }
    return tr("%1: %2, calls: %3").arg(nameOf(lane), format::milliseconds(lane.sumMs)).arg(lane.bars.size());
}

bool WaterfallView::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const QString tip = tipAt(help->pos());
    if (tip.isEmpty()) {
        QToolTip::hideText();
    } else {
        QToolTip::showText(help->globalPos(), tip, this);
    }
    return true;
}

}  // namespace tilescribe
