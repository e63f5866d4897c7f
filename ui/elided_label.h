// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QLabel>

namespace tilescribe {

/// A label of one line that shortens its text with an ellipsis when there is no room; the tool tip has the whole.
class ElidedLabel final : public QLabel {
    Q_OBJECT
public:
    explicit ElidedLabel(const char* role, QWidget* parent = nullptr);
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
};

}  // namespace tilescribe
