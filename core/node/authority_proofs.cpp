// SPDX-License-Identifier: GPL-3.0-or-later
// The authority's part that gives homes their proofs: all under what is final.
#include "core/node/authority.h"

#include <algorithm>

namespace dgex::node {

namespace {

/// Leaves that one piece of evidence lists at most, so that it fits into an answer.
constexpr std::uint64_t kLeavesMax = api::kProofSizeMax / 64;

ParticipantId subjectOf(const ledger::Transaction& transaction)
{
    if (transaction.type == ledger::TransactionType::RegisterParticipant)
        if (const auto registration = ledger::decodeRegisterParticipant(transaction.payload))
            return registration->participant;
    if (transaction.type == ledger::TransactionType::RenewRegistration)
        if (const auto renewal = ledger::decodeRenewRegistration(transaction.payload))
            return renewal->participant;
    return transaction.participant;
}

} // namespace

void Authority::noteLog(const ports::SequencedBatch& batch)
{
    for (const Bytes& bytes : batch.transactions) {
        const std::uint64_t index = m_log.size();
        m_log.append(ledger::leafHash(bytes));
        const auto transaction = ledger::decodeTransaction(bytes);
        if (!transaction)
            continue;
        const bool isSheet = transaction->type == ledger::TransactionType::SubmitSheet;
        const bool isIdentity = transaction->type == ledger::TransactionType::RegisterParticipant ||
                                transaction->type == ledger::TransactionType::RenewRegistration;
        if (isSheet || isIdentity)
            m_places[subjectOf(*transaction)].push_back(
                {.index = index, .height = batch.position + 1, .isSheet = isSheet});
    }
}

std::optional<ArchivedBlock> Authority::archived(std::uint64_t height)
{
    auto blocks = m_parts.store->archive(height, 1);
    if (!blocks || blocks->empty())
        return std::nullopt;
    return std::move(blocks->front());
}

std::vector<ledger::KeptBytes> Authority::transactionsOf(ParticipantId home, bool sheets, std::uint64_t from,
                                                         std::uint64_t to)
{
    std::vector<ledger::KeptBytes> kept;
    std::optional<ArchivedBlock> block;
    const auto places = m_places.find(home);
    if (places == m_places.end())
        return kept;
    for (const LogPlace& place : places->second) {
        if (place.isSheet != sheets || place.height <= from || place.height > to)
            continue;
        if (!block || block->header.height != place.height)
            block = archived(place.height);
        if (block)
            kept.push_back({place.index, block->batch.transactions.at(place.index - block->header.firstTransaction)});
    }
    return kept;
}

api::Answer Authority::bundle(const api::BundleRequest& request)
{
    if (!m_finalRound)
        return api::ApiError::NotThere;
    const ledger::MarketRules& rules = m_state.rules();
    const Round last = request.period.plus(-static_cast<std::int64_t>(rules.gateLead));
    const Round first = last.plus(1 - static_cast<std::int64_t>(rules.openPeriods));
    std::vector<std::uint64_t> indices;
    for (auto round = m_rounds.lower_bound(first); round != m_rounds.end() && round->first <= last; ++round) {
        const auto own = round->second.homes.find(request.home);
        if (own == round->second.homes.end())
            continue;
        indices.insert(indices.end(), round->second.markets.begin(), round->second.markets.end());
        indices.insert(indices.end(), own->second.begin(), own->second.end());
    }
    if (const auto period = m_settlements.find(request.period);
        period != m_settlements.end() && period->second.contains(request.home)) {
        indices.push_back(period->second.at(request.home));
        indices.push_back(m_periodSettlements.at(request.period));
    }
    std::ranges::sort(indices);
    indices.erase(std::ranges::unique(indices).begin(), indices.end());
    std::vector<ledger::KeptBytes> results;
    for (const std::uint64_t index : indices)
        if (index < m_checkpoint.resultCount)
            results.push_back({index, m_results.leaf(index)});
    // The sheets of a round stand between the closing before and its own.
    const auto opened = m_closedAt.lower_bound(first.plus(-1));
    const auto closed = m_closedAt.upper_bound(last);
    const bool fromStart = opened == m_closedAt.end() || opened->first >= first;
    const std::uint64_t from = fromStart ? 0 : opened->second - 1;
    const std::uint64_t to = closed == m_closedAt.begin() ? 0 : std::prev(closed)->second;
    const auto identities = transactionsOf(request.home, false, 0, finalHeight());
    const auto sheets = transactionsOf(request.home, true, from, std::min(to, finalHeight()));
    const auto bundle = ledger::makeBundle({.home = request.home,
                                            .checkpoint = m_checkpoint,
                                            .log = m_log,
                                            .resultTree = m_results.tree(),
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
    return api::ProofAnswer{
        ledger::encode(ledger::proveConsistency(older->checkpoint, newer->checkpoint, m_log, m_results.tree()))};
}

api::Answer Authority::promise(const api::PromiseRequest& request)
{
    const ledger::Receipt& receipt = request.receipt;
    if (!m_anchor || !verify(receipt, *m_anchor, m_signatures.once()))
        return api::ApiError::BadRequest;
    const auto round = std::ranges::find_if(
        m_rounds.lower_bound(receipt.round), m_rounds.end(),
        [](const RoundIndex& index) { return !index.markets.empty(); }, &std::pair<const Round, RoundIndex>::second);
    if (round == m_rounds.end() || !m_finalRound || round->first > *m_finalRound)
        return api::ApiError::NotThere;
    const auto block = archived(m_closedAt.at(round->first));
    if (!block)
        return api::ApiError::Unavailable;
    const std::uint64_t size = block->checkpoint.logSize;
    if (receipt.logFrom > size || size - receipt.logFrom > kLeavesMax)
        return api::ApiError::NotThere;
    for (std::uint64_t at = receipt.logFrom; at < size; ++at)
        if (m_log.leaf(at) == receipt.transaction)
            return api::ApiError::NotThere;
    return api::ProofAnswer{ledger::encode(ledger::Evidence{
        ledger::brokenPromise(receipt, m_log, m_results.prove(round->second.markets.front(), block->checkpoint))})};
}

} // namespace dgex::node
