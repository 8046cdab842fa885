// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ledger/bundle_maker.h"
#include "core/ledger/ledger_state.h"
#include "core/ledger/proof.h"
#include "core/ports/services.h"
#include "core/storage/shelf.h"

#include <expected>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace dgex::node {

/// What a node needs of the past to serve and to prove it: the trees of both logs, the leaves of the result log, and
/// where each home's results, settlements and sheets stand. It grows with the ledger and is made again at every start,
/// so it lies on shelves; in memory are the open round's sheets, registrations and some hundred bytes per round.
/// Thread: one at a time.
class History {
public:
    /// Where to find a transaction.
    struct LogPlace {
        std::uint64_t index = 0;
        std::uint64_t height = 0;
    };

    /// In the folder's file system; in memory with an empty path. The error is one sentence.
    [[nodiscard]] static std::expected<History, std::string> open(const std::filesystem::path& folder);

    /// A batch and what its execution gave; every one once, in their order. state: after it.
    void take(const ports::SequencedBatch& batch, const ledger::BlockOutcome& outcome,
              const ledger::LedgerState& state);
    /// False once something could not be kept: then nothing of this may be served.
    [[nodiscard]] bool isGood() const;

    [[nodiscard]] const ledger::MerkleTree& log() const { return m_log; }
    [[nodiscard]] const ledger::MerkleTree& results() const { return m_results; }
    /// Of the result log. Requires: index < results().size().
    [[nodiscard]] Bytes leaf(std::uint64_t index) const;
    /// Requires: index < checkpoint.resultCount <= results().size().
    [[nodiscard]] ledger::ResultProof prove(std::uint64_t index, const ledger::Checkpoint& checkpoint) const;

    /// The result leaves of all markets of a round; empty when it had none or is not closed.
    [[nodiscard]] std::vector<std::uint64_t> markets(Round round) const;
    /// Whether the markets of a round lie in zones.
    [[nodiscard]] bool hasZones(Round round) const;
    /// The result leaves of the markets of one zone.
    [[nodiscard]] std::vector<std::uint64_t> marketsOf(Round round, ZoneId zone) const;
    /// The result leaves about a home in a round, contracts made in it included.
    [[nodiscard]] std::vector<std::uint64_t> ofHome(Round round, ParticipantId home) const;
    /// Whether a round is closed, and by the block of which height.
    [[nodiscard]] std::optional<std::uint64_t> closedAt(Round round) const;
    /// The first round at or behind this one that had markets.
    [[nodiscard]] std::optional<Round> firstWithMarkets(Round from) const;
    /// The heights of the blocks in which the sheets of rounds [first, last] can stand: (from, to].
    [[nodiscard]] std::pair<std::uint64_t, std::uint64_t> heightsOf(Round first, Round last) const;
    /// The newest settlement leaf of a home's period.
    [[nodiscard]] std::optional<std::uint64_t> settlement(Period period, ParticipantId home) const;
    [[nodiscard]] std::optional<std::uint64_t> periodSettlement(Period period) const;

    /// A home's sheets in the blocks (from, to], ascending.
    [[nodiscard]] std::vector<LogPlace> sheets(ParticipantId home, std::uint64_t from, std::uint64_t to) const;
    /// The transactions that gave a home its keys, ascending.
    [[nodiscard]] std::vector<LogPlace> identities(ParticipantId home) const;

private:
    /// Entries of a run lie on the shelf sorted by key.
    struct Entry {
        std::uint64_t key = 0;
        std::uint64_t index = 0;
        std::uint64_t height = 0;
    };
    struct Run {
        std::uint64_t offset = 0; ///< In entries.
        std::uint64_t count = 0;
    };
    struct RoundRuns {
        std::uint64_t closedAt = 0; ///< 0: not closed.
        std::vector<Run> results;   ///< Keys are homes; kMarkets for the markets and the links.
        std::vector<Run> zones;     ///< The markets again by zone, where the terms have zones.
    };
    struct SheetRun {
        std::uint64_t from = 0; ///< Blocks (from, to].
        std::uint64_t to = 0;
        Run run;
    };

    History(std::shared_ptr<storage::Shelf> leaves, std::shared_ptr<storage::Shelf> ends,
            std::shared_ptr<storage::Shelf> runs, std::shared_ptr<storage::Shelf> logNodes,
            std::shared_ptr<storage::Shelf> resultNodes);
    void takeTransactions(const ports::SequencedBatch& batch);
    void takeResults(const ledger::BlockOutcome& outcome, const ledger::LedgerState& state);
    [[nodiscard]] Run keep(std::vector<Entry> entries);
    [[nodiscard]] Entry entryAt(std::uint64_t place) const;
    /// The entries of a key in a run.
    [[nodiscard]] std::vector<Entry> find(const Run& run, std::uint64_t key) const;
    [[nodiscard]] std::vector<std::uint64_t> indices(const std::vector<Run>& runs, std::uint64_t key) const;
    [[nodiscard]] const RoundRuns& runsOf(Round round) const;

    std::shared_ptr<storage::Shelf> m_leaves; ///< Of the result log, one behind the other.
    std::shared_ptr<storage::Shelf> m_ends;   ///< u64 end of every leaf.
    std::shared_ptr<storage::Shelf> m_runs;
    std::shared_ptr<storage::Shelf> m_logNodes;
    std::shared_ptr<storage::Shelf> m_resultNodes;
    ledger::MerkleTree m_log;
    ledger::MerkleTree m_results;
    std::map<Round, RoundRuns> m_rounds;
    std::optional<Round> m_lastClosed;
    std::map<Period, std::vector<Run>> m_settlements; ///< Corrections behind what they correct.
    std::map<Period, std::uint64_t> m_periodSettlements;
    std::vector<Entry> m_openSheets; ///< Behind the last closing.
    std::vector<SheetRun> m_sheets;
    std::map<ParticipantId, std::vector<LogPlace>> m_identities;
};

} // namespace dgex::node
