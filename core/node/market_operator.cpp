// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/node/market_operator.h"

#include <algorithm>

namespace dgex::node {

bool isDueForSettlement(const ledger::LedgerState& state, Period period, UtcTime now)
{
    if (now < period.end())
        return false;
    if (now >= period.end() + kReadingsAwaited)
        return true;
    const auto& readings = state.readings(period);
    const auto isRead = [&](const auto& participant) {
        const ledger::Participant& who = participant.second;
        return who.role != ledger::Role::Home || who.revoked || readings.contains(participant.first);
    };
    const auto isReported = [](const ledger::Contract& contract) {
        return contract.exporterReport.reported && contract.importerReport.reported;
    };
    return std::ranges::all_of(state.participants(), isRead) &&
           std::ranges::all_of(state.contracts(period), isReported);
}

MarketOperator::MarketOperator(Authority& node, const crypto::Signer& key, const MarketId& market)
    : m_node(node)
    , m_key(key)
    , m_market(market)
    , m_sequence(node.state().lastSequence(ParticipantId{0}))
{
}

std::expected<void, NodeError> MarketOperator::send(ledger::TransactionType type, Bytes payload)
{
    // The operator's own computer uses the same key, to enrol homes.
    m_sequence = std::max(m_sequence, m_node.state().lastSequence(ParticipantId{0})) + 1;
    auto transaction = ledger::sign({m_market, type, ParticipantId{0}, m_sequence, std::move(payload), {}}, m_key);
    if (!transaction)
        return std::unexpected(
            NodeError{"the market operator could not sign: " + std::string{describe(transaction.error())}});
    m_node.enqueue(ledger::encode(*transaction));
    return {};
}

std::expected<void, NodeError> MarketOperator::openMarket(const ledger::MarketRules& rules,
                                                          std::vector<crypto::PublicKey> authorities,
                                                          std::uint32_t threshold)
{
    return send(ledger::TransactionType::OpenMarket,
                ledger::encode(ledger::OpenMarket{rules, m_key.publicKey(), std::move(authorities), threshold}));
}

std::expected<void, NodeError> MarketOperator::enrol(const Enrolment& enrolment)
{
    return send(ledger::TransactionType::RegisterParticipant,
                ledger::encode(ledger::RegisterParticipant{enrolment.participant, enrolment.role, enrolment.key,
                                                           enrolment.meter, ZoneId{0}, enrolment.connectionCapacity}));
}

std::expected<void, NodeError> MarketOperator::revoke(ParticipantId participant, ledger::RevocationReason reason)
{
    return send(ledger::TransactionType::RevokeParticipant,
                ledger::encode(ledger::RevokeParticipant{.participant = participant, .reason = reason}));
}

std::expected<void, NodeError> MarketOperator::closeRound(Round round)
{
    return send(ledger::TransactionType::CloseRound, ledger::encode(ledger::CloseRound{round}));
}

std::expected<void, NodeError> MarketOperator::settle(Period period)
{
    ledger::SettlePeriod part{.period = period, .meters = {}};
    for (const auto& [home, reading] : m_node.state().readings(period)) {
        if (part.meters.size() == ledger::kMetersPerPart) {
            part.more = true;
            if (auto sent = send(ledger::TransactionType::SettlePeriod, ledger::encode(part)); !sent)
                return sent;
            part = {.period = period, .meters = {}, .part = part.part + 1};
        }
        if (const auto values = m_node.values(reading.values))
            part.meters.push_back({home, values->imported - values->exported, values->generated});
    }
    return send(ledger::TransactionType::SettlePeriod, ledger::encode(part));
}

} // namespace dgex::node
