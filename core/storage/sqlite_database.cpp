// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/sqlite_database.h"

#include <sqlite3.h>

namespace dgex::storage {

namespace {

constexpr int kBusyTimeoutMs = 2000;

StorageError errorOf(int code)
{
    switch (code & 0xff) {
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_READONLY:
        return StorageError::CannotOpen;
    case SQLITE_NOTADB:
        return StorageError::NotALedger;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return StorageError::Busy;
    case SQLITE_FULL:
        return StorageError::Full;
    case SQLITE_CORRUPT:
        return StorageError::Corrupt;
    default:
        return StorageError::Failed;
    }
}

} // namespace

std::string_view describe(StorageError error)
{
    switch (error) {
    case StorageError::CannotOpen:
        return "the file cannot be opened";
    case StorageError::NotALedger:
        return "the file is not a ledger";
    case StorageError::NewerVersion:
        return "the ledger was written by a newer version of this program";
    case StorageError::Busy:
        return "another process holds the ledger open";
    case StorageError::Full:
        return "the disk is full";
    case StorageError::Corrupt:
        return "the ledger file is damaged";
    case StorageError::Compacted:
        return "these rows of the ledger were compacted away";
    case StorageError::Failed:
        return "the ledger file cannot be read or written";
    }
    return "unknown error";
}

SqliteStatement::~SqliteStatement()
{
    sqlite3_finalize(m_statement);
}

SqliteStatement::SqliteStatement(SqliteStatement&& other) noexcept
    : m_statement(std::exchange(other.m_statement, nullptr))
    , m_bindFailed(other.m_bindFailed)
{
}

SqliteStatement& SqliteStatement::operator=(SqliteStatement&& other) noexcept
{
    std::swap(m_statement, other.m_statement);
    std::swap(m_bindFailed, other.m_bindFailed);
    return *this;
}

SqliteStatement& SqliteStatement::bind(int parameter, std::int64_t value)
{
    m_bindFailed |= sqlite3_bind_int64(m_statement, parameter, value) != SQLITE_OK;
    return *this;
}

SqliteStatement& SqliteStatement::bind(int parameter, ByteView blob)
{
    // A null pointer would bind NULL instead of an empty blob.
    const void* const data = blob.empty() ? static_cast<const void*>("") : blob.data();
    m_bindFailed |= sqlite3_bind_blob64(m_statement, parameter, data, blob.size(), SQLITE_TRANSIENT) != SQLITE_OK;
    return *this;
}

SqliteStatement& SqliteStatement::bind(int parameter, std::string_view text)
{
    const char* const data = text.empty() ? "" : text.data();
    m_bindFailed |=
        sqlite3_bind_text64(m_statement, parameter, data, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8) != SQLITE_OK;
    return *this;
}

std::expected<bool, StorageError> SqliteStatement::step()
{
    if (m_bindFailed)
        return std::unexpected(StorageError::Failed);
    const int code = sqlite3_step(m_statement);
    if (code == SQLITE_ROW)
        return true;
    sqlite3_reset(m_statement);
    if (code == SQLITE_DONE)
        return false;
    return std::unexpected(errorOf(code));
}

std::expected<void, StorageError> SqliteStatement::run()
{
    const auto row = step();
    reset();
    if (!row)
        return std::unexpected(row.error());
    return {};
}

void SqliteStatement::reset()
{
    sqlite3_reset(m_statement);
}

std::int64_t SqliteStatement::integer(int column) const
{
    return sqlite3_column_int64(m_statement, column);
}

Bytes SqliteStatement::blob(int column) const
{
    const auto* const data = static_cast<const std::uint8_t*>(sqlite3_column_blob(m_statement, column));
    const int size = sqlite3_column_bytes(m_statement, column);
    return data == nullptr ? Bytes{} : Bytes(data, data + size);
}

std::string SqliteStatement::text(int column) const
{
    const auto* const data = reinterpret_cast<const char*>(sqlite3_column_text(m_statement, column));
    const int size = sqlite3_column_bytes(m_statement, column);
    return data == nullptr ? std::string() : std::string(data, static_cast<std::size_t>(size));
}

bool SqliteStatement::isInteger(int column) const
{
    return sqlite3_column_type(m_statement, column) == SQLITE_INTEGER;
}
bool SqliteStatement::isBlob(int column) const
{
    return sqlite3_column_type(m_statement, column) == SQLITE_BLOB;
}
bool SqliteStatement::isText(int column) const
{
    return sqlite3_column_type(m_statement, column) == SQLITE_TEXT;
}

std::expected<SqliteDatabase, StorageError> SqliteDatabase::open(const std::string& path, OpenMode mode)
{
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    if (mode == OpenMode::ReadOnly)
        flags |= SQLITE_OPEN_READONLY;
    else
        flags |= SQLITE_OPEN_READWRITE | (mode == OpenMode::ReadWriteCreate ? SQLITE_OPEN_CREATE : 0);
    sqlite3* connection = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &connection, flags, nullptr);
    SqliteDatabase database(connection);
    if (code != SQLITE_OK)
        return std::unexpected(errorOf(code));
    sqlite3_busy_timeout(connection, kBusyTimeoutMs);
    // A file from elsewhere must not run code of its schema, and damage is reported instead of followed.
    sqlite3_db_config(connection, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(connection, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    return database;
}

SqliteDatabase::~SqliteDatabase()
{
    sqlite3_close_v2(m_connection);
}

SqliteDatabase::SqliteDatabase(SqliteDatabase&& other) noexcept
    : m_connection(std::exchange(other.m_connection, nullptr))
{
}

SqliteDatabase& SqliteDatabase::operator=(SqliteDatabase&& other) noexcept
{
    std::swap(m_connection, other.m_connection);
    return *this;
}

std::expected<SqliteStatement, StorageError> SqliteDatabase::prepare(std::string_view sql)
{
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v2(m_connection, sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
    if (code != SQLITE_OK)
        return std::unexpected(errorOf(code));
    return SqliteStatement(statement);
}

std::expected<void, StorageError> SqliteDatabase::execute(const std::string& sql)
{
    const int code = sqlite3_exec(m_connection, sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        return std::unexpected(errorOf(code));
    return {};
}

std::expected<std::int64_t, StorageError> SqliteDatabase::integer(std::string_view sql)
{
    auto statement = prepare(sql);
    if (!statement)
        return std::unexpected(statement.error());
    const auto row = statement->step();
    if (!row)
        return std::unexpected(row.error());
    return *row ? statement->integer(0) : 0;
}

std::expected<std::string, StorageError> SqliteDatabase::text(std::string_view sql)
{
    auto statement = prepare(sql);
    if (!statement)
        return std::unexpected(statement.error());
    const auto row = statement->step();
    if (!row)
        return std::unexpected(row.error());
    return *row ? statement->text(0) : std::string();
}

std::expected<SqliteTransaction, StorageError> SqliteTransaction::begin(SqliteDatabase& database)
{
    if (auto begun = database.execute("BEGIN IMMEDIATE"); !begun)
        return std::unexpected(begun.error());
    return SqliteTransaction(database);
}

SqliteTransaction::~SqliteTransaction()
{
    if (m_database != nullptr)
        static_cast<void>(m_database->execute("ROLLBACK"));
}

std::expected<void, StorageError> SqliteTransaction::commit()
{
    auto done = m_database->execute("COMMIT");
    if (done)
        m_database = nullptr;
    return done;
}

} // namespace dgex::storage
