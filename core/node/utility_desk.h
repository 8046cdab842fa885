// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/node/authority.h"

#include <functional>

namespace dgex::node {

/// The supplier of last resort: publishes what it asks and pays per half hour. Thread: the node's.
class UtilityDesk {
public:
    using Tariff = std::function<ledger::TariffPeriod(Period)>;

    /// node and key outlive the desk.
    UtilityDesk(Authority& node, const crypto::Signer& key, const MarketId& market, ParticipantId self, Tariff tariff);
    /// Publishes the prices of [next unpublished or first, until).
    std::expected<void, NodeError> publish(Period first, Period until);

private:
    Authority& m_node;
    const crypto::Signer& m_key;
    MarketId m_market;
    ParticipantId m_self;
    Tariff m_tariff;
    std::uint64_t m_sequence = 0;
    std::optional<Period> m_published; ///< The first period not yet published.
};

} // namespace dgex::node
