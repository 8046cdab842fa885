// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/market_proofs.h"

#include "core/ledger/merkle.h"

namespace dgex::app {

namespace {

constexpr std::int64_t kPeriodsKept = 48 * 8;

} // namespace

void MarketProofs::take(Round round)
{
    const auto answer = m_client.round(round, ParticipantId{0});
    if (!answer)
        return;
    const ledger::Checkpoint& checkpoint = answer->checkpoint;
    const bool isFinal = ledger::isFinal(checkpoint, m_anchor, ledger::checkWith(m_verifier));
    for (const api::ProvenLeaf& leaf : answer->leaves) {
        const auto result = ledger::decodeResult(leaf.leaf);
        const auto* const market = result ? std::get_if<ledger::MarketResult>(&*result) : nullptr;
        if (market == nullptr)
            continue;
        Proven& proven = m_proven[market->period];
        proven.round = market->round;
        proven.failed = !isFinal || market->round != round ||
                        !ledger::verifyInclusion(ledger::leafHash(leaf.leaf), leaf.index, checkpoint.resultCount,
                                                 leaf.path, checkpoint.resultRoot);
        if (market->price && !proven.failed)
            proven.price = market->price;
    }
    m_proven.erase(m_proven.begin(), m_proven.lower_bound(round.plus(-kPeriodsKept)));
}

views::ProofState MarketProofs::stateOf(Period period, const PeriodRecord& shown) const
{
    const auto found = m_proven.find(period);
    if (found == m_proven.end() || found->second.round < shown.lastRound)
        return views::ProofState::Unchecked;
    const Proven& proven = found->second;
    return proven.failed || proven.price != shown.price ? views::ProofState::Failed : views::ProofState::Verified;
}

} // namespace dgex::app
