// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/market/clearing.h"
#include "core/market/explanation.h"
#include "core/market/market.h"
#include "core/market/market_clearing.h"

#include <span>
#include <tuple>
#include <vector>

namespace dgex::market {

/// All orders of one period, zone, class, side and limit together.
struct Step {
    Period period;
    ZoneId zone;
    EnergyClass energyClass = EnergyClass::Any;
    Side side = Side::Buy;
    Price limit;
    Lots asked;
    Lots filled;
    /// Why those orders of the step that are not filled whole got what they got.
    Explanation why;
};

/// The order of steps, also of what a step is made of: by period, zone, renewable before any, buy before sell,
/// eagerness.
template <class Stepped>
[[nodiscard]] constexpr auto stepPlaceOf(const Stepped& order)
{
    const bool buys = order.side == Side::Buy;
    return std::tuple{order.period, order.zone, order.energyClass == EnergyClass::Any, !buys,
                      buys ? -order.limit : order.limit};
}
[[nodiscard]] bool standsBefore(const Step& a, const Step& b);
/// What a limit is worth to the other side: a bid is worth the fee less.
[[nodiscard]] constexpr Price worthOf(Side side, Price limit, Price fee)
{
    return side == Side::Buy ? limit - fee : limit;
}

/// What clearSteps finds beside what it writes into the steps.
struct StepClearing {
    std::vector<ZoneResult> results;
    std::vector<LinkFlow> flows;
    std::vector<AnySlotFill> anySlotFills;
};

/// The links of a market and what they carry otherwise in some periods.
struct Links {
    std::span<const ZoneLink> all;
    std::span<const LinkCapacity> exceptions{};
};

/// Clears steps as clearMarket says, every period by the network, and writes what each trades; explains the any-slot
/// orders. Requires: steps in their order and all different; the rest as for clearMarket.
[[nodiscard]] StepClearing clearSteps(std::span<Step> steps, std::span<const AnySlotOrder> anySlotOrders,
                                      const Links& links, const AuctionRules& rules, const Hash256& seed);

/// floor(least + k (greatest - least)).
[[nodiscard]] std::int64_t mixOf(std::int64_t least, std::int64_t greatest, const AuctionRules& rules);

} // namespace dgex::market
