// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/preview.h"

#include <nlohmann/json.hpp>

namespace dgex::app {

/// Plans for people and programs: energies in Wh, prices in currency units per kWh as texts.
[[nodiscard]] nlohmann::ordered_json jsonOf(const policy::UserPolicy& policy);
[[nodiscard]] nlohmann::ordered_json jsonOf(const forecast::Quantiles& quantiles);
/// With every input of the decision and what would have changed it.
[[nodiscard]] nlohmann::ordered_json jsonOf(const policy::DecisionRecord& record);
/// Periods, comfort windows, window of the battery, bid sheet and records.
[[nodiscard]] nlohmann::ordered_json jsonOf(const policy::Plan& plan, const policy::PlanInputs& inputs);
[[nodiscard]] nlohmann::ordered_json jsonOf(const policy::Preview& preview);

} // namespace dgex::app
