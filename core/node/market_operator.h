// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/node/authority.h"

#include <chrono>
#include <string>
#include <vector>

namespace dgex::node {

/// A participant to enrol.
struct Enrolment {
    ParticipantId participant;
    ledger::Role role = ledger::Role::Home;
    crypto::PublicKey key;
    std::string meter;
    Power connectionCapacity;
};

/// So long after a period's end its settlement waits for readings and delivery reports.
inline constexpr std::chrono::minutes kReadingsAwaited{10};
/// Whether an unsettled period is due: every home was read and both sides of every contract reported, or
/// kReadingsAwaited passed. Earlier, homes that report seconds after the end would find it settled.
[[nodiscard]] bool isDueForSettlement(const ledger::LedgerState& state, Period period, UtcTime now);

/// Makes the transactions of the market operator: opens the market, enrols, closes rounds and settles periods.
/// They go into the node's next block. Thread: the node's.
class MarketOperator {
public:
    /// node and key outlive the operator.
    MarketOperator(Authority& node, const crypto::Signer& key, const MarketId& market);

    std::expected<void, NodeError> openMarket(const ledger::MarketRules& rules,
                                              std::vector<crypto::PublicKey> authorities, std::uint32_t threshold);
    std::expected<void, NodeError> enrol(const Enrolment& enrolment);
    std::expected<void, NodeError> revoke(ParticipantId participant, ledger::RevocationReason reason);
    std::expected<void, NodeError> closeRound(Round round);
    /// Settles with the meter readings that the node holds, or corrects with them. Requires: the state knows the period
    /// as unsettled, or as correctable.
    std::expected<void, NodeError> settle(Period period);

private:
    std::expected<void, NodeError> send(ledger::TransactionType type, Bytes payload);

    Authority& m_node;
    const crypto::Signer& m_key;
    MarketId m_market;
    std::uint64_t m_sequence = 0;
};

} // namespace dgex::node
