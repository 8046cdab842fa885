// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/market_record.h"

#include "app/views/curves_of.h"

#include <algorithm>

namespace dgex::app {

namespace {

constexpr std::size_t kBlocksMax = 200;
constexpr std::size_t kDisputesMax = 200;
constexpr std::int64_t kPeriodsKept = 48 * 8;

/// Homes send a sheet to several authorities; the log may hold it as often, and takes it once.
bool isSecondCopy(const ledger::Refusal& refusal)
{
    return refusal.error == ledger::TransactionError::Duplicate;
}

} // namespace

void MarketRecord::take(const ledger::BlockOutcome& outcome, const ledger::LedgerState& state, UtcTime now)
{
    BlockRecord block{outcome.header, now, 0};
    for (const ledger::TransactionOutcome& transaction : outcome.transactions)
        block.invalid += transaction.accepted() || isSecondCopy(*transaction.refusal) ? 0U : 1U;
    m_totals.refused += block.invalid;
    m_blocks.push_front(block);
    if (m_blocks.size() > kBlocksMax)
        m_blocks.pop_back();
    m_totals.disputes += outcome.disputes.size();
    m_disputes.insert(m_disputes.begin(), outcome.disputes.rbegin(), outcome.disputes.rend());
    if (m_disputes.size() > kDisputesMax)
        m_disputes.resize(kDisputesMax);
    for (const Bytes& leaf : outcome.results) {
        if (const auto result = ledger::decodeResult(leaf))
            takeResult(*result);
    }
    if (state.lastClosedRound() != m_lastRound && state.lastClosedRound()) {
        m_lastRound = state.lastClosedRound();
        ++m_totals.rounds;
        takeCurves(state);
        m_periods.erase(m_periods.begin(), m_periods.lower_bound(m_lastRound->plus(-kPeriodsKept)));
    }
    takeContracts(state);
}

void MarketRecord::takeResult(const ledger::Result& result)
{
    if (const auto* market = std::get_if<ledger::MarketResult>(&result)) {
        PeriodRecord& record = m_periods[market->period];
        record.lastRound = market->round;
        record.orders = market->orders;
        record.volume += market->volume;
        if (market->price) {
            record.price = market->price;
            record.priceInterval = market->priceInterval;
        }
    } else if (const auto* home = std::get_if<ledger::HomeRoundResult>(&result)) {
        m_lastSheets[home->home] = home->round;
        ++m_totals.sheets;
        m_totals.orders += home->orders.size();
    } else if (const auto* settled = std::get_if<ledger::HomeSettlementResult>(&result)) {
        PeriodRecord& record = m_periods[settled->period];
        if (record.settlement)
            record.corrected.insert(settled->settlement.home);
        else
            record.imbalance += settled->settlement.shortfall + settled->settlement.excess;
    } else if (const auto* period = std::get_if<ledger::PeriodSettlementResult>(&result)) {
        PeriodRecord& record = m_periods[period->period];
        record.homes -= period->utility + period->gridOperator;
        if (!record.settlement) {
            record.settlement = *period;
            return;
        }
        record.settlement->utility += period->utility;
        record.settlement->gridOperator += period->gridOperator;
        ++record.corrections;
    }
}

void MarketRecord::takeContracts(const ledger::LedgerState& state)
{
    for (const Period period : state.unsettledPeriods()) {
        const auto contracts = state.contracts(period);
        m_periods[period].contracts.assign(contracts.begin(), contracts.end());
    }
}

void MarketRecord::takeCurves(const ledger::LedgerState& state)
{
    for (const ledger::MarketResult& result : state.lastResults()) {
        PeriodRecord& record = m_periods[result.period];
        if (!result.price && record.curvesTraded)
            continue; // Curves that met say more than newer ones that did not.
        record.curves = std::make_shared<const views::Curves>(curvesOf(state.curve(result.period)));
        record.curvesTraded = result.price.has_value();
    }
}

} // namespace dgex::app
