// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/market/block_prices.h"

#include "core/market/step_clearing.h"

namespace dgex::market {

BlockPrices::BlockPrices(std::span<const ZoneResult> results, Price networkFee)
    : m_fee(networkFee)
{
    for (const ZoneResult& result : results) {
        if (result.price)
            m_prices.emplace(std::tuple{result.period, result.zone, result.energyClass}, *result.price);
    }
}

std::optional<Price> BlockPrices::priceFor(const BlockOrder& block, Period period) const
{
    auto found = m_prices.find({period, block.zone, block.energyClass});
    if (found == m_prices.end() && block.side == Side::Sell)
        found = m_prices.find({period, block.zone, EnergyClass::Any});
    return found == m_prices.end() ? std::nullopt : std::optional{found->second};
}

BlockSurplus BlockPrices::surplusOf(const BlockOrder& block) const
{
    Int128 value = 0;
    std::int64_t lots = 0;
    for (const BlockPeriod& period : block.profile) {
        const std::optional<Price> price = priceFor(block, period.period);
        if (!price)
            return {};
        value += Int128{period.lots.count()} * price->count();
        lots += period.lots.count();
    }
    const Int128 worth = Int128{lots} * worthOf(block.side, block.limit, m_fee).count();
    return {.ofPart = block.side == Side::Sell ? value - worth : worth - value,
            .average = Price{divide(value, lots, Rounding::Floor)}};
}

} // namespace dgex::market
