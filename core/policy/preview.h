// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/policy.h"

namespace dgex::policy {

/// What a policy is expected to bring over the plan's periods, at the mean of the forecasts and the expected prices; a
/// trade for which no price is expected counts at the utility's, one already made at the expected price too. Money:
/// + received. Energies >= 0.
struct Preview {
    Money balance;        ///< Neighbours, network fee and utility together; the battery's wear is not in it.
    Money balanceSelfUse; ///< The same home by the self-use rule with the utility alone, without any trade.
    Money storedWorth;    ///< What the battery holds more at the end than now is worth, at the plan's own value.
    Money storedWorthSelfUse;
    Energy bought; ///< From neighbours.
    Energy sold;
    Energy fromUtility;
    Energy toUtility;
    Energy discharged; ///< Wear: this over the capacity is the number of full cycles.
    Energy storedLeast;
    Energy storedAtEnd;
    Energy storedAtEndSelfUse;
    Energy unmet;                       ///< Of comfort windows.
    std::vector<PlannedPeriod> periods; ///< For charts of battery and exchange.
};

/// Plans and adds up. Pure; a fraction of a millisecond, without comfort windows some tenths: a panel may call it at
/// every step of a slider. To see the effect of a change, compare with the preview of the policy in force:
///
///     policy::PlanInputs inputs = *snapshot.planInputs; // What the controller last planned with.
///     const policy::Preview now = policy::preview(inputs);
///     const policy::Preview then = policy::preview(policy::withPolicy(inputs, draft, zone));
///     then.balance - now.balance, then.storedLeast, then.periods
///
/// Requires: as plan().
[[nodiscard]] Preview preview(const PlanInputs& inputs);

/// The same inputs under another policy, comfort windows included (from their beginning, nothing taken yet, where the
/// window is not in the old policy). Requires: no fault in the policy.
[[nodiscard]] PlanInputs withPolicy(PlanInputs inputs, const UserPolicy& policy, const forecast::HomeProfile& profile);

} // namespace dgex::policy
