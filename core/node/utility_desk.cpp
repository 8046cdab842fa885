// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/node/utility_desk.h"

#include <algorithm>

namespace dgex::node {

UtilityDesk::UtilityDesk(Authority& node, const crypto::Signer& key, const MarketId& market, ParticipantId self,
                         Tariff tariff)
    : m_node(node)
    , m_key(key)
    , m_market(market)
    , m_self(self)
    , m_tariff(std::move(tariff))
    , m_sequence(node.state().lastSequence(self))
{
}

std::expected<void, NodeError> UtilityDesk::publish(Period first, Period until)
{
    ledger::PublishTariff tariff;
    for (Period period = m_published ? std::max(*m_published, first) : first; period < until; period = period.plus(1))
        tariff.periods.push_back(m_tariff(period));
    if (tariff.periods.empty())
        return {};
    auto transaction = ledger::sign(
        {m_market, ledger::TransactionType::PublishTariff, m_self, ++m_sequence, ledger::encode(tariff), {}}, m_key);
    if (!transaction)
        return std::unexpected(NodeError{"the utility could not sign: " + std::string{describe(transaction.error())}});
    m_node.enqueue(ledger::encode(*transaction));
    m_published = until;
    return {};
}

} // namespace dgex::node
