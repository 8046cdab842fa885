// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forecast/forecast.h"
#include "core/policy/user_policy.h"

#include <map>
#include <string>
#include <utility>

namespace dgex::policy {

/// One coming use of a comfort window: so much energy in the half hours [from, by).
struct FlexibleLoad {
    std::size_t window = 0; ///< Index in UserPolicy::windows.
    LoadKind kind = LoadKind::Charge;
    Period from;
    Period by;
    Energy left; ///< Still to be taken, > 0.
    Power powerMax;
    bool started = false; ///< A run that has begun: it goes on from `from` without a break.
};

/// What comfort windows have had so far, by name and deadline.
using LoadProgress = std::map<std::pair<std::string, Period>, Energy>;

/// The uses whose windows touch the `count` half hours from `round` on and are not yet served, by deadline. A use whose
/// window has begun counts from `round` on. Local times are the profile's; a time that a clock change leaves out or
/// doubles is the first that is meant. Windows whose power does not bring the energy any more stay in, with what can
/// still be had decided by the plan. Requires: no fault in the policy.
[[nodiscard]] std::vector<FlexibleLoad> flexibleLoads(const UserPolicy& policy, Round round, std::size_t count,
                                                      const forecast::HomeProfile& profile,
                                                      const LoadProgress& progress);

/// When a use is to take its energy.
struct PlannedLoad {
    FlexibleLoad load;
    std::vector<std::pair<Period, Energy>> slots; ///< Ascending, each > 0.
    Energy later{};                               ///< Left for the window's half hours after the plan's end.
    Energy unmet;                                 ///< What the window's power or the fuse leaves no room for.
};

} // namespace dgex::policy
