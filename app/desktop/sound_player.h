// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "app/desktop/background.h"

#include <QObject>

#include <filesystem>
#include <memory>
#include <stop_token>
#include <vector>

namespace tilescribe {

/// Plays a session's sound through PulseAudio or PipeWire, all its tracks together, so that a word can be heard.
class SoundPlayer final : public QObject {
    Q_OBJECT
public:
    explicit SoundPlayer(QObject* parent = nullptr);
    ~SoundPlayer() override;

    /// From `start` to `end` seconds; a negative end is the sound's own. What is being played ends.
    void play(const std::vector<std::filesystem::path>& tracks, double start, double end);
    void stop();

Q_SIGNALS:
    /// About ten times a second: what is being heard.
    void positionChanged(double seconds);
    void stopped(double seconds);
    /// A sentence for the user.
    void failed(const QString& sentence);

private:
    struct Order;
    void work(const Order& order);

    std::stop_source stop_;
    quint64 order_ = 0;  ///< what an earlier order still tells is not shown
    std::unique_ptr<Background> thread_;
};

}  // namespace tilescribe
