// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/service.h"
#include "core/ledger/ledger_state.h"
#include "core/ledger/proof.h"
#include "core/storage/ledger_file.h"

#include <expected>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

namespace dgex::node {

/// Why a node cannot go on; the text says what and where.
struct NodeError {
    std::string reason;
};

/// A ledger authority: sequences transactions, executes the agreed batches, co-signs checkpoints and serves homes.
/// It opens by executing the stored log again, so after any crash it continues the same chain, and refuses to
/// go on when what it executes differs from what it signed before.
/// Thread: one at a time.
class Authority final : public api::Service {
public:
    struct Parts {
        std::shared_ptr<storage::LedgerFile> file;
        std::unique_ptr<ports::Sequencer> sequencer;
        const crypto::Signer* key = nullptr; ///< Outlives the node.
        std::uint32_t index = 0;             ///< Of this authority in OpenMarket.
        MarketId market;
    };
    /// Called after every block, also those of a replay at the start.
    using BlockCallback = std::function<void(const ledger::BlockOutcome&, const ledger::LedgerState&)>;

    [[nodiscard]] static std::expected<std::unique_ptr<Authority>, NodeError> open(Parts parts,
                                                                                   BlockCallback onBlock = {});

    [[nodiscard]] api::Answer serve(const api::Request& request) override;
    /// Puts a transaction of the market operator into the next batch.
    void enqueue(Bytes transaction) { m_pending.push_back(std::move(transaction)); }
    /// Sequences what came in since the last call, executes it and signs the checkpoint. Nothing pending: no block.
    std::expected<void, NodeError> commit();

    [[nodiscard]] const ledger::LedgerState& state() const { return m_state; }
    [[nodiscard]] const ledger::Checkpoint& checkpoint() const { return m_checkpoint; }
    /// Meter values beside the log.
    [[nodiscard]] std::optional<ledger::MeterValues> values(const Hash256& hash);

private:
    /// Where a round's results stand in the result log.
    struct RoundIndex {
        std::vector<std::uint64_t> markets;
        std::map<ParticipantId, std::vector<std::uint64_t>> homes;
    };

    Authority(Parts parts, BlockCallback onBlock);
    std::expected<void, NodeError> replay();
    std::expected<void, NodeError> execute(const ports::SequencedBatch& batch,
                                           const std::optional<storage::StoredBlock>& stored);
    void index(const ledger::BlockOutcome& outcome);
    [[nodiscard]] api::Answer submit(const api::SubmitRequest& request);
    [[nodiscard]] api::Answer results(const std::vector<std::uint64_t>& indices) const;
    [[nodiscard]] api::Answer tariffs(const api::TariffRequest& request) const;

    Parts m_parts;
    BlockCallback m_onBlock;
    storage::BlockStore m_store;
    crypto::Verifier m_verifier;
    ledger::LedgerState m_state;
    ledger::ResultLog m_results;
    ledger::Checkpoint m_checkpoint;
    std::vector<Bytes> m_pending;
    std::map<Round, RoundIndex> m_rounds;
    std::map<Period, std::map<ParticipantId, std::uint64_t>> m_settlements;
};

} // namespace dgex::node
