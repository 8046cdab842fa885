// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/assert.h"
#include "core/base/encoding.h"
#include "core/storage/ledger_file.h"
#include "core/storage/schema.h"

#include <algorithm>

namespace dgex::storage {

namespace {

constexpr std::int64_t kReadCountMax = 1 << 20;

std::expected<StoredBlock, StorageError> decodeBlock(const SqliteStatement& row)
{
    const auto header = ledger::decodeBlockHeader(row.blob(1));
    auto checkpoint = ledger::decodeCheckpoint(row.blob(2));
    if (!header || !checkpoint || header->height != static_cast<std::uint64_t>(row.integer(0)))
        return std::unexpected(StorageError::Corrupt);
    return StoredBlock{.header = *header, .checkpoint = std::move(*checkpoint)};
}

std::expected<std::vector<StoredBlock>, StorageError> readBlocks(SqliteDatabase& database, std::int64_t from,
                                                                 std::int64_t count)
{
    auto select =
        database.prepare("SELECT height, header, checkpoint FROM blocks WHERE height >= ? ORDER BY height LIMIT ?");
    if (!select)
        return std::unexpected(select.error());
    select->bind(1, from).bind(2, count);
    std::vector<StoredBlock> blocks;
    for (;;) {
        const auto row = select->step();
        if (!row)
            return std::unexpected(row.error());
        if (!*row)
            return blocks;
        auto block = decodeBlock(*select);
        if (!block)
            return std::unexpected(block.error());
        blocks.push_back(std::move(*block));
    }
}

std::expected<void, StorageError> putBlock(SqliteDatabase& database, const StoredBlock& block)
{
    auto transaction = SqliteTransaction::begin(database);
    if (!transaction)
        return std::unexpected(transaction.error());
    const auto last = database.integer("SELECT ifnull(max(height), 0) FROM blocks");
    if (!last)
        return std::unexpected(last.error());
    const auto height = static_cast<std::int64_t>(block.header.height);
    if (height <= *last) {
        const auto stored = readBlocks(database, height, 1);
        if (!stored)
            return std::unexpected(stored.error());
        const bool same = stored->size() == 1 && stored->front().header == block.header &&
                          signedPreimage(stored->front().checkpoint) == signedPreimage(block.checkpoint);
        if (!same)
            return std::unexpected(StorageError::Corrupt);
        return {};
    }
    if (height != *last + 1)
        return std::unexpected(StorageError::Corrupt);
    auto insert = database.prepare("INSERT INTO blocks (height, header, checkpoint) VALUES (?, ?, ?)");
    if (!insert)
        return std::unexpected(insert.error());
    const Bytes header = encode(block.header);
    const Bytes checkpoint = encode(block.checkpoint);
    if (auto done = insert->bind(1, height).bind(2, ByteView(header)).bind(3, ByteView(checkpoint)).run(); !done)
        return done;
    return transaction->commit();
}

std::expected<std::optional<ledger::MeterValues>, StorageError> readValues(SqliteDatabase& database,
                                                                           const Hash256& hash)
{
    auto select = database.prepare("SELECT bytes FROM meter_values WHERE hash = ?");
    if (!select)
        return std::unexpected(select.error());
    const auto row = select->bind(1, ByteView(hash)).step();
    if (!row)
        return std::unexpected(row.error());
    if (!*row)
        return std::nullopt;
    auto values = ledger::decodeMeterValues(select->blob(0));
    if (!values || hashOf(*values) != hash)
        return std::unexpected(StorageError::Corrupt);
    return values;
}

std::expected<std::optional<std::string>, StorageError> readSetting(SqliteDatabase& database, std::string_view key)
{
    auto select = database.prepare("SELECT value, digest FROM settings WHERE key = ?");
    if (!select)
        return std::unexpected(select.error());
    const auto row = select->bind(1, key).step();
    if (!row)
        return std::unexpected(row.error());
    if (!*row)
        return std::nullopt;
    std::string value = select->text(0);
    if (!std::ranges::equal(select->blob(1), settingDigest(key, value)))
        return std::unexpected(StorageError::Corrupt);
    return value;
}

} // namespace

BlockStore::BlockStore(std::shared_ptr<LedgerFile> file)
    : m_file(std::move(file))
{
    DGEX_ASSERT(m_file != nullptr);
}

std::expected<void, StorageError> BlockStore::put(const StoredBlock& block)
{
    DGEX_ASSERT(block.header.height >= 1 && block.header.height <= INT64_MAX);
    DGEX_ASSERT(block.checkpoint.height == block.header.height);
    return m_file->locked([&](SqliteDatabase& database) { return putBlock(database, block); });
}

std::expected<std::vector<StoredBlock>, StorageError> BlockStore::blocks(std::uint64_t from, std::size_t countMax)
{
    if (from > INT64_MAX || countMax == 0)
        return std::vector<StoredBlock>{};
    const auto count = static_cast<std::int64_t>(std::min<std::size_t>(countMax, kReadCountMax));
    return m_file->locked(
        [&](SqliteDatabase& database) { return readBlocks(database, static_cast<std::int64_t>(from), count); });
}

std::expected<std::uint64_t, StorageError> BlockStore::height()
{
    const auto height = m_file->locked(
        [](SqliteDatabase& database) { return database.integer("SELECT ifnull(max(height), 0) FROM blocks"); });
    if (!height)
        return std::unexpected(height.error());
    return static_cast<std::uint64_t>(*height);
}

std::expected<Hash256, StorageError> BlockStore::putValues(const ledger::MeterValues& values)
{
    const Hash256 hash = hashOf(values);
    const Bytes bytes = encode(values);
    const auto done = m_file->locked([&](SqliteDatabase& database) -> std::expected<void, StorageError> {
        auto insert = database.prepare("INSERT OR IGNORE INTO meter_values (hash, bytes) VALUES (?, ?)");
        if (!insert)
            return std::unexpected(insert.error());
        return insert->bind(1, ByteView(hash)).bind(2, ByteView(bytes)).run();
    });
    if (!done)
        return std::unexpected(done.error());
    return hash;
}

std::expected<std::optional<ledger::MeterValues>, StorageError> BlockStore::values(const Hash256& hash)
{
    return m_file->locked([&](SqliteDatabase& database) { return readValues(database, hash); });
}

std::expected<void, StorageError> BlockStore::eraseValues(const Hash256& hash)
{
    return m_file->locked([&](SqliteDatabase& database) -> std::expected<void, StorageError> {
        auto remove = database.prepare("DELETE FROM meter_values WHERE hash = ?");
        if (!remove)
            return std::unexpected(remove.error());
        return remove->bind(1, ByteView(hash)).run();
    });
}

std::expected<std::uint64_t, StorageError> BlockStore::eraseValuesBefore(Period period)
{
    // Encoded values: version, u64 home, i64 period; periods are not negative, so their bytes sort like them.
    Encoder start;
    start.i64(std::max<std::int64_t>(period.startSeconds(), 0));
    return m_file->locked([&](SqliteDatabase& database) -> std::expected<std::uint64_t, StorageError> {
        auto remove = database.prepare("DELETE FROM meter_values WHERE substr(bytes, 10, 8) < ?");
        if (!remove)
            return std::unexpected(remove.error());
        if (const auto done = remove->bind(1, ByteView(start.bytes())).run(); !done)
            return std::unexpected(done.error());
        const auto count = database.integer("SELECT changes()");
        if (!count)
            return std::unexpected(count.error());
        return static_cast<std::uint64_t>(*count);
    });
}

std::expected<void, StorageError> BlockStore::putSetting(std::string_view key, std::string_view value)
{
    const Hash256 digest = settingDigest(key, value);
    return m_file->locked([&](SqliteDatabase& database) -> std::expected<void, StorageError> {
        auto insert = database.prepare("INSERT OR REPLACE INTO settings (key, value, digest) VALUES (?, ?, ?)");
        if (!insert)
            return std::unexpected(insert.error());
        return insert->bind(1, key).bind(2, value).bind(3, ByteView(digest)).run();
    });
}

std::expected<std::optional<std::string>, StorageError> BlockStore::setting(std::string_view key)
{
    return m_file->locked([&](SqliteDatabase& database) { return readSetting(database, key); });
}

} // namespace dgex::storage
