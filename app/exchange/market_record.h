// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ledger/ledger_state.h"
#include "core/views/curves.h"

#include <deque>
#include <map>
#include <memory>
#include <set>

namespace dgex::app {

/// All that an operator can see of one delivery period.
struct PeriodRecord {
    Round lastRound;
    std::optional<Price> price;
    std::optional<std::pair<Price, Price>> priceInterval;
    Lots volume; ///< Over all rounds.
    std::uint32_t orders = 0;
    /// Of the newest round with trades, else of the newest round; may be null.
    std::shared_ptr<const views::Curves> curves;
    bool curvesTraded = false;
    std::vector<ledger::Contract> contracts;
    std::optional<ledger::PeriodSettlementResult> settlement;
    std::uint32_t corrections = 0;     ///< Settlements of final readings after the first.
    Money homes;                       ///< Posted to homes by all of them.
    Energy imbalance;                  ///< Shortfalls and excesses added up.
    std::set<ParticipantId> corrected; ///< Homes that were settled again.
};

struct BlockRecord {
    ledger::BlockHeader header;
    UtcTime madeAt;
    std::uint32_t invalid = 0;
};

struct MarketTotals {
    std::uint64_t rounds = 0;
    std::uint64_t sheets = 0;
    std::uint64_t orders = 0;
    std::uint64_t disputes = 0;
    std::uint64_t refused = 0; ///< Transactions without effect.
};

/// Follows a ledger block by block and keeps what consoles and summaries show. Thread: the node's.
class MarketRecord {
public:
    void take(const ledger::BlockOutcome& outcome, const ledger::LedgerState& state, UtcTime now);
    [[nodiscard]] const std::map<Period, PeriodRecord>& periods() const { return m_periods; }
    [[nodiscard]] const std::deque<BlockRecord>& blocks() const { return m_blocks; } ///< Newest first.
    [[nodiscard]] const MarketTotals& totals() const { return m_totals; }
    /// Newest first, at most 200.
    [[nodiscard]] const std::deque<settlement::Dispute>& disputes() const { return m_disputes; }
    [[nodiscard]] const std::map<ParticipantId, Round>& lastSheets() const { return m_lastSheets; }

private:
    void takeResult(const ledger::Result& result);
    void takeContracts(const ledger::LedgerState& state);
    void takeCurves(const ledger::LedgerState& state);

    std::map<Period, PeriodRecord> m_periods;
    std::deque<BlockRecord> m_blocks;
    std::deque<settlement::Dispute> m_disputes;
    MarketTotals m_totals;
    std::map<ParticipantId, Round> m_lastSheets;
    std::optional<Round> m_lastRound;
};

} // namespace dgex::app
