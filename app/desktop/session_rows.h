// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "app/store/session_store.h"
#include "engine/transcript/transcript.h"
#include "ui/caption_line.h"
#include "ui/session_row.h"

#include <filesystem>
#include <vector>

namespace tilescribe {

/// A stored session as the library lists it; the words of `search` are marked in its snippet.
[[nodiscard]] SessionRow sessionRow(const SessionStore& store, const SessionSummary& session, const QString& search = {});
/// The files that its sound lies in, those that are still there.
[[nodiscard]] std::vector<std::filesystem::path> soundFiles(const SessionStore& store, const SessionSummary& session);
/// Its segments and marks as rows of the transcript.
[[nodiscard]] std::vector<CaptionLine> sessionLines(const SessionStore& store, SessionId id);
/// Its segments of all tracks in the order of time, for the writers; where there are two tracks each says whose it is: "You: ...".
[[nodiscard]] Transcript sessionTranscript(const SessionStore& store, const SessionSummary& session);

}  // namespace tilescribe
