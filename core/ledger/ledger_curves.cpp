// SPDX-License-Identifier: GPL-3.0-or-later
// The committed curves of LedgerState: what homes check prices by.
#include "core/ledger/ledger_state.h"

namespace dgex::ledger {

std::vector<market::SlotOwner> LedgerState::slotOwners(Period period) const
{
    std::vector<market::SlotOwner> owners;
    owners.reserve(m_curveOwners.size());
    for (const CurveOwner& owner : m_curveOwners)
        owners.push_back({.participant = owner.home, .salt = market::slotSalt(owner.secret, owner.home, period)});
    return owners;
}

std::optional<CurveCommitment> LedgerState::commitCurves(const MarketCall& call, const market::Clearing& clearing)
{
    if (!m_terms.rules.commitCurves)
        return std::nullopt;
    CommittedMarket& committed = m_committed[call.period];
    committed.terms = {.market = *m_market,
                       .period = call.period,
                       .zone = m_zone.value_or(ZoneId{}),
                       .energyClass = market::EnergyClass::Any,
                       .rules = m_terms.rules.auction,
                       .seed = call.seed};
    committed.clearing = clearing;
    return CurveCommitment{.hash = market::curveCommitment(committed.terms, clearing, slotOwners(call.period)),
                           .slots = m_curveOwners.size()};
}

std::optional<market::PriceProof> LedgerState::priceProof(ParticipantId home, Period period) const
{
    const auto committed = m_committed.find(period);
    if (committed == m_committed.end())
        return std::nullopt;
    return market::PriceCurves(committed->second.terms, committed->second.clearing, slotOwners(period)).proofFor(home);
}

} // namespace dgex::ledger
