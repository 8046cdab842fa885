// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/market/book.h"

#include <expected>
#include <string>

namespace dgex::app {

/// Reads the rules of a stand-alone auction from a TOML file. Keys, all optional but the version:
///   version = 1, lot = "0.1", tick = "0.01", k = "0.5" (at most 6 decimals, 0 to 1),
///   price_bound and fee (in the book's price unit, as text), seed = 64 hexadecimal digits,
///   pricing = "uniform", "pay-as-bid" or "mcafee" (market::PricingRule).
/// An unknown key is an error that names its line. An empty name gives the rules of no file.
[[nodiscard]] std::expected<market::BookRules, std::string> readClearRules(const std::string& file);

} // namespace dgex::app
