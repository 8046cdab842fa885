// SPDX-License-Identifier: GPL-3.0-or-later
// LedgerState after settlement: final readings that correct it, and statements that contradict each other.
#include "core/base/assert.h"
#include "core/ledger/ledger_context.h"
#include "core/ledger/ledger_state.h"

#include <algorithm>

namespace dgex::ledger {

std::vector<Period> LedgerState::correctablePeriods() const
{
    std::vector<Period> periods;
    for (const auto& [period, readings] : m_readings)
        if (m_settled.contains(period) && !readings.empty())
            periods.push_back(period);
    return periods;
}

bool LedgerState::hasMeteringOperator() const
{
    return std::ranges::any_of(m_participants,
                               [](const auto& one) { return one.second.role == Role::MeteringOperator; });
}

void LedgerState::noteDisputes(const settlement::PeriodInput& input, const SettlePeriod& order, Context& context) const
{
    std::vector<settlement::ConnectedMeter> read;
    for (const SettledMeter& meter : order.meters)
        read.push_back({meter.home, meter.net, m_participants.at(meter.home).connectionCapacity});
    const auto found = settlement::disputesOf(input, read);
    context.disputes.insert(context.disputes.end(), found.begin(), found.end());
}

LedgerState::Step LedgerState::correctPeriod(SettlePeriod part, Context& context)
{
    const Period period = part.period;
    const auto joined = joinParts(std::move(part));
    if (!joined)
        return joined.error();
    const std::optional<SettlePeriod>& order = *joined;
    if (!order)
        return std::nullopt;
    if (!listsWhatWasRead(*order))
        return refused(TransactionError::MetersIncomplete);
    const SettledPeriod& settled = m_settled.at(period);
    settlement::PeriodInput bound{.period = period, .tariff = settled.tariff, .meters = {}, .contracts = {}};
    for (const SettledMeter& meter : order->meters)
        bound.meters.push_back({.home = meter.home, .net = meter.net});
    for (const settlement::HomeSettlement& home : settled.homes)
        bound.meters.push_back({.home = home.home, .net = home.residual.abs() + home.throughDgr.abs()});
    if (!fitsAccounts(bound))
        return refused(TransactionError::AmountTooLarge);
    disputeMeters(*order, context);
    Money utility;
    std::set<ParticipantId> changed;
    for (const SettledMeter& meter : order->meters) {
        correctMeter(meter, period, utility, context);
        changed.insert(meter.home);
    }
    const Money gridOperator = correctRenewable(*order, changed);
    for (const ParticipantId home : changed)
        emit(correctedResult(home, period), context);
    m_gridOperator += gridOperator;
    m_utility += utility;
    emit(PeriodSettlementResult{.period = period,
                                .contracted = {},
                                .delivered = {},
                                .networkLoss = {},
                                .gridOperator = gridOperator,
                                .utility = utility},
         context);
    m_readings.erase(period);
    return std::nullopt;
}

void LedgerState::correctMeter(const SettledMeter& meter, Period period, Money& utility, Context& context)
{
    SettledPeriod& settled = m_settled.at(period);
    auto home = std::ranges::lower_bound(settled.homes, meter.home, {}, &settlement::HomeSettlement::home);
    if (home == settled.homes.end() || home->home != meter.home) {
        settlement::HomeSettlement unread{};
        unread.home = meter.home;
        home = settled.homes.insert(home, unread);
        settled.substituted.insert(meter.home);
    }
    const settlement::HomeSettlement before = *home;
    *home = settlement::corrected(before, meter.net, settled.tariff);
    const bool wasRead = settled.substituted.erase(meter.home) == 0;
    if (wasRead && (before.metered - meter.net).abs() > settlement::measurementTolerance(before.metered))
        context.disputes.push_back(
            {period, meter.home, settlement::DisputeCause::FinalDiffers, meter.net, before.metered});
    const Money delta = home->residualMoney - before.residualMoney;
    m_accounts[meter.home] += delta;
    utility -= delta;
}

Money LedgerState::correctRenewable(const SettlePeriod& order, std::set<ParticipantId>& changed)
{
    SettledPeriod& settled = m_settled.at(order.period);
    RenewablePeriod& renewable = settled.renewable;
    for (const SettledMeter& meter : order.meters)
        renewable.generated.insert_or_assign(meter.home, meter.generated);
    const RenewablePostings now = settleRenewable(renewable, settled.missingRenewable);
    Money gridOperator;
    for (const auto& [home, own] : now.homes) {
        RenewableSettlement& before = renewable.settled[home];
        if (before == own)
            continue;
        m_accounts[home] += own.money - before.money;
        gridOperator -= own.money - before.money;
        before = own;
        changed.insert(home);
    }
    return gridOperator;
}

HomeSettlementResult LedgerState::correctedResult(ParticipantId home, Period period) const
{
    const SettledPeriod& settled = m_settled.at(period);
    const auto own = std::ranges::lower_bound(settled.homes, home, {}, &settlement::HomeSettlement::home);
    DGEX_ASSERT(own != settled.homes.end() && own->home == home);
    HomeSettlementResult result{.period = period,
                                .settlement = *own,
                                .substituted = settled.substituted.contains(home),
                                .balance = account(home)};
    if (const auto renewable = settled.renewable.settled.find(home); renewable != settled.renewable.settled.end())
        result.renewable = renewable->second;
    return result;
}

} // namespace dgex::ledger
