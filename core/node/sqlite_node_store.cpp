// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/node/sqlite_node_store.h"

#include "core/base/assert.h"

#include <algorithm>

namespace dgex::node {

namespace {

using storage::SqliteDatabase;
using storage::SqliteTransaction;
using storage::StorageError;

constexpr std::int64_t kReadCountMax = 1 << 20;

std::expected<std::vector<ArchivedBlock>, StorageError> readArchive(SqliteDatabase& database, std::uint64_t from,
                                                                    std::int64_t count)
{
    auto select = database.prepare("SELECT height, header, checkpoint, transactions FROM blocks JOIN batches ON "
                                   "position = height - 1 WHERE height >= ? ORDER BY height LIMIT ?");
    if (!select)
        return std::unexpected(select.error());
    select->bind(1, static_cast<std::int64_t>(from)).bind(2, count);
    std::vector<ArchivedBlock> blocks;
    for (;;) {
        const auto row = select->step();
        if (!row)
            return std::unexpected(row.error());
        if (!*row)
            return blocks;
        const auto header = ledger::decodeBlockHeader(select->blob(1));
        auto checkpoint = ledger::decodeCheckpoint(select->blob(2));
        auto batch = storage::decodeBatch(select->blob(3));
        const auto height = static_cast<std::uint64_t>(select->integer(0));
        if (!header || !checkpoint || !batch || header->height != height || height != from + blocks.size())
            return std::unexpected(StorageError::Corrupt);
        blocks.push_back({.batch = {.position = height - 1, .transactions = std::move(*batch)},
                          .header = *header,
                          .checkpoint = std::move(*checkpoint)});
    }
}

std::expected<void, StorageError> insertBatch(SqliteDatabase& database, const ports::SequencedBatch& batch)
{
    auto insert = database.prepare("INSERT INTO batches (position, transactions) VALUES (?, ?)");
    if (!insert)
        return std::unexpected(insert.error());
    const Bytes bytes = storage::encodeBatch(batch.transactions);
    return insert->bind(1, static_cast<std::int64_t>(batch.position)).bind(2, ByteView(bytes)).run();
}

std::expected<void, StorageError> insertBlock(SqliteDatabase& database, const ArchivedBlock& block)
{
    auto insert = database.prepare("INSERT INTO blocks (height, header, checkpoint) VALUES (?, ?, ?)");
    if (!insert)
        return std::unexpected(insert.error());
    const Bytes header = encode(block.header);
    const Bytes checkpoint = encode(block.checkpoint);
    return insert->bind(1, static_cast<std::int64_t>(block.header.height))
        .bind(2, ByteView(header))
        .bind(3, ByteView(checkpoint))
        .run();
}

/// A final block that is stored is never signed again.
std::expected<void, StorageError> removeOwnSignatures(SqliteDatabase& database, std::uint64_t upTo)
{
    auto remove = database.prepare("DELETE FROM own_signatures WHERE height <= ?");
    if (!remove)
        return std::unexpected(remove.error());
    return remove->bind(1, static_cast<std::int64_t>(upTo)).run();
}

std::expected<std::optional<ledger::Checkpoint>, StorageError> readOwnSignature(SqliteDatabase& database,
                                                                                std::uint64_t height)
{
    auto select = database.prepare("SELECT checkpoint FROM own_signatures WHERE height = ?");
    if (!select)
        return std::unexpected(select.error());
    const auto row = select->bind(1, static_cast<std::int64_t>(height)).step();
    if (!row)
        return std::unexpected(row.error());
    if (!*row)
        return std::nullopt;
    auto checkpoint = ledger::decodeCheckpoint(select->blob(0));
    if (!checkpoint || checkpoint->height != height)
        return std::unexpected(StorageError::Corrupt);
    return checkpoint;
}

} // namespace

SqliteNodeStore::SqliteNodeStore(std::shared_ptr<storage::LedgerFile> file, bool embedded)
    : m_file(std::move(file))
    , m_blocks(m_file)
    , m_embedded(embedded)
{
}

NodeStore::Outcome<std::vector<ArchivedBlock>> SqliteNodeStore::archive(std::uint64_t from, std::size_t countMax)
{
    const auto count = static_cast<std::int64_t>(std::min<std::size_t>(countMax, kReadCountMax));
    return m_file->locked([&](SqliteDatabase& database) { return readArchive(database, from, count); });
}

NodeStore::Outcome<void> SqliteNodeStore::put(const ArchivedBlock& block)
{
    DGEX_ASSERT(block.header.height == block.batch.position + 1 && block.checkpoint.height == block.header.height);
    if (m_embedded)
        return m_blocks.put({.header = block.header, .checkpoint = block.checkpoint});
    return m_file->locked([&](SqliteDatabase& database) -> Outcome<void> {
        auto transaction = SqliteTransaction::begin(database);
        if (!transaction)
            return std::unexpected(transaction.error());
        const auto last = database.integer("SELECT ifnull(max(height), 0) FROM blocks");
        if (!last)
            return std::unexpected(last.error());
        if (static_cast<std::uint64_t>(*last) != block.batch.position)
            return std::unexpected(StorageError::Corrupt);
        if (auto done = insertBatch(database, block.batch); !done)
            return done;
        if (auto done = insertBlock(database, block); !done)
            return done;
        if (auto done = removeOwnSignatures(database, block.header.height); !done)
            return done;
        return transaction->commit();
    });
}

NodeStore::Outcome<std::optional<ledger::Checkpoint>> SqliteNodeStore::ownSignature(std::uint64_t height)
{
    return m_file->locked([&](SqliteDatabase& database) { return readOwnSignature(database, height); });
}

NodeStore::Outcome<void> SqliteNodeStore::putOwnSignature(const ledger::Checkpoint& checkpoint)
{
    return m_file->locked([&](SqliteDatabase& database) -> Outcome<void> {
        auto transaction = SqliteTransaction::begin(database);
        if (!transaction)
            return std::unexpected(transaction.error());
        const auto stored = readOwnSignature(database, checkpoint.height);
        if (!stored)
            return std::unexpected(stored.error());
        if (*stored)
            return sameStatement(**stored, checkpoint) ? Outcome<void>{} : std::unexpected(StorageError::Corrupt);
        auto insert = database.prepare("INSERT INTO own_signatures (height, checkpoint) VALUES (?, ?)");
        if (!insert)
            return std::unexpected(insert.error());
        const Bytes bytes = encode(checkpoint);
        const auto height = static_cast<std::int64_t>(checkpoint.height);
        if (auto done = insert->bind(1, height).bind(2, ByteView(bytes)).run(); !done)
            return done;
        return transaction->commit();
    });
}

NodeStore::Outcome<std::vector<ledger::Receipt>> SqliteNodeStore::receipts()
{
    return m_file->locked([](SqliteDatabase& database) -> Outcome<std::vector<ledger::Receipt>> {
        auto select = database.prepare("SELECT receipt FROM receipts ORDER BY number");
        if (!select)
            return std::unexpected(select.error());
        std::vector<ledger::Receipt> receipts;
        for (;;) {
            const auto row = select->step();
            if (!row)
                return std::unexpected(row.error());
            if (!*row)
                return receipts;
            auto receipt = ledger::decodeReceipt(select->blob(0));
            if (!receipt)
                return std::unexpected(StorageError::Corrupt);
            receipts.push_back(std::move(*receipt));
        }
    });
}

NodeStore::Outcome<void> SqliteNodeStore::putReceipts(const std::vector<ledger::Receipt>& receipts)
{
    return m_file->locked([&](SqliteDatabase& database) -> Outcome<void> {
        auto transaction = SqliteTransaction::begin(database);
        if (!transaction)
            return std::unexpected(transaction.error());
        auto insert = database.prepare("INSERT OR IGNORE INTO receipts (sheet, receipt) VALUES (?, ?)");
        if (!insert)
            return std::unexpected(insert.error());
        for (const ledger::Receipt& receipt : receipts) {
            const Bytes bytes = encode(receipt);
            if (auto done = insert->bind(1, ByteView(receipt.transaction)).bind(2, ByteView(bytes)).run(); !done)
                return done;
        }
        return transaction->commit();
    });
}

NodeStore::Outcome<void> SqliteNodeStore::eraseReceipts(const std::vector<Hash256>& transactions)
{
    return m_file->locked([&](SqliteDatabase& database) -> Outcome<void> {
        auto transaction = SqliteTransaction::begin(database);
        if (!transaction)
            return std::unexpected(transaction.error());
        auto remove = database.prepare("DELETE FROM receipts WHERE sheet = ?");
        if (!remove)
            return std::unexpected(remove.error());
        for (const Hash256& sheet : transactions)
            if (auto done = remove->bind(1, ByteView(sheet)).run(); !done)
                return done;
        return transaction->commit();
    });
}

NodeStore::Outcome<void> SqliteNodeStore::putValues(const ledger::MeterValues& values)
{
    const auto stored = m_blocks.putValues(values);
    return stored ? Outcome<void>{} : std::unexpected(stored.error());
}

NodeStore::Outcome<std::optional<ledger::MeterValues>> SqliteNodeStore::values(const Hash256& hash)
{
    return m_blocks.values(hash);
}

} // namespace dgex::node
