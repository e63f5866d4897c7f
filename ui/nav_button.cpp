// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/nav_button.h"

#include "ui/icons.h"
#include "ui/tabular_text.h"
#include "ui/theme.h"

#include <QApplication>
#include <QLocale>
#include <QPainter>

namespace tilescribe {

NavButton::NavButton(const QString& text, const char* icon, const QString& hint, QWidget* parent)
    : QAbstractButton(parent), hint_(hint) {
    setText(text);
    setIcon(actionIcon(icon));
    setAccessibleName(text);
    setToolTip(QStringLiteral("%1 (%2)").arg(text, hint));
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void NavButton::setCount(int count) {
    count_ = count;
    setAccessibleDescription(count > 0 ? QLocale().toString(count) : QString());
    update();
}

QSize NavButton::sizeHint() const {
    return {160, QFontMetrics(QApplication::font()).height() + 18};
}

void NavButton::paintEvent(QPaintEvent*) {
    const ThemeColors& colors = themeColors();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF ground = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    if (isChecked() || underMouse()) {
        QColor fill = colors.track;
        if (!isChecked()) fill.setAlphaF(0.55F);
        painter.setPen(Qt::NoPen);
        painter.setBrush(fill);
        painter.drawRoundedRect(ground, spacing::radius, spacing::radius);
    }
    if (hasFocus()) {
        painter.setPen(QPen(colors.accent, 1.2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(ground, spacing::radius, spacing::radius);
    }
    icon().paint(&painter, QRect(10, (height() - 16) / 2, 16, 16), Qt::AlignCenter, isChecked() ? QIcon::Normal : QIcon::Disabled);

    QFont font = QApplication::font();
    font.setWeight(isChecked() ? QFont::Medium : QFont::Normal);
    painter.setFont(font);
    painter.setPen(isChecked() ? colors.ink : colors.soft);
    painter.drawText(rect().adjusted(36, 0, -10, 0), Qt::AlignLeft | Qt::AlignVCenter, text());

    font.setPointSizeF(font.pointSizeF() * 0.85);
    font.setWeight(QFont::Normal);
    painter.setFont(font);
    painter.setPen(colors.soft);
    const bool showHint = count_ <= 0 && (isChecked() || underMouse() || hasFocus());
    const QString right = count_ > 0 ? QLocale().toString(count_) : showHint ? hint_ : QString();
    drawTabular(painter, QRectF(rect()).adjusted(36, 0, -10, 0), Qt::AlignRight, right);
}

}  // namespace tilescribe
