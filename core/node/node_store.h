// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ledger/block.h"
#include "core/ledger/receipt.h"
#include "core/ports/services.h"
#include "core/storage/sqlite_database.h"

#include <expected>
#include <optional>
#include <vector>

namespace dgex::node {

/// A final block with the batch that it stands for.
struct ArchivedBlock {
    ports::SequencedBatch batch;
    ledger::BlockHeader header;
    ledger::Checkpoint checkpoint; ///< Final.
};

/// What a node must find again after a crash. Every change is durable, and whole or not there, when its call returns.
/// Thread: one at a time.
class NodeStore {
public:
    template <class T>
    using Outcome = std::expected<T, storage::StorageError>;

    virtual ~NodeStore() = default;

    /// Final blocks by height, [from, from + countMax).
    [[nodiscard]] virtual Outcome<std::vector<ArchivedBlock>> archive(std::uint64_t from, std::size_t countMax) = 0;
    /// Stores the next final block, and with it forgets own co-signatures up to it. Another one at a stored height is
    /// Corrupt.
    virtual Outcome<void> put(const ArchivedBlock& block) = 0;

    /// What this node co-signed at a height.
    [[nodiscard]] virtual Outcome<std::optional<ledger::Checkpoint>> ownSignature(std::uint64_t height) = 0;
    /// Stores a checkpoint with this node's co-signature, before it leaves the node. Another statement at a stored
    /// height is Corrupt: a node never signs two.
    virtual Outcome<void> putOwnSignature(const ledger::Checkpoint& checkpoint) = 0;

    /// Receipts whose sheets are not in a final block yet.
    [[nodiscard]] virtual Outcome<std::vector<ledger::Receipt>> receipts() = 0;
    virtual Outcome<void> putReceipts(const std::vector<ledger::Receipt>& receipts) = 0;
    /// Forgets the receipts of these transactions (leaf hashes).
    virtual Outcome<void> eraseReceipts(const std::vector<Hash256>& transactions) = 0;

    /// Meter values beside the log.
    virtual Outcome<void> putValues(const ledger::MeterValues& values) = 0;
    [[nodiscard]] virtual Outcome<std::optional<ledger::MeterValues>> values(const Hash256& hash) = 0;
};

} // namespace dgex::node
