// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/audio/capture_event.h"

#include <QDebug>

#include <algorithm>
#include <iterator>
#include <mutex>
#include <vector>

namespace tilescribe::testing {

/// Collects a session's events from the recorder's thread.
class EventLog {
public:
    CaptureEventListener listener() {
        return [this](const CaptureEvent& event) {
            const std::scoped_lock lock(mutex_);
            events_.push_back(event);
        };
    }
    [[nodiscard]] std::vector<CaptureEvent> all() const {
        const std::scoped_lock lock(mutex_);
        return events_;
    }
    [[nodiscard]] std::vector<CaptureEvent> of(CaptureEvent::Kind kind, int track = 0) const {
        std::vector<CaptureEvent> found;
        const std::vector<CaptureEvent> events = all();
        std::ranges::copy_if(events, std::back_inserter(found),
                             [&](const CaptureEvent& event) { return event.kind == kind && event.track == track; });
        return found;
    }
    [[nodiscard]] bool has(CaptureEvent::Kind kind, int track = 0) const { return !of(kind, track).empty(); }
    /// For the log of a test that failed.
    void print() const {
        for (const CaptureEvent& event : all()) {
            qWarning("  event %d of track %d at %.3f s for %.3f s: %s (%s)", static_cast<int>(event.kind), event.track,
                     event.start_s, event.duration_s, event.device.c_str(), event.reason.c_str());
        }
    }

private:
    mutable std::mutex mutex_;
    std::vector<CaptureEvent> events_;
};

}  // namespace tilescribe::testing
