// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/elided_label.h"

#include "ui/style_sheet.h"

#include <QPainter>

namespace tilescribe {

ElidedLabel::ElidedLabel(const char* role, QWidget* parent) : QLabel(parent) {
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    setRole(this, role);
}

QSize ElidedLabel::minimumSizeHint() const {
    return {0, QLabel::minimumSizeHint().height()};
}

void ElidedLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const QRect room = contentsRect();
    const QString shown = fontMetrics().elidedText(text(), Qt::ElideRight, room.width());
    if (toolTip() != (shown == text() ? QString() : text())) setToolTip(shown == text() ? QString() : text());
    painter.setPen(palette().color(foregroundRole()));
    painter.drawText(room, static_cast<int>(alignment()) | Qt::TextSingleLine, shown);
}

}  // namespace tilescribe
