// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/service.h"
#include "core/ledger/bundle_maker.h"
#include "core/ledger/evidence.h"
#include "core/ledger/fair_gate.h"
#include "core/ledger/ledger_state.h"
#include "core/ledger/proof.h"
#include "core/node/co_signing.h"
#include "core/node/history.h"
#include "core/node/sqlite_node_store.h"
#include "core/node/verified_signatures.h"

#include <deque>
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

/// What a node did since it opened, for metrics.
struct NodeCounts {
    std::uint64_t blocks = 0;
    std::uint64_t transactions = 0;
    std::uint64_t refused = 0;
    std::uint64_t submissions = 0;
    std::uint64_t receipts = 0;
    std::uint64_t coSignatures = 0; ///< Given.
    std::uint64_t objections = 0;   ///< Of the fair gate.
    std::uint64_t evidence = 0;
    std::uint64_t unavailable = 0; ///< Times that sequencer or board did not answer.
};

/// A ledger authority: sequences transactions, executes the agreed batches, co-signs checkpoints and serves homes.
/// It opens by executing its archive and then the rest of the log, so after any crash it continues the same chain, and
/// refuses to go on when what it executes differs from what it signed before, or from what enough others agreed on.
/// What it serves is final: co-signed by k of n. Without a key it is a follower, which signs nothing.
/// Invariants: own co-signatures are stored before they leave; never two at one height.
/// Thread: one at a time.
class Authority final : public api::Service {
public:
    struct Parts {
        std::shared_ptr<NodeStore> store;
        std::unique_ptr<ports::Sequencer> sequencer;
        std::shared_ptr<ports::Board> board = {}; ///< None: no other authority.
        const crypto::Signer* key = nullptr;      ///< Outlives the node; none: a follower.
        MarketId market;
        const ports::Clock* clock = nullptr; ///< Outlives the node; none: gates are not judged.
        ledger::GateTolerance tolerance = {};
        std::uint64_t keepBatches = 0; ///< Final batches that stay in the sequencer for others; 0: all.
        std::function<void(const ledger::Evidence&)> onEvidence = {};
        ledger::SignatureCheck check = {}; ///< None: RSA by QCA.
        /// A folder of the disk that takes what grows with the ledger; none: memory does.
        std::filesystem::path history = {};
    };
    /// Called after every executed block with the state behind it, also those of a replay at the start.
    using BlockCallback = std::function<void(const ledger::BlockOutcome&, const ledger::LedgerState&)>;

    /// The parts of a lone authority whose ledger file is its sequencer too.
    [[nodiscard]] static Parts embedded(std::shared_ptr<storage::LedgerFile> file, const crypto::Signer& key,
                                        const MarketId& market);
    /// Executes the archive. What lies behind it in the sequencer comes with the first step.
    [[nodiscard]] static std::expected<std::unique_ptr<Authority>, NodeError> open(Parts parts,
                                                                                   BlockCallback onBlock = {});

    [[nodiscard]] api::Answer serve(const api::Request& request) override;
    /// A submission is answered when it stands in the log: a sheet that counts, with a receipt.
    void serveLater(const api::Request& request, std::function<void(const api::Answer&)> reply) override;
    /// Puts a transaction of this node's own desks into the next batch.
    void enqueue(Bytes transaction);
    /// Sequences what came in, executes what is new in the log, co-signs and takes up the others' co-signatures.
    /// A sequencer or board that is away is no error: the next step tries again.
    std::expected<void, NodeError> step();
    /// The same, failing when what came in could not be sequenced.
    std::expected<void, NodeError> commit();

    [[nodiscard]] const ledger::LedgerState& state() const { return m_state; }
    /// The last final one.
    [[nodiscard]] const ledger::Checkpoint& checkpoint() const { return m_checkpoint; }
    [[nodiscard]] std::uint64_t finalHeight() const { return m_coSigning.finalHeight(); }
    /// Whether the last step found sequencer and board and had nothing left to do.
    [[nodiscard]] bool isReachable() const { return m_reachable; }
    [[nodiscard]] std::size_t pendingCount() const { return m_pending.size() + m_inFlight.size(); }
    [[nodiscard]] const NodeCounts& counts() const { return m_counts; }
    /// Why the first open block is not co-signed by this node; empty when nothing speaks against it.
    [[nodiscard]] std::vector<ledger::GateObjection> objections() const;
    /// Co-signatures of the first open block; 0 without one.
    [[nodiscard]] std::size_t firstOpenSignatures() const { return m_coSigning.signatures(finalHeight() + 1); }
    /// Meter values beside the log.
    [[nodiscard]] std::optional<ledger::MeterValues> values(const Hash256& hash);

private:
    using Done = std::expected<void, NodeError>;
    using Reply = std::function<void(const api::Answer&)>;

