// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/access.h"
#include "core/base/overloaded.h"
#include "core/market/sheet.h"
#include "core/node/authority.h"

#include <algorithm>
#include <utility>

namespace dgex::node {

namespace {

constexpr ParticipantId kOperator{0};

} // namespace

void Authority::enqueue(Bytes transaction)
{
    m_pending.push_back(std::move(transaction));
}

api::Answer Authority::serve(const api::Request& request)
{
    return std::visit(Overloaded{[&](const api::SubmitRequest& r) -> api::Answer {
                                     const auto transaction = ledger::decodeTransaction(r.transaction);
                                     if (const auto refused = admit(r, transaction))
                                         return *refused;
                                     m_pending.push_back(r.transaction);
                                     return api::SubmitAnswer{};
                                 },
                                 [&](const api::HeadRequest&) -> api::Answer {
                                     return api::HeadAnswer{finalHeight(), m_finalRound, m_state.openRound()};
                                 },
                                 [&](const api::RoundRequest& r) { return round(r); },
                                 [&](const api::SettlementRequest& r) -> api::Answer {
                                     const auto place = m_history.settlement(r.period, r.home);
                                     return place ? results({*place}) : api::ApiError::NotThere;
                                 },
                                 [&](const api::TariffRequest& r) { return tariffs(r); },
                                 [&](const api::StandingRequest& r) -> api::Answer {
                                     const auto standing = api::LedgerRegistry{m_state}.find(r.participant);
                                     if (!standing)
                                         return api::ApiError::NotThere;
                                     return api::StandingAnswer{standing->role, standing->lastSequence};
                                 },
                                 [&](const api::BundleRequest& r) { return bundle(r); },
                                 [&](const api::ConsistencyRequest& r) { return consistency(r); },
                                 [&](const api::PromiseRequest& r) { return promise(r); },
                                 [&](const api::CurvesRequest& r) { return curves(r); }},
                      request);
}

void Authority::serveLater(const api::Request& request, std::function<void(const api::Answer&)> reply)
{
    const auto* const submission = std::get_if<api::SubmitRequest>(&request);
    if (submission == nullptr)
        return reply(serve(request));
    ++m_counts.submissions;
    const auto transaction = ledger::decodeTransaction(submission->transaction);
    const Hash256 name = ledger::leafHash(submission->transaction);
    const bool isWaiting = m_waiting.contains(name);
    const bool isKnown = isWaiting || (transaction && isRecent(name));
    // Another node may have brought it into the log; what lies beside the log comes only with the submission.
    if (isKnown && submission->values && !m_parts.store->putValues(*submission->values))
        return reply(api::ApiError::Unavailable);
    if (isWaiting)
        return m_waiting[name].push_back(std::move(reply));
    if (isKnown)
        return reply(answerAgain(*transaction));
    if (const auto refused = admit(*submission, transaction))
        return reply(*refused);
    m_pending.push_back(submission->transaction);
    m_waiting[name].push_back(std::move(reply));
}

bool Authority::isLate(ByteView bytes, UtcTime now) const
{
    const auto transaction = ledger::decodeTransaction(bytes);
    if (!transaction || transaction->type != ledger::TransactionType::SubmitSheet)
        return false;
    const auto sheet = market::decodeSheet(transaction->payload);
    return sheet && sheet->round.start() <= now;
}

/// A sheet that could not be sequenced before its gate must not come into its round afterwards. One whose outcome is
/// unknown may stand in the log already; then it counts and is answered when it is read.
void Authority::dropLateSheets()
{
    if (m_parts.clock == nullptr)
        return;
    const UtcTime now = m_parts.clock->now();
    if (m_lastGate == Period::containing(now))
        return;
    m_lastGate = Period::containing(now);
    for (std::vector<Bytes>* const waiting : {&m_pending, &m_inFlight})
        std::erase_if(*waiting, [&](const Bytes& bytes) {
            if (!isLate(bytes, now))
                return false;
            auto replies = m_waiting.extract(ledger::leafHash(bytes));
            if (replies)
                for (const Reply& reply : replies.mapped())
                    reply(api::ApiError::Unavailable);
            return true;
        });
}

/// Garbage and strangers never reach the log through this node. What the ledger makes of the rest is the ledger's.
std::optional<api::ApiError> Authority::admit(const api::SubmitRequest& request,
                                              const std::optional<ledger::Transaction>& transaction)
{
    if (!transaction || transaction->market != m_parts.market || !m_state.market())
        return api::ApiError::BadTransaction;
    const auto participant = m_state.participants().find(transaction->participant);
    const bool isOperator = transaction->participant == kOperator;
    if (!isOperator && participant == m_state.participants().end())
        return api::ApiError::BadTransaction;
    const crypto::PublicKey& key = isOperator ? m_state.terms().operatorKey : participant->second.key;
    if (transaction->sequence <= m_state.lastSequence(transaction->participant) ||
        !m_signatures.admit(key, signedPreimage(*transaction), transaction->signature))
        return api::ApiError::BadTransaction;
    if (m_parts.clock != nullptr && isLate(request.transaction, m_parts.clock->now()))
        return api::ApiError::BadTransaction;
    if (request.values && !m_parts.store->putValues(*request.values))
        return api::ApiError::Unavailable;
    return std::nullopt;
}

std::optional<ledger::Receipt> Authority::receiptFor(const ledger::Transaction& transaction,
                                                     std::uint64_t roundStart) const
{
    if (transaction.type != ledger::TransactionType::SubmitSheet || !m_anchor || !ownIndex(*m_anchor))
        return std::nullopt;
    const auto sheet = market::decodeSheet(transaction.payload);
    if (!sheet)
        return std::nullopt;
    auto receipt = ledger::giveReceipt(transaction, sheet->round, roundStart, *m_parts.key);
    return receipt ? std::optional(std::move(*receipt)) : std::nullopt;
}

/// The same submission again, after its answer got lost.
api::Answer Authority::answerAgain(const ledger::Transaction& transaction)
{
    const auto sheet = market::decodeSheet(transaction.payload);
    // Only for the open round: of a closed one, this node would promise what lies behind it. And only for what stands
    // behind the last closing, where the receipt says that the search begins.
    if (transaction.type != ledger::TransactionType::SubmitSheet || !sheet || !m_state.openRound() ||
        sheet->round < *m_state.openRound() || !m_recent.contains(ledger::leafHash(encode(transaction))))
        return api::SubmitAnswer{};
    return api::SubmitAnswer{receiptFor(transaction, m_state.roundStart())};
}

bool Authority::isRecent(const Hash256& transaction) const
{
    return m_recent.contains(transaction) || m_recentBefore.contains(transaction);
}

void Authority::remember(const std::vector<Bytes>& transactions, const ledger::BlockOutcome& outcome)
{
    // A node that nobody hands anything in to remembers nothing.
    if (m_parts.clock == nullptr && m_counts.submissions == 0)
        return;
    bool closed = false;
    for (std::size_t i = 0; i < transactions.size(); ++i) {
        if (!outcome.transactions[i].accepted())
            continue;
        m_recent.insert(ledger::leafHash(transactions[i]));
        const auto transaction = ledger::decodeTransaction(transactions[i]);
        closed = closed || transaction->type == ledger::TransactionType::CloseRound;
    }
    if (closed)
        m_recentBefore = std::exchange(m_recent, {});
}

Authority::Done Authority::answerWaiting(const std::vector<Bytes>& transactions, const ledger::BlockOutcome& outcome,
                                         std::uint64_t roundStart)
{
    if (m_waiting.empty())
        return {};
    std::vector<std::pair<std::vector<Reply>, api::Answer>> answers;
    std::vector<ledger::Receipt> receipts;
    for (std::size_t i = 0; i < transactions.size(); ++i) {
        const auto waiting = m_waiting.find(ledger::leafHash(transactions[i]));
        if (waiting == m_waiting.end())
            continue;
        const auto transaction = ledger::decodeTransaction(transactions[i]);
        api::Answer answer = api::ApiError::BadTransaction;
        if (isRecent(waiting->first))
            answer = answerAgain(*transaction);
        else if (outcome.transactions[i].accepted())
            answer = api::SubmitAnswer{receiptFor(*transaction, roundStart)};
        if (const auto* const given = std::get_if<api::SubmitAnswer>(&answer); given != nullptr && given->receipt)
            receipts.push_back(*given->receipt);
        answers.emplace_back(std::move(waiting->second), std::move(answer));
        m_waiting.erase(waiting);
    }
    if (!receipts.empty() && !m_parts.store->putReceipts(receipts))
        return std::unexpected(NodeError{"the receipts could not be stored"});
    m_counts.receipts += receipts.size();
    for (const ledger::Receipt& receipt : receipts)
        m_receipts.insert(receipt.transaction);
    for (const auto& [replies, answer] : answers)
        for (const Reply& reply : replies)
            reply(answer);
    return {};
}

api::Answer Authority::round(const api::RoundRequest& request) const
{
    if (!m_history.closedAt(request.round) || !m_finalRound || request.round > *m_finalRound)
        return api::ApiError::NotThere;
    std::vector<std::uint64_t> indices = marketsOf(request.round, request.home);
    std::ranges::copy(m_history.ofHome(request.round, request.home), std::back_inserter(indices));
    return results(indices);
}

/// A home sees the markets of its own zone.
std::vector<std::uint64_t> Authority::marketsOf(Round round, ParticipantId home) const
{
    const auto participant = m_state.participants().find(home);
    if (participant == m_state.participants().end() || !m_history.hasZones(round))
        return m_history.markets(round);
    return m_history.marketsOf(round, participant->second.zone);
}

api::Answer Authority::results(const std::vector<std::uint64_t>& indices) const
{
    api::ResultsAnswer answer{m_checkpoint, {}};
    for (const std::uint64_t at : indices) {
        if (at >= m_checkpoint.resultCount)
            return api::ApiError::NotThere;
        answer.leaves.push_back(
            {m_history.leaf(at), at, m_history.results().inclusionProof(at, m_checkpoint.resultCount)});
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
