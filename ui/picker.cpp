// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/picker.h"

#include <QAbstractItemView>
#include <QSignalBlocker>
#include <QStylePainter>
#include <QWheelEvent>

#include <algorithm>

namespace tilescribe {

Picker::Picker(const QString& accessibleName, QWidget* parent) : QComboBox(parent) {
    setAccessibleName(accessibleName);
    setToolTip(accessibleName);
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(4);
    setMaxVisibleItems(18);
    connect(this, &QComboBox::activated, this, [this] { Q_EMIT chosen(currentId()); });
}

void Picker::setChoices(const Choices& choices, const QString& currentId) {
    const QSignalBlocker quiet(this);
    clear();
    for (const Choice& choice : choices) {
        addItem(choice.label, choice.id);
        setItemData(count() - 1, choice.detail, Qt::ToolTipRole);
    }
    // The list is as wide as what it offers, within reason; the closed picker may be narrower.
    view()->setMinimumWidth(std::min(view()->sizeHintForColumn(0) + 24, 420));
    setEnabled(!choices.empty());
    setCurrentId(currentId);
}

void Picker::setCurrentId(const QString& id) {
    setCurrentIndex(findData(id));
}

QString Picker::currentId() const {
    return currentData().toString();
}

void Picker::paintEvent(QPaintEvent*) {
    QStylePainter painter(this);
    QStyleOptionComboBox option;
    initStyleOption(&option);
    painter.drawComplexControl(QStyle::CC_ComboBox, option);
    const QRect room = style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, this);
    if (currentIndex() < 0) option.currentText = accessibleName();
    option.currentText = fontMetrics().elidedText(option.currentText, Qt::ElideRight, room.width() - 2);
    painter.drawControl(QStyle::CE_ComboBoxLabel, option);
}

void Picker::wheelEvent(QWheelEvent* event) {
    event->ignore();
}

}  // namespace tilescribe
