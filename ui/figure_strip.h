// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>
#include <QWidget>

#include <utility>
#include <vector>

namespace tilescribe {

/// A line of named figures: "Lag 0.8 s   Dropped 0". Names are soft, figures strong and in tabular digits; what does not fit is
/// left out whole.
class FigureStrip final : public QWidget {
    Q_OBJECT
public:
    using Figures = std::vector<std::pair<QString, QString>>;

    explicit FigureStrip(QWidget* parent = nullptr);
    void setFigures(Figures figures);
    [[nodiscard]] QString text() const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Figures figures_;
};

}  // namespace tilescribe
