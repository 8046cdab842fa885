// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/storage_plan.h"

namespace dgex::policy {

/// What the home expects to happen in a period when it trades as planned, in Wh.
struct ExpectedPeriod {
    double exchange = 0;   ///< With the neighbours, its position included, + bought.
    double discharged = 0; ///< At the battery's terminals.
    double stored = 0;     ///< At the period's start.
};
/// The expected course of the whole plan at the mean of the forecasts.
[[nodiscard]] std::vector<ExpectedPeriod> courseOf(const PlanTerms& terms, const StoragePlan& storage);

/// Gives the comfort windows their half hours: each 100 Wh goes where one more costs least, under the value of stored
/// energy, the expected prices and what neighbours and fuse carry; a run goes where all of it costs least. The values
/// are then computed again with the loads and the loads placed again, as long as the expected cost falls.
/// Adds the loads to the terms.
[[nodiscard]] std::vector<PlannedLoad> placeLoads(PlanTerms& terms);

/// What a kWh of a comfort window that waits would cost at its next best time, in ticks, for each period in which one
/// is planned; the highest for periods with several. None: it cannot wait.
[[nodiscard]] std::vector<std::optional<double>> waitingPrices(const PlanTerms& terms, const StoragePlan& storage,
                                                               const std::vector<PlannedLoad>& loads);

/// Expected cost of a course in tick x Wh / 1000: less what is left in the battery at its end is worth.
[[nodiscard]] double expectedCost(const PlanTerms& terms, const StoragePlan& storage,
                                  const std::vector<ExpectedPeriod>& course);

} // namespace dgex::policy
