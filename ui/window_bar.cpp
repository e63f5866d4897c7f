// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window_bar.h"

#include "ui/format_text.h"
#include "ui/theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <utility>

namespace tilescribe {

WindowBar::WindowBar(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Recognition window"));
}

void WindowBar::setProgress(WindowProgress progress) {
    progress_ = std::move(progress);
    setAccessibleDescription(tr("%1 of %2").arg(format::seconds(progress_.filledS), format::seconds(progress_.lengthS)));
    update();
}

QSize WindowBar::sizeHint() const {
    return {400, 32};
}

QSize WindowBar::minimumSizeHint() const {
    return {80, 32};
}

void WindowBar::paintEvent(QPaintEvent*) {
    const ThemeColors& colors = themeColors();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.track);
    painter.drawRoundedRect(rect(), 5, 5);
    if (progress_.lengthS <= 0) return;

    const double filled = width() * std::clamp(progress_.filledS / progress_.lengthS, 0.0, 1.0);
    const auto& peaks = progress_.peaks;
    const int bars = std::min(static_cast<int>(peaks.size()), static_cast<int>(filled / 5));
    painter.setBrush(colors.accent);
    for (int bar = 0; bar < bars; ++bar) {
        const auto from = peaks.begin() + static_cast<std::ptrdiff_t>(peaks.size()) * bar / bars;
        const auto to = peaks.begin() + static_cast<std::ptrdiff_t>(peaks.size()) * (bar + 1) / bars;
        // The square root lifts quiet speech into sight.
        const double level = std::sqrt(std::clamp(static_cast<double>(*std::max_element(from, to)), 0.0, 1.0));
        const double tall = std::max(2.0, level * (height() - 8));
        const double x = filled * (bar + 0.5) / bars;
        painter.drawRoundedRect(QRectF(x - 1.5, (height() - tall) / 2, 3, tall), 1.5, 1.5);
    }
    if (progress_.filledS > 0) {
        painter.fillRect(QRectF(std::min(filled, width() - 2.0), 0, 2, height()), colors.accent2);
    }
}

}  // namespace tilescribe
