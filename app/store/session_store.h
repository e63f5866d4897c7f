// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "app/store/database.h"
#include "engine/transcript/transcript.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace tilescribe {

using SessionId = std::int64_t;

enum class SessionKind : std::int8_t { live = 0, file = 1 };

/// recording: sound is (or was, when the program was cut off) being written; transcribing: the sound is complete, text is missing.
enum class SessionState : std::int8_t { recording = 0, transcribing = 1, done = 2, failed = 3, cancelled = 4 };

struct NewSession {
    SessionKind kind = SessionKind::live;
    std::string title;
    std::string source;  ///< the file transcribed, or the recording's folder
    std::string model;
    std::string backend;
    std::string settings;  ///< JSON: what the run was made with
};

struct SessionTrack {
    int index = 0;
    std::string name;        ///< "You", "Others"
    std::string sound_file;  ///< empty once the sound was deleted
};

struct SessionMarker {
    int track = 0;
    double start_s = 0;
    double duration_s = 0;
    std::string reason;
};

struct StoredSegment {
    int track = 0;
    TranscriptSegment segment;
};

struct SessionSummary {
    SessionId id = 0;
    SessionKind kind = SessionKind::live;
    SessionState state = SessionState::done;
    std::string title;
    std::string source;
    std::string language;
    std::string model;
    std::string backend;
    std::string settings;
    std::string error;
    std::string snippet;          ///< the first words, or where the search matched
    std::int64_t created_ms = 0;  ///< since 1970, UTC
    double duration_s = 0;
    std::int64_t words = 0;
};

/// Past and running sessions, live and file alike, in one SQLite file that grows as they do: what is finished is on disk.
/// Every call is one transaction; throws StoreError. One thread at a time per object, several objects (also in other programs)
/// may use one file.
class SessionStore {
public:
    explicit SessionStore(const std::filesystem::path& file);

    [[nodiscard]] SessionId create(const NewSession& session);
    void add_track(SessionId id, const SessionTrack& track);
    /// Inserts, or replaces a segment with the same track and id. Final segments only: a provisional one is refused.
    void put_segment(SessionId id, int track, const TranscriptSegment& segment);
    void add_marker(SessionId id, const SessionMarker& marker);
    void set_duration(SessionId id, double duration_s);
    void set_language(SessionId id, const std::string& language);
    void set_state(SessionId id, SessionState state, const std::string& error = {});
    void rename(SessionId id, const std::string& title);
    /// The text stays; the caller deletes the files.
    void forget_sound(SessionId id);
    /// The segments with this number and later ones.
    void forget_segments(SessionId id, int first = 0);
    void remove(SessionId id);

    /// Newest first; with a search, only sessions whose title or text holds every word of it.
    [[nodiscard]] std::vector<SessionSummary> list(const std::string& search = {}) const;
    [[nodiscard]] std::optional<SessionSummary> find(SessionId id) const;
    /// Sessions that a crash or a kill cut off, oldest first.
    [[nodiscard]] std::vector<SessionSummary> interrupted() const;
    [[nodiscard]] std::vector<SessionTrack> tracks(SessionId id) const;
    [[nodiscard]] std::vector<StoredSegment> segments(SessionId id) const;
    [[nodiscard]] std::vector<SessionMarker> markers(SessionId id) const;

    /// The waiting files, in their order, so that a crash loses no queue.
    void save_queue(const std::vector<std::string>& files);
    [[nodiscard]] std::vector<std::string> saved_queue() const;

private:
    Database database_;
};

}  // namespace tilescribe
