// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bar_widget.h"

#include "ui/cell_delegate.h"
#include "ui/format_text.h"
#include "ui/theme.h"

#include <QPainter>

namespace tilescribe {

BarWidget::BarWidget(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setMinimumSize(60, 8);
    setAccessibleName(tr("Progress"));
}

void BarWidget::setFraction(double fraction) {
    fraction_ = fraction;
    setAccessibleDescription(format::percent(fraction));
    update();
}

QSize BarWidget::sizeHint() const {
    return {320, 8};
}

void BarWidget::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintBar(painter, QRectF(rect()), fraction_, themeColors().accent);
}

}  // namespace tilescribe
