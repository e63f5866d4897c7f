// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace tilescribe {

/// The session store cannot be opened, read or written; what() is a sentence for the user.
class StoreError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// The disk is full or fails: nothing was changed, and the same may succeed later.
class StoreUnwritable : public StoreError {
public:
    using StoreError::StoreError;
};

/// One SQLite connection in WAL mode. One thread at a time; other threads and programs open their own.
class Database {
public:
    explicit Database(const std::filesystem::path& file);

    void execute(const char* sql);
    [[nodiscard]] std::int64_t last_row_id() const noexcept { return sqlite3_last_insert_rowid(handle_.get()); }
    [[nodiscard]] int changes() const noexcept { return sqlite3_changes(handle_.get()); }
    [[nodiscard]] sqlite3* handle() const noexcept { return handle_.get(); }

private:
    struct Close {
        void operator()(sqlite3* handle) const noexcept { sqlite3_close_v2(handle); }
    };
    std::unique_ptr<sqlite3, Close> handle_;
};

/// A prepared statement: bind in order with <<, then step() and read columns, or run().
class Statement {
public:
    Statement(const Database& database, std::string_view sql);

    Statement& operator<<(std::int64_t value);
    Statement& operator<<(double value);
    Statement& operator<<(std::string_view value);

    /// True while there is a row.
    [[nodiscard]] bool step();
    /// For statements without rows.
    void run();

    [[nodiscard]] std::int64_t integer(int column) const noexcept { return sqlite3_column_int64(handle_.get(), column); }
    [[nodiscard]] double real(int column) const noexcept { return sqlite3_column_double(handle_.get(), column); }
    [[nodiscard]] std::string text(int column) const;

private:
    void check(int code) const;
    struct Finalize {
        void operator()(sqlite3_stmt* handle) const noexcept { sqlite3_finalize(handle); }
    };
    std::unique_ptr<sqlite3_stmt, Finalize> handle_;
    int next_ = 1;
};

/// Everything until commit() or nothing.
class Transaction {
public:
    explicit Transaction(Database& database) : database_(database) { database_.execute("BEGIN IMMEDIATE"); }
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void commit();

private:
    Database& database_;
    bool open_ = true;
};

}  // namespace tilescribe
