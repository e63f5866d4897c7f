// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QBasicTimer>
#include <QElapsedTimer>
#include <QWidget>

namespace tilescribe {

/// One track's level, -60 to 0 dBFS: the bar is the RMS value, the tick the peak, which is held for 1.5 s. Both fall 24 dB a
/// second, so the eye can follow; the widget animates itself only while there is something to fall.
class LevelMeter final : public QWidget {
    Q_OBJECT
public:
    explicit LevelMeter(QWidget* parent = nullptr);

    /// Linear amplitudes 0 to 1.
    void setLevel(float peak, float rms);
    /// Lets time pass, in seconds.
    void advance(double seconds);
    void reset();

    [[nodiscard]] double rmsDb() const { return rmsDb_; }
    [[nodiscard]] double peakDb() const { return peakDb_; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void timerEvent(QTimerEvent* event) override;

private:
    double rmsDb_;
    double peakDb_;
    double holdS_ = 0;
    QBasicTimer timer_;
    QElapsedTimer clock_;
};

}  // namespace tilescribe
