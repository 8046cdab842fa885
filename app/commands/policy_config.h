// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commands/config_file.h"
#include "core/policy/user_policy.h"

namespace dgex::app {

/// Reads the owner's will from the table [policy] of a configuration; all keys are optional:
///   preset = "balanced"                 a name of policy_names.h; the others start from its parameters
///   reserve_percent, risk_percent       0 to 100
///   buy_limit, sell_limit = "30.00"     currency units per kWh: never buys above, never sells below
///   trading_paused = false
///   [[policy.windows]]                  comfort windows:
///     name, kind = "charge" | "run", energy_wh, power_w, from = "18:00", by = "07:00",
///     (days) = ["mon", "sat"] of the deadline, (enabled) = true
///   [[policy.exceptions]]               the calendar:
///     from, until = "2026-02-14T10:00Z", (reserve_percent), (demand_percent) = 100, (trading_paused) = false
[[nodiscard]] policy::UserPolicy readPolicy(ConfigFile& config);

} // namespace dgex::app
