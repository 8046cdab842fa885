// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

struct sqlite3;
struct sqlite3_stmt;

namespace dgex::storage {

enum class StorageError {
    CannotOpen,   ///< No such file, a folder, no permission.
    NotALedger,   ///< Another kind of file.
    NewerVersion, ///< Written by a newer version of this program.
    Busy,         ///< Another process holds it.
    Full,         ///< The disk is full.
    Corrupt,      ///< The file is damaged.
    Compacted,    ///< Rows that were forgotten on purpose.
    Failed,       ///< Any other failure of the device.
};
[[nodiscard]] std::string_view describe(StorageError error);

/// One prepared statement, reset by bind-and-run cycles of its owner.
/// Thread: that of its database.
class SqliteStatement {
public:
    SqliteStatement() = default;
    ~SqliteStatement();
    SqliteStatement(SqliteStatement&& other) noexcept;
    SqliteStatement& operator=(SqliteStatement&& other) noexcept;

    /// Parameters count from 1.
    SqliteStatement& bind(int parameter, std::int64_t value);
    SqliteStatement& bind(int parameter, ByteView blob);
    SqliteStatement& bind(int parameter, std::string_view text);
    /// True: a row is there; false: done (and reset).
    [[nodiscard]] std::expected<bool, StorageError> step();
    /// Runs a statement that gives no rows.
    [[nodiscard]] std::expected<void, StorageError> run();
    void reset();
    /// Columns count from 0; the value of another type is converted as SQLite does.
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] Bytes blob(int column) const;
    [[nodiscard]] std::string text(int column) const;
    /// Whether the column holds exactly that storage class.
    [[nodiscard]] bool isInteger(int column) const;
    [[nodiscard]] bool isBlob(int column) const;
    [[nodiscard]] bool isText(int column) const;

private:
    friend class SqliteDatabase;
    explicit SqliteStatement(sqlite3_stmt* statement)
        : m_statement(statement)
    {
    }
    sqlite3_stmt* m_statement = nullptr;
    bool m_bindFailed = false;
};

enum class OpenMode { ReadOnly, ReadWrite, ReadWriteCreate };

/// One connection to a SQLite file.
/// Thread: one at a time.
class SqliteDatabase {
public:
    [[nodiscard]] static std::expected<SqliteDatabase, StorageError> open(const std::string& path, OpenMode mode);
    ~SqliteDatabase();
    SqliteDatabase(SqliteDatabase&& other) noexcept;
    SqliteDatabase& operator=(SqliteDatabase&& other) noexcept;

    [[nodiscard]] std::expected<SqliteStatement, StorageError> prepare(std::string_view sql);
    /// Runs one or several statements without parameters.
    [[nodiscard]] std::expected<void, StorageError> execute(const std::string& sql);
    /// The first column of the first row as an integer, as for PRAGMA user_version.
    [[nodiscard]] std::expected<std::int64_t, StorageError> integer(std::string_view sql);
    [[nodiscard]] std::expected<std::string, StorageError> text(std::string_view sql);

private:
    explicit SqliteDatabase(sqlite3* connection)
        : m_connection(connection)
    {
    }
    sqlite3* m_connection = nullptr;
};

/// Rolls back unless committed.
class SqliteTransaction {
public:
    [[nodiscard]] static std::expected<SqliteTransaction, StorageError> begin(SqliteDatabase& database);
    ~SqliteTransaction();
    SqliteTransaction(SqliteTransaction&& other) noexcept
        : m_database(std::exchange(other.m_database, nullptr))
    {
    }
    SqliteTransaction& operator=(SqliteTransaction&&) = delete;
    [[nodiscard]] std::expected<void, StorageError> commit();

private:
    explicit SqliteTransaction(SqliteDatabase& database)
        : m_database(&database)
    {
    }
    SqliteDatabase* m_database;
};

} // namespace dgex::storage
