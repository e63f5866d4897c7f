// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/caption_line.h"

#include <QWidget>

#include <vector>

namespace tilescribe {

/// The last two captions in a frameless strip above all other windows. Drag to move, drag an edge to resize; wheel or +/- change
/// the size of the text, Ctrl+wheel or Ctrl+plus/minus the opacity, Escape closes; the context menu offers the same.
class CaptionOverlay final : public QWidget {
    Q_OBJECT
public:
    static constexpr double smallestFont = 12;
    static constexpr double largestFont = 72;

    explicit CaptionOverlay(QWidget* parent = nullptr);

    /// The last two are shown.
    void setLines(const std::vector<CaptionLine>& lines);
    [[nodiscard]] double fontSize() const { return fontSize_; }
    void setFontSize(double points);
    /// Of the ground behind the text, 0.2 to 1; the text itself stays opaque.
    [[nodiscard]] double opacity() const { return opacity_; }
    void setOpacity(double opacity);

    /// Place, size, font size and opacity.
    [[nodiscard]] QByteArray saveState() const;
    /// False (and nothing changed) if the bytes are not such a state.
    bool restoreState(const QByteArray& state);

Q_SIGNALS:
    void closed();

protected:
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    [[nodiscard]] Qt::Edges edgesAt(QPoint position) const;

    std::vector<CaptionLine> lines_;
    double fontSize_ = 22;
    double opacity_ = 0.82;
    bool placed_ = false;  ///< by the user, or at the foot of the screen when it is first shown
};

}  // namespace tilescribe
