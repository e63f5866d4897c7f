// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "app/store/session_store.h"
#include "engine/pipeline/shared_model.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

namespace tilescribe {

/// One track of a live session that was cut off.
struct CutOffTrack {
    int index = 0;
    std::filesystem::path file;
    std::int64_t samples = 0;  ///< after the repair
    double done_s = 0;         ///< up to here there is final text
    int next_id = 0;
};

/// Makes the recordings whole and finds where their text ends. A file that is gone has no samples; one that cannot be repaired
/// likewise.
[[nodiscard]] std::vector<CutOffTrack> repair_tracks(const SessionStore& store, SessionId id);

struct CompletionEvents {
    std::function<void(int track, const TranscriptSegment&)> segment;
    std::function<void(double fraction)> progress;
};

/// Transcribes what is missing, as the live session would have. False where `stop` was requested. Throws MediaError.
bool complete_text(const std::vector<CutOffTrack>& tracks, const std::string& language, SharedModel& model,
                   const CompletionEvents& events, const std::stop_token& stop);

}  // namespace tilescribe
