// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/market/block.h"
#include "core/market/market_clearing.h"

#include <map>
#include <optional>
#include <span>
#include <tuple>

namespace dgex::market {

/// What a block makes of prices.
struct BlockSurplus {
    /// Lots times ticks that one part gains within its limit; negative: it loses. 0 without an average.
    Int128 ofPart = 0;
    /// What sellers get per kWh over its profile, rounded down; none when a period has no price.
    std::optional<Price> average;
};

/// The prices of a clearing as blocks look at them.
class BlockPrices {
public:
    BlockPrices(std::span<const ZoneResult> results, Price networkFee);
    [[nodiscard]] BlockSurplus surplusOf(const BlockOrder& block) const;

private:
    /// Renewable supply without a price of its own gets that of class any.
    [[nodiscard]] std::optional<Price> priceFor(const BlockOrder& block, Period period) const;

    std::map<std::tuple<Period, ZoneId, EnergyClass>, Price> m_prices;
    Price m_fee;
};

} // namespace dgex::market
