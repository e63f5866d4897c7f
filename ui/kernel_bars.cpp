// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kernel_bars.h"

#include "ui/cell_delegate.h"
#include "ui/format_text.h"
#include "ui/tabular_text.h"
#include "ui/theme.h"

#include <QApplication>
#include <QPainter>

#include <algorithm>
#include <utility>

namespace tilescribe {
namespace {

constexpr int rowHeight = 24;
constexpr double shortestBar = 24;

QFont rowFont() {
    QFont font = QApplication::font();
    font.setPointSizeF(font.pointSizeF() * 0.89);
    return font;
}

}  // namespace

KernelBars::KernelBars(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Kernels of the last window"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
}

void KernelBars::setRows(std::vector<KernelRow> rows) {
    const bool resized = rows.size() != rows_.size();
    rows_ = std::move(rows);
    QStringList spoken;
    for (const KernelRow& row : rows_)
        spoken << QStringLiteral("%1 %2").arg(row.simulated ? tr("%1 (simulated)").arg(row.name) : row.name,
                                              format::milliseconds(row.meanMs));
    setAccessibleDescription(spoken.join(QStringLiteral(", ")));
    if (resized) updateGeometry();
    update();
}

QSize KernelBars::sizeHint() const {
    return {220, rowHeight * static_cast<int>(std::max<std::size_t>(rows_.size(), 1))};
}

QSize KernelBars::minimumSizeHint() const {
    return {160, rowHeight * static_cast<int>(std::clamp<std::size_t>(rows_.size(), 1, 3))};
}

void KernelBars::paintEvent(QPaintEvent*) {
    const ThemeColors& colors = themeColors();
    QPainter painter(this);
    painter.setFont(rowFont());
    if (rows_.empty()) {
        painter.setPen(colors.soft);
        painter.drawText(QRect(0, 0, width(), rowHeight), Qt::AlignLeft | Qt::AlignVCenter, tr("No window yet"));
        return;
    }
    double dearest = 0;
    for (const KernelRow& row : rows_) dearest = std::max(dearest, row.meanMs.value_or(0));
    const QFontMetricsF metrics(painter.font());
    double figures = 0;
    double names = 0;
    for (const KernelRow& row : rows_) {
        figures = std::max(figures, tabularWidth(metrics, format::milliseconds(row.meanMs)) + 8);
        names = std::max(names, metrics.horizontalAdvance(row.name) + 10);
    }
    names = std::min(names, width() - figures - shortestBar);
    const int count = static_cast<int>(rows_.size());
    const int fitting = std::max(1, height() / rowHeight);
    const int shown = count <= fitting ? count : fitting - 1;
    for (int i = 0; i < shown; ++i) {
        const KernelRow& row = rows_[static_cast<std::size_t>(i)];
        const QRectF line(0, i * rowHeight, width(), rowHeight);
        painter.setPen(colors.ink);
        painter.drawText(QRectF(0, line.top(), names - 8, rowHeight), Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(row.name, Qt::ElideRight, static_cast<int>(names) - 8));
        const double fraction = dearest > 0 ? row.meanMs.value_or(0) / dearest : 0;
        paintBar(painter, QRectF(names, line.top(), width() - names - figures, rowHeight), fraction,
                 row.onNpu ? colors.accent : colors.cpu);
        painter.setPen(colors.ink);
        drawTabular(painter, line, Qt::AlignRight, format::milliseconds(row.meanMs));
    }
    if (shown == count) return;
    double rest = 0;
    for (int i = shown; i < count; ++i) rest += rows_[static_cast<std::size_t>(i)].meanMs.value_or(0);
    const QRectF line(0, shown * rowHeight, width(), rowHeight);
    painter.setPen(colors.soft);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, tr("%1 more").arg(count - shown));
    drawTabular(painter, line, Qt::AlignRight, format::milliseconds(rest));
}

}  // namespace tilescribe
