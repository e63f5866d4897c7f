// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

namespace tilescribe {

/// A slim progress bar.
class BarWidget final : public QWidget {
    Q_OBJECT
public:
    explicit BarWidget(QWidget* parent = nullptr);
    /// 0 to 1.
    void setFraction(double fraction);
    [[nodiscard]] double fraction() const { return fraction_; }
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    double fraction_ = 0;
};

}  // namespace tilescribe
