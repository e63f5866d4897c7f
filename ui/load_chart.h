// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

#include <deque>
#include <optional>
#include <vector>

namespace tilescribe {

/// The last 60 s of some loads (fractions 0 to 1) as lines, with axes and units, or as a bare sparkline. Readings that are missing
/// leave a hole in the line. When nothing can be read, the reason stands where the chart would be.
class LoadChart final : public QWidget {
    Q_OBJECT
public:
    enum class Ink { accent, cpu, soft };
    struct Series {
        QString name;
        Ink ink = Ink::accent;
        bool filled = false;
        bool dashed = false;
    };
    static constexpr double spanS = 60;

    explicit LoadChart(std::vector<Series> series, QWidget* parent = nullptr);

    /// One value per series. Times must not go backwards; older ones are ignored.
    void append(double timeS, const std::vector<std::optional<double>>& values);
    void clear();
    /// Shown in the chart's place, where it is not compact; empty: the chart is shown.
    void setUnavailable(const QString& reason);
    /// Without axes and legend.
    void setCompact(bool compact);

    [[nodiscard]] std::size_t pointCount() const { return points_.size(); }
    [[nodiscard]] QString unavailable() const { return unavailable_; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Point {
        double timeS = 0;
        std::vector<std::optional<double>> values;
    };

    [[nodiscard]] QRectF plotRect() const;
    static void paintBounds(QPainter& painter, const QRectF& plot);
    void paintAxes(QPainter& painter, const QRectF& plot) const;
    void paintSeries(QPainter& painter, const QRectF& plot, std::size_t which) const;
    void paintLegend(QPainter& painter, const QRectF& plot) const;

    std::vector<Series> series_;
    std::deque<Point> points_;
    QString unavailable_;
    bool compact_ = false;
};

}  // namespace tilescribe