    /// Executed, not final.
    struct OpenBlock {
        ports::SequencedBatch batch;
        ledger::BlockHeader header;
        std::optional<Round> lastClosed;
        std::vector<ledger::GateObjection> objections;
        std::optional<ledger::Checkpoint> own; ///< With this node's co-signature.
        bool published = false;
    };

    Authority(Parts parts, History history, BlockCallback onBlock);
    Done replayArchive();
    Done flush();
    void dropLateSheets();
    [[nodiscard]] bool isLate(ByteView transaction, UtcTime now) const;
    Done follow();
    Done execute(ports::SequencedBatch batch, bool live);
    Done executeArchived(const ArchivedBlock& block);
    std::expected<ledger::BlockOutcome, NodeError> run(const ports::SequencedBatch& batch);
    Done openBlock(ports::SequencedBatch batch, const ledger::BlockOutcome& outcome, bool live);
    Done answerWaiting(const std::vector<Bytes>& transactions, const ledger::BlockOutcome& outcome,
                       std::uint64_t roundStart);
    Done coSignOpen();
    Done sign(OpenBlock& block);
    void publish();
    Done gather();
    Done take(const ledger::Checkpoint& entry);
    Done finish();
    Done forgetKept(const std::vector<Bytes>& transactions);
    void compact();
    /// Waits for the next step when the service is only away; fails otherwise.
    Done awayOr(ports::SequencerError error, const std::string& doing);
    [[nodiscard]] CoSigning::Anchor anchor();
    [[nodiscard]] std::optional<std::uint32_t> ownIndex(const ledger::TrustAnchor& anchor) const;
    [[nodiscard]] std::optional<api::ApiError> admit(const api::SubmitRequest& request,
                                                     const std::optional<ledger::Transaction>& transaction);
    /// Whether a transaction counts since the last closed round or in the round before.
    [[nodiscard]] bool isRecent(const Hash256& transaction) const;
    void remember(const std::vector<Bytes>& transactions, const ledger::BlockOutcome& outcome);
    [[nodiscard]] api::Answer answerAgain(const ledger::Transaction& transaction);
    [[nodiscard]] std::optional<ledger::Receipt> receiptFor(const ledger::Transaction& transaction,
                                                            std::uint64_t roundStart) const;
    [[nodiscard]] std::vector<std::uint64_t> marketsOf(Round round, ParticipantId home) const;
    [[nodiscard]] api::Answer results(const std::vector<std::uint64_t>& indices) const;
    [[nodiscard]] api::Answer bundle(const api::BundleRequest& request);
    [[nodiscard]] api::Answer consistency(const api::ConsistencyRequest& request);
    [[nodiscard]] api::Answer promise(const api::PromiseRequest& request);
    [[nodiscard]] api::Answer curves(const api::CurvesRequest& request) const;
    [[nodiscard]] std::optional<ArchivedBlock> archived(std::uint64_t height);
    /// Transactions with their bytes; without those that are not archived.
    [[nodiscard]] std::vector<ledger::KeptBytes> transactionsAt(const std::vector<History::LogPlace>& places);
    [[nodiscard]] api::Answer round(const api::RoundRequest& request) const;
    [[nodiscard]] api::Answer tariffs(const api::TariffRequest& request) const;

    Parts m_parts;
    BlockCallback m_onBlock;
    crypto::Verifier m_verifier;
    VerifiedSignatures m_signatures;
    ledger::LedgerState m_state;
    History m_history;
    ledger::Checkpoint m_checkpoint;
    std::optional<Round> m_finalRound; ///< Closed last within final blocks.

    std::optional<Period> m_lastGate; ///< The period in which late sheets were dropped last.
    std::vector<Bytes> m_pending;
    std::vector<Bytes> m_inFlight; ///< Handed to the sequencer, outcome unknown.
    std::map<Hash256, std::vector<Reply>> m_waiting;
    /// Leaf hashes of the transactions since the last closed round, and of the round before.
    std::set<Hash256> m_recent;
    std::set<Hash256> m_recentBefore;

    CoSigning m_coSigning;
    CoSigning::Anchor m_anchor;
    std::deque<OpenBlock> m_open;
    ledger::FairGate m_gate;
    std::set<Hash256> m_receipts; ///< Stored ones, by transaction.
    bool m_reachable = true;
    std::optional<UtcTime> m_lastAtEnd; ///< When the end of the log was seen last.
    std::uint64_t m_steps = 0;
    std::uint64_t m_compacted = 0;
    NodeCounts m_counts;
};

} // namespace dgex::node
