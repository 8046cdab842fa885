// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/node/authority.h"

#include "core/api/access.h"
#include "core/base/overloaded.h"

#include <utility>

namespace dgex::node {

namespace {

constexpr std::size_t kReplayPage = 256;

std::unexpected<NodeError> fail(std::string reason)
{
    return std::unexpected(NodeError{std::move(reason)});
}

} // namespace

Authority::Authority(Parts parts, BlockCallback onBlock)
    : m_parts(std::move(parts))
    , m_onBlock(std::move(onBlock))
    , m_store(m_parts.file)
{
}

std::expected<std::unique_ptr<Authority>, NodeError> Authority::open(Parts parts, BlockCallback onBlock)
{
    DGEX_ASSERT(parts.file && parts.sequencer && parts.key != nullptr);
    std::unique_ptr<Authority> authority{new Authority(std::move(parts), std::move(onBlock))};
    if (auto replayed = authority->replay(); !replayed)
        return std::unexpected(replayed.error());
    return authority;
}

std::expected<void, NodeError> Authority::replay()
{
    for (std::uint64_t position = 0;;) {
        const auto batches = m_parts.sequencer->read(position, kReplayPage);
        if (!batches)
            return fail("reading the log from position " + std::to_string(position) + ": " +
                        std::string{describe(batches.error())});
        if (batches->empty())
            return {};
        const auto stored = m_store.blocks(position + 1, batches->size());
        if (!stored)
            return fail("reading the blocks from height " + std::to_string(position + 1));
        for (std::size_t i = 0; i < batches->size(); ++i) {
            const auto known = i < stored->size() ? std::optional{(*stored)[i]} : std::nullopt;
            if (auto executed = execute((*batches)[i], known); !executed)
                return executed;
        }
        position += batches->size();
    }
}

std::expected<void, NodeError> Authority::execute(const ports::SequencedBatch& batch,
                                                  const std::optional<storage::StoredBlock>& stored)
{
    if (batch.position != m_state.height())
        return fail("the log has a gap before position " + std::to_string(batch.position));
    const ledger::BlockOutcome outcome = m_state.execute(batch.transactions, ledger::checkWith(m_verifier),
                                                         [this](const Hash256& hash) { return values(hash); });
    const std::string place = "block " + std::to_string(outcome.header.height);
    if (stored && stored->header != outcome.header)
        return fail(place + " differs from the one signed before");
    if (stored) {
        m_checkpoint = stored->checkpoint;
    } else {
        auto checkpoint =
            ledger::coSign(ledger::checkpointOf(m_parts.market, outcome.header), m_parts.index, *m_parts.key);
        if (!checkpoint)
            return fail(place + ": " + std::string{describe(checkpoint.error())});
        if (!m_store.put({outcome.header, *checkpoint}))
            return fail(place + " could not be stored");
        m_checkpoint = std::move(*checkpoint);
    }
    index(outcome);
    if (m_onBlock)
        m_onBlock(outcome, m_state);
    return {};
}

void Authority::index(const ledger::BlockOutcome& outcome)
{
    std::uint64_t at = m_results.size();
    for (const Bytes& leaf : outcome.results) {
        const std::optional<ledger::Result> result = ledger::decodeResult(leaf);
        DGEX_ASSERT(result.has_value());
        std::visit(
            Overloaded{[&](const ledger::MarketResult& r) { m_rounds[r.round].markets.push_back(at); },
                       [&](const ledger::HomeRoundResult& r) { m_rounds[r.round].homes[r.home].push_back(at); },
                       [&](const ledger::ContractResult& r) {
                           RoundIndex& round = m_rounds[*m_state.lastClosedRound()];
                           round.homes[r.exporter].push_back(at);
                           round.homes[r.importer].push_back(at);
                       },
                       [&](const ledger::HomeSettlementResult& r) { m_settlements[r.period][r.settlement.home] = at; },
                       [](const ledger::PeriodSettlementResult&) {}},
            *result);
        m_results.append(leaf);
        ++at;
    }
    if (const auto closed = m_state.lastClosedRound())
        m_rounds.try_emplace(*closed);
}

std::expected<void, NodeError> Authority::commit()
{
    if (m_pending.empty())
        return {};
    const auto position = m_parts.sequencer->append(m_pending);
    if (!position)
        return fail("appending to the log: " + std::string{describe(position.error())});
    ports::SequencedBatch batch{*position, std::exchange(m_pending, {})};
    return execute(batch, std::nullopt);
}

std::optional<ledger::MeterValues> Authority::values(const Hash256& hash)
{
    auto found = m_store.values(hash);
    return found ? *found : std::nullopt;
}

api::Answer Authority::serve(const api::Request& request)
{
    return std::visit(
        Overloaded{[&](const api::SubmitRequest& r) { return submit(r); },
                   [&](const api::HeadRequest&) -> api::Answer {
                       return api::HeadAnswer{m_state.height(), m_state.lastClosedRound(), m_state.openRound()};
                   },
                   [&](const api::RoundRequest& r) -> api::Answer {
                       const auto round = m_rounds.find(r.round);
                       if (round == m_rounds.end())
                           return api::ApiError::NotThere;
                       std::vector<std::uint64_t> indices = round->second.markets;
                       if (const auto own = round->second.homes.find(r.home); own != round->second.homes.end())
                           indices.insert(indices.end(), own->second.begin(), own->second.end());
                       return results(indices);
                   },
                   [&](const api::SettlementRequest& r) -> api::Answer {
                       const auto period = m_settlements.find(r.period);
                       if (period == m_settlements.end() || !period->second.contains(r.home))
                           return api::ApiError::NotThere;
                       return results({period->second.at(r.home)});
                   },
                   [&](const api::TariffRequest& r) { return tariffs(r); },
                   [&](const api::StandingRequest& r) -> api::Answer {
                       const auto standing = api::LedgerRegistry{m_state}.find(r.participant);
                       if (!standing)
                           return api::ApiError::NotThere;
                       return api::StandingAnswer{standing->role, standing->lastSequence};
                   }},
        request);
}

api::Answer Authority::submit(const api::SubmitRequest& request)
{
    const std::optional<ledger::Transaction> transaction = ledger::decodeTransaction(request.transaction);
    if (!transaction || transaction->market != m_parts.market)
        return api::ApiError::BadTransaction;
    if (request.values && !m_store.putValues(*request.values))
        return api::ApiError::Unavailable;
    m_pending.push_back(request.transaction);
    return api::SubmitAnswer{};
}

api::Answer Authority::results(const std::vector<std::uint64_t>& indices) const
{
    api::ResultsAnswer answer{m_checkpoint, {}};
    for (const std::uint64_t at : indices) {
        answer.leaves.push_back(
            {m_results.leaf(at), at, m_results.tree().inclusionProof(at, m_checkpoint.resultCount)});
    }
    return answer;
}

api::Answer Authority::tariffs(const api::TariffRequest& request) const
{
    api::TariffAnswer answer;
    const auto& known = m_state.tariffs();
    for (auto at = known.lower_bound(request.first);
         at != known.end() && at->first.since(request.first) < request.count; ++at) {
        const settlement::Tariff& t = at->second;
        answer.periods.push_back({at->first, t.retail, t.feedIn, t.imbalanceShort, t.imbalanceLong});
    }
    return answer;
}

} // namespace dgex::node
