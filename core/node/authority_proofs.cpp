// SPDX-License-Identifier: GPL-3.0-or-later
// The authority's part that gives homes their proofs: all under what is final.
#include "core/node/authority.h"

#include <algorithm>

namespace dgex::node {

namespace {

/// Leaves that one piece of evidence lists at most, so that it fits into an answer.
constexpr std::uint64_t kLeavesMax = api::kProofSizeMax / 64;

} // namespace

std::optional<ArchivedBlock> Authority::archived(std::uint64_t height)
{
    auto blocks = m_parts.store->archive(height, 1);
    if (!blocks || blocks->empty())
        return std::nullopt;
    return std::move(blocks->front());
}

std::vector<ledger::KeptBytes> Authority::transactionsAt(const std::vector<History::LogPlace>& places)
{
    std::vector<ledger::KeptBytes> kept;
    std::optional<ArchivedBlock> block;
    for (const History::LogPlace& place : places) {
        if (!block || block->header.height != place.height)
            block = archived(place.height);
        if (block)
            kept.push_back({place.index, block->batch.transactions.at(place.index - block->header.firstTransaction)});
    }
    return kept;
}

api::Answer Authority::curves(const api::CurvesRequest& request) const
{
    const auto steps = m_state.curve(request.period);
    if (!m_state.lastClosedRound() || steps.empty())
        return api::ApiError::NotThere;
    const std::size_t together = (steps.size() + api::kCurveStepsMax - 1) / api::kCurveStepsMax;
    api::CurvesAnswer answer{*m_state.lastClosedRound(), {}};
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (i % together == 0)
            answer.steps.emplace_back();
        ledger::CurveStep& joined = answer.steps.back();
        joined = {steps[i].price, joined.buy + steps[i].buy, joined.sell + steps[i].sell};
    }
    return answer;
}

api::Answer Authority::bundle(const api::BundleRequest& request)
{
    if (!m_finalRound)
        return api::ApiError::NotThere;
    const ledger::MarketRules& rules = m_state.rules();
    const Round last = request.period.plus(-static_cast<std::int64_t>(rules.gateLead));
    const Round first = last.plus(1 - static_cast<std::int64_t>(rules.openPeriods));
    std::vector<std::uint64_t> indices;
    for (Round round = first; round <= last; round = round.plus(1)) {
        const std::vector<std::uint64_t> own = m_history.ofHome(round, request.home);
        if (own.empty())
            continue;
        std::ranges::copy(m_history.markets(round), std::back_inserter(indices));
        std::ranges::copy(own, std::back_inserter(indices));
    }
    const auto total = m_history.periodSettlement(request.period);
    if (const auto own = m_history.settlement(request.period, request.home); own && total) {
        indices.push_back(*own);
        indices.push_back(*total);
    }
    std::ranges::sort(indices);
    indices.erase(std::ranges::unique(indices).begin(), indices.end());
    std::vector<ledger::KeptBytes> results;
    for (const std::uint64_t index : indices)
        if (index < m_checkpoint.resultCount)
            results.push_back({index, m_history.leaf(index)});
    // The sheets of a round stand between the closing before and its own.
    const auto [from, to] = m_history.heightsOf(first, last);
    std::vector<History::LogPlace> keys = m_history.identities(request.home);
    std::erase_if(keys, [this](const History::LogPlace& place) { return place.height > finalHeight(); });
    const auto identities = transactionsAt(keys);
    const auto sheets = transactionsAt(m_history.sheets(request.home, from, std::min(to, finalHeight())));
    const auto bundle = ledger::makeBundle({.home = request.home,
                                            .checkpoint = m_checkpoint,
                                            .log = m_history.log(),
                                            .resultTree = m_history.results(),
                                            .identities = identities,
                                            .sheets = sheets,
                                            .results = results},
                                           request.period);
    if (!bundle)
        return api::ApiError::NotThere;
    return api::ProofAnswer{ledger::encode(*bundle)};
}

api::Answer Authority::consistency(const api::ConsistencyRequest& request)
{
    if (request.older < 1 || request.older > request.newer || request.newer > finalHeight())
        return api::ApiError::NotThere;
    const auto older = archived(request.older);
    const auto newer = archived(request.newer);
    if (!older || !newer)
        return api::ApiError::Unavailable;
    return api::ProofAnswer{ledger::encode(
        ledger::proveConsistency(older->checkpoint, newer->checkpoint, m_history.log(), m_history.results()))};
}

api::Answer Authority::promise(const api::PromiseRequest& request)
{
    const ledger::Receipt& receipt = request.receipt;
    if (!m_anchor || !verify(receipt, *m_anchor, m_signatures.once()))
        return api::ApiError::BadRequest;
    const auto round = m_history.firstWithMarkets(receipt.round);
    if (!round || !m_finalRound || *round > *m_finalRound)
        return api::ApiError::NotThere;
    const auto block = archived(m_history.closedAt(*round).value_or(0));
    if (!block)
        return api::ApiError::Unavailable;
    const std::uint64_t size = block->checkpoint.logSize;
    if (receipt.logFrom > size || size - receipt.logFrom > kLeavesMax)
        return api::ApiError::NotThere;
    const auto [from, to] = m_history.heightsOf(receipt.round, *round);
    for (const History::LogPlace& place : m_history.sheets(receipt.home, from, to))
        if (place.index >= receipt.logFrom && m_history.log().leaf(place.index) == receipt.transaction)
            return api::ApiError::NotThere;
    const ledger::BrokenPromise evidence = ledger::brokenPromise(
        receipt, m_history.log(), m_history.prove(m_history.markets(*round).front(), block->checkpoint));
    // An authority may have named another home in its receipt.
    if (std::ranges::contains(evidence.leaves, receipt.transaction))
        return api::ApiError::NotThere;
    return api::ProofAnswer{ledger::encode(ledger::Evidence{evidence})};
}

} // namespace dgex::node
