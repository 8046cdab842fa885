// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/schema.h"

#include "core/base/encoding.h"
#include "core/crypto/hash.h"
#include "core/storage/ledger_file.h"

#include <array>

namespace dgex::storage {

namespace {

/// Step i brings version i to i + 1. Steps are never changed, only added.
constexpr std::array<const char*, kSchemaVersion> kMigrations = {
    R"(CREATE TABLE batches (position INTEGER PRIMARY KEY, transactions BLOB NOT NULL);
CREATE TRIGGER batches_immutable BEFORE UPDATE ON batches
    BEGIN SELECT RAISE(ABORT, 'ledger rows are immutable'); END;
CREATE TABLE blocks (height INTEGER PRIMARY KEY, header BLOB NOT NULL, checkpoint BLOB NOT NULL);
CREATE TRIGGER blocks_immutable BEFORE UPDATE OF height, header ON blocks
    BEGIN SELECT RAISE(ABORT, 'ledger rows are immutable'); END;
CREATE TABLE meter_values (number INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, bytes BLOB NOT NULL);
CREATE TABLE settings (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL, digest BLOB NOT NULL);)",
    R"(CREATE TABLE own_signatures (height INTEGER PRIMARY KEY, checkpoint BLOB NOT NULL);
CREATE TRIGGER own_signatures_immutable BEFORE UPDATE ON own_signatures
    BEGIN SELECT RAISE(ABORT, 'ledger rows are immutable'); END;
CREATE TABLE receipts (number INTEGER PRIMARY KEY, sheet BLOB NOT NULL UNIQUE, receipt BLOB NOT NULL);)"};

std::expected<void, StorageError> checkKind(SqliteDatabase& database, std::int64_t version)
{
    const auto application = database.integer("PRAGMA application_id");
    if (!application)
        return std::unexpected(application.error());
    if (*application == kApplicationId)
        return {};
    const auto objects = database.integer("SELECT count(*) FROM sqlite_schema");
    if (!objects)
        return std::unexpected(objects.error());
    if (*application != 0 || version != 0 || *objects != 0)
        return std::unexpected(StorageError::NotALedger);
    return {};
}

} // namespace

std::expected<void, StorageError> migrate(SqliteDatabase& database)
{
    auto transaction = SqliteTransaction::begin(database);
    if (!transaction)
        return std::unexpected(transaction.error());
    const auto version = database.integer("PRAGMA user_version");
    if (!version)
        return std::unexpected(version.error());
    if (auto kind = checkKind(database, *version); !kind)
        return kind;
    if (*version > kSchemaVersion)
        return std::unexpected(StorageError::NewerVersion);
    if (*version < 0)
        return std::unexpected(StorageError::Corrupt);
    for (auto step = *version; step < kSchemaVersion; ++step)
        if (auto done = database.execute(kMigrations[static_cast<std::size_t>(step)]); !done)
            return done;
    if (*version < kSchemaVersion) {
        const std::string marks = "PRAGMA application_id = " + std::to_string(kApplicationId) +
                                  "; PRAGMA user_version = " + std::to_string(kSchemaVersion);
        if (auto done = database.execute(marks); !done)
            return done;
    }
    return transaction->commit();
}

std::expected<std::vector<std::string>, StorageError> schemaOf(SqliteDatabase& database)
{
    auto statement = database.prepare("SELECT type, name, tbl_name, ifnull(sql, '') FROM sqlite_schema ORDER BY 1, 2");
    if (!statement)
        return std::unexpected(statement.error());
    std::vector<std::string> lines;
    for (;;) {
        const auto row = statement->step();
        if (!row)
            return std::unexpected(row.error());
        if (!*row)
            return lines;
        lines.push_back(statement->text(0) + ' ' + statement->text(1) + ' ' + statement->text(2) + ' ' +
                        statement->text(3));
    }
}

std::expected<std::vector<std::string>, StorageError> expectedSchema()
{
    auto database = SqliteDatabase::open(":memory:", OpenMode::ReadWriteCreate);
    if (!database)
        return std::unexpected(database.error());
    if (auto done = migrate(*database); !done)
        return std::unexpected(done.error());
    return schemaOf(*database);
}

Hash256 settingDigest(std::string_view key, std::string_view value)
{
    Encoder out;
    out.domain("setting").text(key).text(value);
    return crypto::sha256(out.bytes());
}

} // namespace dgex::storage
