// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/database.h"

namespace tilescribe {
namespace {

constexpr int busy_timeout_ms = 5000;

[[noreturn]] void fail(sqlite3* handle, const std::string& what) {
    const std::string reason = handle != nullptr ? sqlite3_errmsg(handle) : "out of memory";
    const int code = handle != nullptr ? sqlite3_errcode(handle) & 0xFF : SQLITE_NOMEM;  // the primary code
    if (code == SQLITE_FULL || code == SQLITE_IOERR) throw StoreUnwritable(what + ": " + reason + ".");
    throw StoreError(what + ": " + reason + ".");
}

}  // namespace

Database::Database(const std::filesystem::path& file) {
    sqlite3* raw = nullptr;
    const int code = sqlite3_open_v2(file.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    handle_.reset(raw);
    if (code != SQLITE_OK) fail(raw, "The library " + file.string() + " cannot be opened");
    sqlite3_busy_timeout(raw, busy_timeout_ms);
    // Untrusted schemas cannot call functions; foreign keys delete a session's rows with it. WAL with synchronous=NORMAL survives
    // a crash of the program; after a loss of power the last transactions may be missing but nothing is corrupt.
    execute("PRAGMA trusted_schema=OFF; PRAGMA foreign_keys=ON; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;");
}

void Database::execute(const char* sql) {
    if (sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail(handle_.get(), "The library cannot be used");
}

Statement::Statement(const Database& database, std::string_view sql) {
    sqlite3_stmt* raw = nullptr;
    if (sqlite3_prepare_v2(database.handle(), sql.data(), static_cast<int>(sql.size()), &raw, nullptr) != SQLITE_OK)
        fail(database.handle(), "The library cannot be read");
    handle_.reset(raw);
}

void Statement::check(int code) const {
    if (code != SQLITE_OK) fail(sqlite3_db_handle(handle_.get()), "The library cannot be used");
}

Statement& Statement::operator<<(std::int64_t value) {
    check(sqlite3_bind_int64(handle_.get(), next_++, value));
    return *this;
}

Statement& Statement::operator<<(double value) {
    check(sqlite3_bind_double(handle_.get(), next_++, value));
    return *this;
}

Statement& Statement::operator<<(std::string_view value) {
    check(sqlite3_bind_text64(handle_.get(), next_++, value.data(), value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
    return *this;
}

bool Statement::step() {
    const int code = sqlite3_step(handle_.get());
    if (code != SQLITE_ROW && code != SQLITE_DONE) fail(sqlite3_db_handle(handle_.get()), "The library cannot be used");
    return code == SQLITE_ROW;
}

void Statement::run() {
    while (step()) {
    }
}

std::string Statement::text(int column) const {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(handle_.get(), column));
    return bytes == nullptr ? std::string()
                            : std::string(bytes, static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column)));
}

Transaction::~Transaction() {
    if (open_) sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit() {
    database_.execute("COMMIT");
    open_ = false;
}

}  // namespace tilescribe
