// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/store_schema.h"

namespace tilescribe {
namespace {

constexpr int schema_version = 1;

constexpr const char* tables = R"sql(
CREATE TABLE sessions(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind INTEGER NOT NULL,
    state INTEGER NOT NULL,
    title TEXT NOT NULL,
    source TEXT NOT NULL DEFAULT '',
    language TEXT NOT NULL DEFAULT '',
    model TEXT NOT NULL DEFAULT '',
    backend TEXT NOT NULL DEFAULT '',
    settings TEXT NOT NULL DEFAULT '',
    error TEXT NOT NULL DEFAULT '',
    created_ms INTEGER NOT NULL,
    duration_s REAL NOT NULL DEFAULT 0);
CREATE TABLE tracks(
    session INTEGER NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
    track INTEGER NOT NULL,
    name TEXT NOT NULL,
    sound_file TEXT NOT NULL,
    PRIMARY KEY(session, track));
CREATE TABLE segments(
    session INTEGER NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
    track INTEGER NOT NULL,
    segment INTEGER NOT NULL,
    start_s REAL NOT NULL,
    end_s REAL NOT NULL,
    text TEXT NOT NULL,
    n_words INTEGER NOT NULL,
    details TEXT NOT NULL,
    PRIMARY KEY(session, track, segment));
CREATE TABLE markers(
    session INTEGER NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
    track INTEGER NOT NULL,
    start_s REAL NOT NULL,
    duration_s REAL NOT NULL,
    reason TEXT NOT NULL);
CREATE INDEX markers_of_session ON markers(session);
CREATE TABLE queue(position INTEGER PRIMARY KEY AUTOINCREMENT, file TEXT NOT NULL);
CREATE VIRTUAL TABLE search USING fts5(title, text, tokenize = 'unicode61 remove_diacritics 2');
)sql";

}  // namespace

void bring_schema_up_to_date(Database& database) {
    Transaction transaction(database);
    Statement version(database, "PRAGMA user_version");
    const std::int64_t found = version.step() ? version.integer(0) : 0;
    if (found > schema_version) throw StoreError("This library was written by a newer Tilescribe; please update the program.");
    if (found == 0) {
        database.execute(tables);
        database.execute(("PRAGMA user_version = " + std::to_string(schema_version)).c_str());
    }
    version.run();
    transaction.commit();
}

}  // namespace tilescribe
