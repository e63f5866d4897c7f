// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/kernel_row.h"

#include <QWidget>

#include <vector>

namespace tilescribe {

/// The last window's calls on a time axis, one lane per kernel in the order of first appearance.
class WaterfallView final : public QWidget {
    Q_OBJECT
public:
    explicit WaterfallView(QWidget* parent = nullptr);

    /// Calls of one window; those without a finite, non-negative time are left out.
    void setOps(const std::vector<WindowOp>& ops);
    [[nodiscard]] int laneCount() const { return static_cast<int>(lanes_.size()); }
    /// Milliseconds from the window's beginning to its last call's end.
    [[nodiscard]] double totalMs() const { return totalMs_; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Bar {
        double startMs = 0;
        double durationMs = 0;
    };
    struct Lane {
        QString name;
        bool onNpu = false;
        bool simulated = false;
        double sumMs = 0;
        std::vector<Bar> bars;
    };

    [[nodiscard]] static QString nameOf(const Lane& lane);
    [[nodiscard]] QRectF plotRect() const;
    [[nodiscard]] QString tipAt(QPointF position) const;
    void paintAxis(QPainter& painter, const QRectF& plot) const;
    void paintLane(QPainter& painter, const QRectF& plot, int row) const;

    std::vector<Lane> lanes_;
    double totalMs_ = 0;
    double nameWidth_ = 0;
};

}  // namespace tilescribe
