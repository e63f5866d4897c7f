// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

#include <optional>

namespace tilescribe {

/// One recording of the file queue.
struct QueueItem {
    enum class State { waiting, scanning, running, paused, done, cancelled, failed };

    qint64 id = 0;
    QString name;
    QString path;  ///< tool tip
    State state = State::waiting;
    std::optional<double> lengthS;
    double progress = 0;          ///< 0 to 1
    std::optional<double> speed;  ///< x realtime
    std::optional<double> leftS;
    QString message;             ///< what went wrong, and what can be done
    bool hasTranscript = false;  ///< done, or cancelled with something kept
    bool operator==(const QueueItem&) const = default;
};

}  // namespace tilescribe
