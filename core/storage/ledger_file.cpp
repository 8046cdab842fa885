// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/ledger_file.h"

#include "core/storage/schema.h"

namespace dgex::storage {

std::expected<std::shared_ptr<LedgerFile>, StorageError> LedgerFile::open(const std::string& path)
{
    auto database = SqliteDatabase::open(path, OpenMode::ReadWriteCreate);
    if (!database)
        return std::unexpected(database.error());
    // Exclusive: two nodes on one file would build two chains.
    if (auto done = database->execute("PRAGMA locking_mode = EXCLUSIVE"); !done)
        return std::unexpected(done.error());
    if (auto done = migrate(*database); !done)
        return std::unexpected(done.error());
    const auto mode = database->text("PRAGMA journal_mode = WAL");
    if (!mode)
        return std::unexpected(mode.error());
    if (*mode != "wal")
        return std::unexpected(StorageError::Failed);
    if (auto done = database->execute("PRAGMA synchronous = FULL; PRAGMA secure_delete = ON"); !done)
        return std::unexpected(done.error());
    return std::shared_ptr<LedgerFile>(new LedgerFile(path, std::move(*database)));
}

LedgerFile::LedgerFile(std::string path, SqliteDatabase database)
    : m_path(std::move(path))
    , m_database(std::move(database))
{
}

LedgerFile::~LedgerFile()
{
    // Both may fail (a full disk); then the write-ahead log stays and the next opening takes it up.
    static_cast<void>(m_database.execute("PRAGMA wal_checkpoint(TRUNCATE)"));
    static_cast<void>(m_database.execute("PRAGMA journal_mode = DELETE"));
}

} // namespace dgex::storage
