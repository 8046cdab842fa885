// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/node/node_store.h"
#include "core/storage/ledger_file.h"

#include <memory>

namespace dgex::node {

/// A node's store in its ledger file.
/// Thread: one at a time.
class SqliteNodeStore final : public NodeStore {
public:
    /// With embedded, the file is also the sequencer's: batches are there already and blocks are added to them.
    SqliteNodeStore(std::shared_ptr<storage::LedgerFile> file, bool embedded);

    [[nodiscard]] Outcome<std::vector<ArchivedBlock>> archive(std::uint64_t from, std::size_t countMax) override;
    Outcome<void> put(const ArchivedBlock& block) override;
    [[nodiscard]] Outcome<std::optional<ledger::Checkpoint>> ownSignature(std::uint64_t height) override;
    Outcome<void> putOwnSignature(const ledger::Checkpoint& checkpoint) override;
    [[nodiscard]] Outcome<std::vector<ledger::Receipt>> receipts() override;
    Outcome<void> putReceipts(const std::vector<ledger::Receipt>& receipts) override;
    Outcome<void> eraseReceipts(const std::vector<Hash256>& transactions) override;
    Outcome<void> putValues(const ledger::MeterValues& values) override;
    [[nodiscard]] Outcome<std::optional<ledger::MeterValues>> values(const Hash256& hash) override;

private:
    std::shared_ptr<storage::LedgerFile> m_file;
    storage::BlockStore m_blocks;
    bool m_embedded;
};

} // namespace dgex::node
