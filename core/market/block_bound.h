// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/market/block.h"
#include "core/market/clearing.h"
#include "core/market/market.h"

#include <map>
#include <span>
#include <utility>

namespace dgex::market {

/// Any prices for a market, right or wrong.
struct SupposedPrices {
    /// Of class any; 0 where none is given.
    std::map<std::pair<Period, ZoneId>, Price> zones;
    /// Of renewable energy, at least 0; 0 where none is given.
    std::map<Period, Price> premiums;
};

/// What no clearing of the market can beat, whatever blocks are accepted, even in fractions: at given prices every
/// order, link and family of blocks takes what is best for itself, and together they gain at least as much as in any
/// balanced market (weak duality). The bound holds at every price and is tight at the best, so a solver's rounding
/// cannot make it wrong. Exact.
/// Requires: ranges as for clearWithBlocks; |prices| <= 4 x 10^8 ticks, premiums >= 0.
[[nodiscard]] WideMoney welfareBound(const Market& market, std::span<const BlockOrder> blocks,
                                     const AuctionRules& rules, const SupposedPrices& prices);

} // namespace dgex::market
