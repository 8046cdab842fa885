// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ledger/transaction.h"

#include <expected>
#include <filesystem>
#include <string>

namespace dgex::app {

/// The rules by which an operator opens its market (`[operator] rules` of a node's configuration). Keys (TOML), all but
/// version may be left out; prices are per kWh in currency units with two decimals, as "1.50":
///   version = 1
///   pricing ("uniform", "pay-as-bid" or "mcafee"), fee (network fee), price_bound, k ("0.5"), credit_limit (currency
///   units), commit_curves (true: homes can check prices; false with zones)
///   zones (numbers, as enrolment gives them to homes), missing_renewable (price), and any number of
///   [[link]] from, to (zones), capacity_kwh (in a half hour): a market of zones, both classes and any-slot orders
/// An unknown key is an error that names its line, and so are rules that no ledger would take.
[[nodiscard]] std::expected<ledger::MarketRules, std::string> readMarketRules(const std::filesystem::path& file);

} // namespace dgex::app
