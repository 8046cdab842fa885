// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ledger/block.h"
#include "core/ledger/transaction.h"
#include "core/ports/services.h"
#include "core/storage/sqlite_database.h"

#include <expected>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace dgex::storage {

/// "DGEX" in the file's application_id.
inline constexpr std::int64_t kApplicationId = 0x44474558;
/// The schema's version in user_version; migrations go forward only.
inline constexpr std::int64_t kSchemaVersion = 2;

/// An open ledger file (SQLite, write-ahead log, every commit synced to the disk). While open, path-wal and path-shm
/// lie beside it; closing leaves the one file. One process at a time may hold it open for writing. Thread: any; the two
/// users below lock it for each call.
class LedgerFile {
public:
    /// Opens a ledger, or makes one where no file is.
    [[nodiscard]] static std::expected<std::shared_ptr<LedgerFile>, StorageError> open(const std::string& path);
    ~LedgerFile();
    LedgerFile(const LedgerFile&) = delete;
    LedgerFile& operator=(const LedgerFile&) = delete;

    [[nodiscard]] const std::string& path() const { return m_path; }

    /// Runs an action alone on the connection.
    template <class Action>
    auto locked(Action&& action)
    {
        const std::lock_guard lock(m_mutex);
        return action(m_database);
    }

private:
    LedgerFile(std::string path, SqliteDatabase database);
    std::mutex m_mutex;
    std::string m_path;
    SqliteDatabase m_database;
};

/// The embedded sequencer: one SQLite transaction per batch, synced before append returns.
/// Thread: any; callbacks run in the thread that appends, after the commit, in the order of the log.
class SqliteSequencer final : public ports::Sequencer {
public:
    explicit SqliteSequencer(std::shared_ptr<LedgerFile> file);
    std::expected<std::uint64_t, ports::SequencerError> append(const std::vector<Bytes>& transactions) override;
    std::expected<std::vector<ports::SequencedBatch>, ports::SequencerError> read(std::uint64_t from,
                                                                                  std::size_t countMax) override;
    void tail(std::function<void(const ports::SequencedBatch&)> callback) override;
    /// A compacted file can no longer be verified from its beginning.
    std::expected<void, ports::SequencerError> compact(std::uint64_t upTo) override;

private:
    std::shared_ptr<LedgerFile> m_file;
    std::recursive_mutex m_orderMutex;
    std::vector<std::function<void(const ports::SequencedBatch&)>> m_callbacks;
};

struct StoredBlock {
    ledger::BlockHeader header;
    ledger::Checkpoint checkpoint;
};

/// Executed blocks with their checkpoints, detached meter values and settings, in the same file.
/// Thread: any.
class BlockStore {
public:
    explicit BlockStore(std::shared_ptr<LedgerFile> file);

    /// Stores the next block with its checkpoint; the height follows the last one. A repeated identical block is fine;
    /// another block or checkpoint body at a stored height is Corrupt: a node never has two blocks at one height.
    [[nodiscard]] std::expected<void, StorageError> put(const StoredBlock& block);
    /// Blocks by height, [from, from + countMax).
    [[nodiscard]] std::expected<std::vector<StoredBlock>, StorageError> blocks(std::uint64_t from,
                                                                               std::size_t countMax);
    /// 0 when there is none.
    [[nodiscard]] std::expected<std::uint64_t, StorageError> height();

    /// Stores values under their hash, durable before the MeterReading that names them is submitted.
    [[nodiscard]] std::expected<Hash256, StorageError> putValues(const ledger::MeterValues& values);
    /// None when never stored or erased.
    [[nodiscard]] std::expected<std::optional<ledger::MeterValues>, StorageError> values(const Hash256& hash);
    [[nodiscard]] std::expected<void, StorageError> eraseValues(const Hash256& hash);
    /// Erases the values of all earlier periods, after the retention time; how many there were. Their bytes are
    /// overwritten in the file.
    [[nodiscard]] std::expected<std::uint64_t, StorageError> eraseValuesBefore(Period period);

    [[nodiscard]] std::expected<void, StorageError> putSetting(std::string_view key, std::string_view value);
    [[nodiscard]] std::expected<std::optional<std::string>, StorageError> setting(std::string_view key);

private:
    std::shared_ptr<LedgerFile> m_file;
};

/// The stored form of a batch: u32 count, then blobs.
[[nodiscard]] Bytes encodeBatch(const std::vector<Bytes>& transactions);
[[nodiscard]] std::optional<std::vector<Bytes>> decodeBatch(ByteView bytes);

} // namespace dgex::storage
