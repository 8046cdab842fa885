// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/market/clearing.h"

#include <optional>
#include <string_view>

namespace dgex::market {

/// How files name the pricing rules: uniform, pay-as-bid, mcafee.
[[nodiscard]] std::optional<PricingRule> pricingRuleOf(std::string_view name);

} // namespace dgex::market
