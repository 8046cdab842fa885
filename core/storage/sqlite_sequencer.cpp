// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/assert.h"
#include "core/base/encoding.h"
#include "core/storage/ledger_file.h"

#include <algorithm>

namespace dgex::storage {

namespace {

constexpr std::size_t kBatchTransactionsMax = 1U << 20;
constexpr std::size_t kTransactionSizeMax = 2U << 20;
constexpr std::int64_t kReadCountMax = 1 << 20;

ports::SequencerError sequencerError(StorageError error)
{
    switch (error) {
    case StorageError::Full:
        return ports::SequencerError::Full;
    case StorageError::Corrupt:
    case StorageError::NotALedger:
        return ports::SequencerError::Corrupt;
    case StorageError::Compacted:
        return ports::SequencerError::Compacted;
    default:
        return ports::SequencerError::Unavailable;
    }
}

std::expected<std::uint64_t, StorageError> appendBatch(SqliteDatabase& database, ByteView batch)
{
    auto transaction = SqliteTransaction::begin(database);
    if (!transaction)
        return std::unexpected(transaction.error());
    const auto position = database.integer("SELECT ifnull(max(position) + 1, 0) FROM batches");
    if (!position)
        return std::unexpected(position.error());
    auto insert = database.prepare("INSERT INTO batches (position, transactions) VALUES (?, ?)");
    if (!insert)
        return std::unexpected(insert.error());
    if (auto done = insert->bind(1, *position).bind(2, batch).run(); !done)
        return std::unexpected(done.error());
    if (auto done = transaction->commit(); !done)
        return std::unexpected(done.error());
    return static_cast<std::uint64_t>(*position);
}

std::expected<std::vector<ports::SequencedBatch>, StorageError> readBatches(SqliteDatabase& database,
                                                                            std::uint64_t from, std::int64_t count)
{
    auto select =
        database.prepare("SELECT position, transactions FROM batches WHERE position >= ? ORDER BY position LIMIT ?");
    if (!select)
        return std::unexpected(select.error());
    select->bind(1, static_cast<std::int64_t>(from)).bind(2, count);
    std::vector<ports::SequencedBatch> batches;
    for (;;) {
        const auto row = select->step();
        if (!row)
            return std::unexpected(row.error());
        if (!*row)
            return batches;
        auto transactions = decodeBatch(select->blob(1));
        const auto position = static_cast<std::uint64_t>(select->integer(0));
        if (batches.empty() && position > from)
            return std::unexpected(StorageError::Compacted);
        if (!transactions || position != from + batches.size())
            return std::unexpected(StorageError::Corrupt);
        batches.push_back({.position = position, .transactions = std::move(*transactions)});
    }
}

} // namespace

Bytes encodeBatch(const std::vector<Bytes>& transactions)
{
    DGEX_ASSERT(transactions.size() <= kBatchTransactionsMax);
    Encoder out;
    out.u32(static_cast<std::uint32_t>(transactions.size()));
    for (const Bytes& transaction : transactions)
        out.blob(transaction);
    return out.take();
}

std::optional<std::vector<Bytes>> decodeBatch(ByteView bytes)
{
    constexpr std::size_t kBlobSizeMin = 4;
    Decoder in(bytes);
    std::vector<Bytes> transactions;
    const std::uint32_t count = in.listCount(kBatchTransactionsMax, kBlobSizeMin);
    for (std::uint32_t i = 0; i < count; ++i)
        transactions.push_back(in.blob(kTransactionSizeMax));
    if (!in.finished())
        return std::nullopt;
    return transactions;
}

SqliteSequencer::SqliteSequencer(std::shared_ptr<LedgerFile> file)
    : m_file(std::move(file))
{
    DGEX_ASSERT(m_file != nullptr);
}

std::expected<std::uint64_t, ports::SequencerError> SqliteSequencer::append(const std::vector<Bytes>& transactions)
{
    DGEX_ASSERT(std::ranges::all_of(transactions, [](const Bytes& t) { return t.size() <= kTransactionSizeMax; }));
    // Held over the callbacks, so that they run in the order of the log; recursive, so that one may append.
    const std::lock_guard order(m_orderMutex);
    const Bytes batch = encodeBatch(transactions);
    const auto position = m_file->locked([&](SqliteDatabase& database) { return appendBatch(database, batch); });
    if (!position)
        return std::unexpected(sequencerError(position.error()));
    const auto callbacks = m_callbacks;
    for (const auto& callback : callbacks)
        callback({.position = *position, .transactions = transactions});
    return *position;
}

std::expected<std::vector<ports::SequencedBatch>, ports::SequencerError> SqliteSequencer::read(std::uint64_t from,
                                                                                               std::size_t countMax)
{
    if (from > INT64_MAX || countMax == 0)
        return std::vector<ports::SequencedBatch>{};
    const auto count = static_cast<std::int64_t>(std::min<std::size_t>(countMax, kReadCountMax));
    auto batches = m_file->locked([&](SqliteDatabase& database) { return readBatches(database, from, count); });
    if (!batches)
        return std::unexpected(sequencerError(batches.error()));
    return std::move(*batches);
}

void SqliteSequencer::tail(std::function<void(const ports::SequencedBatch&)> callback)
{
    const std::lock_guard order(m_orderMutex);
    m_callbacks.push_back(std::move(callback));
}

std::expected<void, ports::SequencerError> SqliteSequencer::compact(std::uint64_t upTo)
{
    if (upTo > INT64_MAX)
        return {};
    // The last batch stays: the next position follows from it.
    const auto done = m_file->locked([&](SqliteDatabase& database) -> std::expected<void, StorageError> {
        auto remove = database.prepare(
            "DELETE FROM batches WHERE position < ? AND position < (SELECT max(position) FROM batches)");
        if (!remove)
            return std::unexpected(remove.error());
        return remove->bind(1, static_cast<std::int64_t>(upTo)).run();
    });
    if (!done)
        return std::unexpected(sequencerError(done.error()));
    return {};
}

} // namespace dgex::storage
