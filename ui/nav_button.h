// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QAbstractButton>

namespace tilescribe {

/// One entry of the sidebar: icon, name, and at the right a count or its shortcut.
class NavButton final : public QAbstractButton {
    Q_OBJECT
public:
    NavButton(const QString& text, const char* icon, const QString& hint, QWidget* parent);

    /// Stands in the hint's place; 0 shows the hint again.
    void setCount(int count);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString hint_;
    int count_ = 0;
};

}  // namespace tilescribe
