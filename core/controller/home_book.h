// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/ids.h"
#include "core/ledger/transaction.h"
#include "core/policy/policy.h"
#include "core/settlement/settlement.h"

#include <map>
#include <optional>
#include <vector>

namespace dgex::controller {

/// A contract of this home, as proven by the ledger.
struct OwnContract {
    ledger::ContractId id;
    ParticipantId partner;
    bool exports = false; ///< This home is the exporter.
    Energy energy;        ///< > 0
    bool confirmed = false;
    std::optional<Energy> delivered; ///< At this home's DGR, after the period.
    ledger::DeliveryStatus status = ledger::DeliveryStatus::Complete;
};

/// When each step of a half hour's trade happened.
struct StepTimes {
    std::optional<UtcTime> bid;
    std::optional<UtcTime> contract;
    std::optional<UtcTime> confirmed;
    std::optional<UtcTime> delivered;
    std::optional<UtcTime> metered;
    std::optional<UtcTime> settled;
};

/// What a home knows of one delivery period.
struct PeriodBook {
    std::vector<market::Order> orders;           ///< In the newest sheet.
    std::vector<policy::DecisionRecord> records; ///< Of the newest plan.
    Lots bought;                                 ///< Filled over all rounds, >= 0.
    Lots sold;                                   ///< Filled over all rounds, >= 0.
    Money trades;                                ///< + received, without fees.
    Money fees;                                  ///< <= 0
    std::optional<Price> price;                  ///< Of the newest round with trades.
    std::optional<Price> lastPrice;              ///< Of the newest round; none when nothing was traded in it.
    Lots marketVolume;                           ///< In that round.
    std::vector<OwnContract> contracts;
    std::optional<settlement::HomeSettlement> settlement;
    StepTimes times;
    bool proven = false; ///< Every result of the period so far was proven against a final checkpoint.
    [[nodiscard]] Lots position() const { return bought - sold; }
};

using HomeBook = std::map<Period, PeriodBook>;

} // namespace dgex::controller
