// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/policy.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dgex::app {

/// Policies by the names of the command line and of files: income, balanced, self-sufficiency, renewable-first,
/// backup-reserve.
[[nodiscard]] std::string_view nameOf(policy::Preset preset);
[[nodiscard]] std::optional<policy::Preset> presetNamed(std::string_view name);
[[nodiscard]] std::vector<std::string> presetNames();
/// Rules of decision records: sells_surplus and so on.
[[nodiscard]] std::string_view nameOf(policy::Rule rule);
/// Inputs of decisions that could have been another: trading, need_wh, owner_limit and so on.
[[nodiscard]] std::string_view nameOf(policy::ChangedInput input);
/// Methods of forecasts: typical_profile, persistence, empirical_quantiles, blend.
[[nodiscard]] std::string_view nameOf(forecast::Method method);

} // namespace dgex::app
