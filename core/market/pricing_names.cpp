// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/market/pricing_names.h"

namespace dgex::market {

std::optional<PricingRule> pricingRuleOf(std::string_view name)
{
    if (name == "uniform")
        return PricingRule::Uniform;
    if (name == "pay-as-bid")
        return PricingRule::PayAsBid;
    if (name == "mcafee")
        return PricingRule::McAfee;
    return std::nullopt;
}

} // namespace dgex::market
