// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/choice.h"

#include <QComboBox>

namespace tilescribe {

/// A combo box of choices that only speaks when the user chose, never when its entries are set.
class Picker final : public QComboBox {
    Q_OBJECT
public:
    explicit Picker(const QString& accessibleName, QWidget* parent = nullptr);

    /// An id that is not among the choices leaves the picker empty.
    void setChoices(const Choices& choices, const QString& currentId);
    void setCurrentId(const QString& id);
    [[nodiscard]] QString currentId() const;

Q_SIGNALS:
    void chosen(const QString& id);

protected:
    /// Scrolling the page over a picker must not change it.
    void wheelEvent(QWheelEvent* event) override;
    /// A style sheet would cut long entries off instead of shortening them.
    void paintEvent(QPaintEvent* event) override;
};

}  // namespace tilescribe
