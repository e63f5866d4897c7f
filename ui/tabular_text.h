// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QLabel>

class QFontMetricsF;
class QPainter;

namespace tilescribe {

/// Text whose digits all take the widest digit's room, so that running figures do not tremble and columns line up. Qt 6.4 cannot
/// switch a font's own tabular figures on.
[[nodiscard]] double tabularWidth(const QFontMetricsF& metrics, const QString& text);
/// Draws from (left, baseline) in the painter's font and pen.
void drawTabular(QPainter& painter, QPointF baseline, const QString& text);
/// Draws inside `rect`, aligned horizontally as asked for and centred vertically.
void drawTabular(QPainter& painter, const QRectF& rect, Qt::Alignment alignment, const QString& text);

/// A label of one line with such figures.
class TabularLabel final : public QLabel {
    Q_OBJECT
public:
    explicit TabularLabel(QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    /// Size relative to the base font, and weight: set here because style sheets would undo a font's size.
    void setLook(double scale, int weight);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] QFont drawnFont() const;

    double scale_ = 1;
    int weight_ = 400;
};

}  // namespace tilescribe
