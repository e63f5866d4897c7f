// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/session_store.h"

#include "app/store/segment_json.h"
#include "app/store/store_schema.h"

#include <chrono>

namespace tilescribe {
namespace {

constexpr std::string_view summary_columns =
    "SELECT s.id, s.kind, s.state, s.title, s.source, s.language, s.model, s.backend, s.settings, s.error, s.created_ms, "
    "s.duration_s, (SELECT COALESCE(SUM(n_words), 0) FROM segments g WHERE g.session = s.id), "
    "(SELECT substr(group_concat(text, ''), 1, 160) FROM (SELECT text FROM segments g WHERE g.session = s.id "
    "ORDER BY start_s LIMIT 4)) FROM sessions s ";

std::int64_t now_ms() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

SessionSummary summary_of(const Statement& row) {
    SessionSummary s;
    s.id = row.integer(0);
    s.kind = static_cast<SessionKind>(row.integer(1));
    s.state = static_cast<SessionState>(row.integer(2));
    s.title = row.text(3);
    s.source = row.text(4);
    s.language = row.text(5);
    s.model = row.text(6);
    s.backend = row.text(7);
    s.settings = row.text(8);
    s.error = row.text(9);
    s.created_ms = row.integer(10);
    s.duration_s = row.real(11);
    s.words = row.integer(12);
    s.snippet = row.text(13);
    return s;
}

std::vector<SessionSummary> summaries(Statement& statement) {
    std::vector<SessionSummary> result;
    while (statement.step()) result.push_back(summary_of(statement));
    return result;
}

/// Every word of the search as a quoted FTS5 prefix, so that no character of it is an operator. Empty where there is no word.
std::string match_of(const std::string& search) {
    std::string match;
    std::string word;
    const auto flush = [&] {
        if (word.empty()) return;
        match += (match.empty() ? "\"" : " \"") + word + "\"*";
        word.clear();
    };
    for (const char c : search) {
        if (c == ' ' || c == '\t' || c == '\n' || c == '"' || c == '\0')
            flush();
        else
            word += c;
    }
    flush();
    return match;
}

std::int64_t count_words(const std::string& text) {
    std::int64_t words = 0;
    bool inside = false;
    for (const char c : text) {
        const bool space = c == ' ' || c == '\n' || c == '\t';
        words += !space && !inside ? 1 : 0;
        inside = !space;
    }
    return words;
}

void update_search(Database& database, SessionId id) {
    (Statement(database,
               "UPDATE search SET text = coalesce((SELECT group_concat(text, ' ') FROM segments WHERE session = ?), '') "
               "WHERE rowid = ?")
     << id << id)
        .run();
}

}  // namespace

SessionStore::SessionStore(const std::filesystem::path& file) : database_(file) {
    bring_schema_up_to_date(database_);
}

SessionId SessionStore::create(const NewSession& session) {
    Transaction transaction(database_);
    (Statement(database_,
               "INSERT INTO sessions(kind, state, title, source, model, backend, settings, created_ms) "
               "VALUES(?, ?, ?, ?, ?, ?, ?, ?)")
     << static_cast<std::int64_t>(session.kind)
     << static_cast<std::int64_t>(session.kind == SessionKind::live ? SessionState::recording : SessionState::transcribing)
     << session.title << session.source << session.model << session.backend << session.settings << now_ms())
        .run();
    const SessionId id = database_.last_row_id();
    (Statement(database_, "INSERT INTO search(rowid, title, text) VALUES(?, ?, '')") << id << session.title).run();
    transaction.commit();
    return id;
}

void SessionStore::add_track(SessionId id, const SessionTrack& track) {
    (Statement(database_, "INSERT OR REPLACE INTO tracks(session, track, name, sound_file) VALUES(?, ?, ?, ?)")
     << id << static_cast<std::int64_t>(track.index) << track.name << track.sound_file)
        .run();
}

void SessionStore::put_segment(SessionId id, int track, const TranscriptSegment& segment) {
    if (!segment.is_final) throw StoreError("A provisional segment is never stored.");
    Transaction transaction(database_);
    (Statement(database_,
               "INSERT OR REPLACE INTO segments(session, track, segment, start_s, end_s, text, n_words, details) "
               "VALUES(?, ?, ?, ?, ?, ?, ?, ?)")
     << id << static_cast<std::int64_t>(track) << static_cast<std::int64_t>(segment.id) << segment.start << segment.end
     << segment.text << count_words(segment.text) << details_of(segment))
        .run();
    update_search(database_, id);
    transaction.commit();
}

void SessionStore::add_marker(SessionId id, const SessionMarker& marker) {
    (Statement(database_, "INSERT INTO markers(session, track, start_s, duration_s, reason) VALUES(?, ?, ?, ?, ?)")
     << id << static_cast<std::int64_t>(marker.track) << marker.start_s << marker.duration_s << marker.reason)
        .run();
}

void SessionStore::set_duration(SessionId id, double duration_s) {
    (Statement(database_, "UPDATE sessions SET duration_s = ? WHERE id = ?") << duration_s << id).run();
}

void SessionStore::set_language(SessionId id, const std::string& language) {
    (Statement(database_, "UPDATE sessions SET language = ? WHERE id = ?") << language << id).run();
}

void SessionStore::set_state(SessionId id, SessionState state, const std::string& error) {
    (Statement(database_, "UPDATE sessions SET state = ?, error = ? WHERE id = ?")
     << static_cast<std::int64_t>(state) << error << id)
        .run();
}

void SessionStore::rename(SessionId id, const std::string& title) {
    Transaction transaction(database_);
    (Statement(database_, "UPDATE sessions SET title = ? WHERE id = ?") << title << id).run();
    (Statement(database_, "UPDATE search SET title = ? WHERE rowid = ?") << title << id).run();
    transaction.commit();
}

void SessionStore::forget_sound(SessionId id) {
    (Statement(database_, "UPDATE tracks SET sound_file = '' WHERE session = ?") << id).run();
}

void SessionStore::forget_segments(SessionId id, int first) {
    Transaction transaction(database_);
    (Statement(database_, "DELETE FROM segments WHERE session = ? AND segment >= ?") << id << static_cast<std::int64_t>(first))
        .run();
    update_search(database_, id);
    transaction.commit();
}

void SessionStore::remove(SessionId id) {
    Transaction transaction(database_);
    (Statement(database_, "DELETE FROM sessions WHERE id = ?") << id).run();
    (Statement(database_, "DELETE FROM search WHERE rowid = ?") << id).run();
    transaction.commit();
}

std::vector<SessionSummary> SessionStore::list(const std::string& search) const {
    const std::string match = match_of(search);
    const std::string order = " ORDER BY s.created_ms DESC, s.id DESC";
    if (match.empty()) {
        Statement all(database_, std::string(summary_columns) + order);
        return summaries(all);
    }
    Statement found(database_,
                    std::string(summary_columns) + "WHERE s.id IN (SELECT rowid FROM search WHERE search MATCH ?)" + order);
    found << match;
    std::vector<SessionSummary> result = summaries(found);
    for (SessionSummary& summary : result) {
        Statement snippet(database_, "SELECT snippet(search, 1, '', '', '…', 16) FROM search WHERE search MATCH ? AND rowid = ?");
        snippet << match << summary.id;
        if (snippet.step() && !snippet.text(0).empty()) summary.snippet = snippet.text(0);
    }
    return result;
}

std::optional<SessionSummary> SessionStore::find(SessionId id) const {
    Statement statement(database_, std::string(summary_columns) + "WHERE s.id = ?");
    statement << id;
    if (!statement.step()) return std::nullopt;
    return summary_of(statement);
}

std::vector<SessionSummary> SessionStore::interrupted() const {
    Statement statement(database_, std::string(summary_columns) + "WHERE s.state IN (0, 1) ORDER BY s.created_ms, s.id");
    return summaries(statement);
}

std::vector<SessionTrack> SessionStore::tracks(SessionId id) const {
    Statement statement(database_, "SELECT track, name, sound_file FROM tracks WHERE session = ? ORDER BY track");
    statement << id;
    std::vector<SessionTrack> result;
    while (statement.step()) result.push_back({static_cast<int>(statement.integer(0)), statement.text(1), statement.text(2)});
    return result;
}

std::vector<StoredSegment> SessionStore::segments(SessionId id) const {
    Statement statement(database_,
                        "SELECT track, segment, start_s, end_s, text, details FROM segments WHERE session = ? "
                        "ORDER BY start_s, track, segment");
    statement << id;
    std::vector<StoredSegment> result;
    while (statement.step()) {
        StoredSegment stored;
        stored.track = static_cast<int>(statement.integer(0));
        stored.segment.id = static_cast<int>(statement.integer(1));
        stored.segment.start = statement.real(2);
        stored.segment.end = statement.real(3);
        stored.segment.text = statement.text(4);
        read_details(statement.text(5), stored.segment);
        result.push_back(std::move(stored));
    }
    return result;
}

std::vector<SessionMarker> SessionStore::markers(SessionId id) const {
    Statement statement(database_, "SELECT track, start_s, duration_s, reason FROM markers WHERE session = ? ORDER BY start_s");
    statement << id;
    std::vector<SessionMarker> result;
    while (statement.step())
        result.push_back({static_cast<int>(statement.integer(0)), statement.real(1), statement.real(2), statement.text(3)});
    return result;
}

void SessionStore::save_queue(const std::vector<std::string>& files) {
    Transaction transaction(database_);
    database_.execute("DELETE FROM queue");
    for (const std::string& file : files) (Statement(database_, "INSERT INTO queue(file) VALUES(?)") << file).run();
    transaction.commit();
}

std::vector<std::string> SessionStore::saved_queue() const {
    Statement statement(database_, "SELECT file FROM queue ORDER BY position");
    std::vector<std::string> files;
    while (statement.step()) files.push_back(statement.text(0));
    return files;
}

}  // namespace tilescribe
