// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/level_meter.h"

#include "ui/theme.h"

#include <QLinearGradient>
#include <QPainter>
#include <QPainterPath>
#include <QTimerEvent>

#include <algorithm>
#include <cmath>

namespace tilescribe {
namespace {

constexpr double floorDb = -60;
constexpr double fallDbPerS = 24;
constexpr double peakHoldS = 1.5;

double decibels(float amplitude) {
    return amplitude > 0.001F && std::isfinite(amplitude) ? std::min(0.0, 20 * std::log10(static_cast<double>(amplitude)))
                                                          : floorDb;
}

double positionOf(double db, double width) {
    return width * (db - floorDb) / -floorDb;
}

}  // namespace

LevelMeter::LevelMeter(QWidget* parent) : QWidget(parent), rmsDb_(floorDb), peakDb_(floorDb) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void LevelMeter::setLevel(float peak, float rms) {
    rmsDb_ = std::max(rmsDb_, decibels(rms));
    const double db = decibels(std::max(peak, rms));
    if (db >= peakDb_) {
        peakDb_ = db;
        holdS_ = peakHoldS;
    }
    setAccessibleDescription(tr("%1 dB").arg(peakDb_, 0, 'f', 0));
    if (!timer_.isActive()) {
        clock_.start();
        timer_.start(33, this);
    }
    update();
}

void LevelMeter::advance(double seconds) {
    rmsDb_ = std::max(floorDb, rmsDb_ - fallDbPerS * seconds);
    const double held = std::min(holdS_, seconds);
    holdS_ -= held;
    peakDb_ = std::max({floorDb, rmsDb_, peakDb_ - fallDbPerS * (seconds - held)});
    if (peakDb_ <= floorDb) timer_.stop();
    update();
}

void LevelMeter::reset() {
    rmsDb_ = peakDb_ = floorDb;
    timer_.stop();
    update();
}

QSize LevelMeter::sizeHint() const {
    return {140, 8};
}

QSize LevelMeter::minimumSizeHint() const {
    return {48, 8};
}

void LevelMeter::timerEvent(QTimerEvent* event) {
    if (event->timerId() == timer_.timerId()) advance(static_cast<double>(clock_.restart()) / 1000);
}

void LevelMeter::paintEvent(QPaintEvent*) {
    const ThemeColors& colors = themeColors();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF bar(0, (height() - 8) / 2.0, width(), 8);
    QPainterPath shape;
    shape.addRoundedRect(bar, 4, 4);
    painter.fillPath(shape, colors.track);
    painter.setClipPath(shape);

    QLinearGradient scale(bar.topLeft(), bar.topRight());
    scale.setColorAt(0, colors.ok);
    scale.setColorAt(positionOf(-12, 1), colors.ok);
    scale.setColorAt(positionOf(-6, 1), QColor(0xeab308));
    scale.setColorAt(positionOf(-2, 1), colors.record);
    painter.fillRect(QRectF(bar.left(), bar.top(), positionOf(rmsDb_, bar.width()), bar.height()), scale);
    if (peakDb_ > floorDb) {
        const double x = std::min(positionOf(peakDb_, bar.width()), bar.width() - 2);
        painter.fillRect(QRectF(x, bar.top(), 2, bar.height()), peakDb_ > -1 ? colors.record : colors.ink);
    }
}

}  // namespace tilescribe
