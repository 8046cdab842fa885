// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/ids.h"
#include "core/base/time.h"
#include "core/base/units.h"

#include <vector>

namespace dgex::settlement {

/// Prices of one period that the utility publishes, per kWh.
struct Tariff {
    Price retail;
    Price feedIn;
    Price imbalanceShort;
    Price imbalanceLong;
};

/// What one side's DGR moved under a contract.
struct SideReport {
    bool confirmed = false;
    bool reported = false;
    Energy delivered;      ///< >= 0, at the DGR's grid side.
    bool ownFault = false; ///< The side itself says that it could not.
};

/// A contract of the period with what both sides said.
struct SettledContract {
    ParticipantId exporter;
    ParticipantId importer;
    Energy contracted; ///< > 0
    SideReport exporterReport;
    SideReport importerReport;
};

struct MeteredHome {
    ParticipantId home;
    Energy net; ///< imported - exported at the whole connection.
};

struct PeriodInput {
    Period period;
    Tariff tariff;
    std::vector<MeteredHome> meters; ///< Sorted by home, each once.
    std::vector<SettledContract> contracts;
};

/// One home's settlement of a period beside its trades, which were paid at their rounds.
struct HomeSettlement {
    ParticipantId home;
    Energy metered;       ///< net
    Energy throughDgr;    ///< What counts as moved by its contracts, + imported.
    Energy residual;      ///< metered - throughDgr, exchanged with the utility at retail or feed-in.
    Energy shortfall;     ///< Owed or taken without a contract, >= 0, at imbalanceShort.
    Energy excess;        ///< Left over from a contract, >= 0, at imbalanceLong.
    Money residualMoney;  ///< + received by the home.
    Money imbalanceMoney; ///< + received by the home.
    friend bool operator==(const HomeSettlement&, const HomeSettlement&) = default;
};

struct PeriodSettlement {
    std::vector<HomeSettlement> homes; ///< In the order of the input meters.
    Energy contracted;
    Energy delivered;   ///< Mean of what exporters sent and importers got, rounded down.
    Energy networkLoss; ///< Sent minus received at the DGRs' grid sides; may be negative by meter error.
    Money gridOperator; ///< What the grid operator receives: minus the value of the loss at retail.
    Money utility;      ///< So that homes + gridOperator + utility == 0.
};

/// Settles one period by the market rules, version 1: a contract counts as delivered for the innocent side; the
/// side that did not confirm, report or move its share settles its own deviation at the utility's imbalance
/// prices. When neither side or both sides failed, each settles its own deviation.
///
/// A side fails openly when it did not confirm, did not report (a negative amount counts so, and as 0) or names its
/// own fault. Who is off by more than 10 Wh or 1 % of the contract, whichever is more, fails too, unless the
/// partner failed openly: then it only kept equal with the partner. The loss is measured where both sides reported.
/// A side without a meter is left out of homes: give every home that has a contract one.
/// Requires: contracted > 0; |energies| <= 10^10 Wh and |prices| <= kPriceMax, so that products fit.
/// Pure; every money amount is an exact product; the order of the contracts does not matter.
[[nodiscard]] PeriodSettlement settle(const PeriodInput& input);

} // namespace dgex::settlement
