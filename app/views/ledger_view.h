// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/exchange/alarm_list.h"
#include "app/exchange/market_record.h"
#include "core/node/authority.h"

#include <functional>

namespace dgex::app {

/// What an operator's console is made from: an executed ledger, simulated or followed.
struct LedgerScene {
    const node::Authority& authority;
    const MarketRecord& record;
    UtcTime now;
    std::string currency{"JPY"}; ///< ISO 4217
    std::int32_t zoneOffsetSeconds = 0;
    std::map<ParticipantId, std::string> names{}; ///< Others go by their meter.
    /// What came of checking a market's result against the co-signed log; empty: not checked.
    std::function<views::ProofState(Period, const PeriodRecord&)> proofOf{};
    std::function<Energy(Period)> unaccounted{}; ///< Energy that the measurements leave open; empty: not known.
};

/// Markets, participants, deliveries, settlements, disputes and ledger of an operator's console; what only the homes'
/// own computers know stays empty. Thread: the authority's.
[[nodiscard]] views::OperatorSnapshot ledgerView(const LedgerScene& scene);

/// One alarm for each home and half hour with an open dispute.
[[nodiscard]] std::vector<RaisedAlarm> disputeAlarms(const std::vector<views::DisputeRow>& disputes);

} // namespace dgex::app
