// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/exchange/exchange.h"

#include <nlohmann/json_fwd.hpp>

namespace dgex::app {

/// What a home paid (positive) for the delivery periods [first, end).
[[nodiscard]] Money costOf(const controller::HomeController& home, Period first, Period end);
/// What it would have paid without neighbours.
[[nodiscard]] Money costUtilityOnly(const Exchange& exchange, std::size_t home, Period first, Period end);

/// The JSON object that `dgexd demo --json` prints; keys are only ever added.
[[nodiscard]] nlohmann::ordered_json summarize(const Exchange& exchange, int days, double wallSeconds);

} // namespace dgex::app
