// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/market/block_bound.h"

#include "core/base/assert.h"
#include "core/market/step_clearing.h"

#include <algorithm>
#include <set>
#include <vector>

namespace dgex::market {

namespace {

constexpr Price kSupposedMax{400'000'000};

/// Lots times ticks that everybody gains at most.
class Gains {
public:
    Gains(const SupposedPrices& prices, Price fee)
        : m_prices(prices)
        , m_fee(fee)
    {
    }

    [[nodiscard]] std::int64_t priceOf(Period period, ZoneId zone, EnergyClass energyClass) const
    {
        const auto found = m_prices.zones.find({period, zone});
        const Price price = found == m_prices.zones.end() ? Price{} : found->second;
        const auto premium = m_prices.premiums.find(period);
        const bool pays = energyClass == EnergyClass::Renewable && premium != m_prices.premiums.end();
        DGEX_ASSERT(price.abs() <= kSupposedMax && (!pays || premium->second >= Price{}));
        return (pays ? price + premium->second : price).count();
    }

    /// Of one lot.
    [[nodiscard]] std::int64_t ofLot(Side side, Price limit, std::int64_t price) const
    {
        const std::int64_t worth = worthOf(side, limit, m_fee).count();
        return side == Side::Buy ? worth - price : price - worth;
    }

    [[nodiscard]] Int128 of(const ZoneOrder& order) const
    {
        const std::int64_t price = priceOf(order.period, order.zone, order.energyClass);
        return Int128{order.quantity.count()} * std::max<std::int64_t>(0, ofLot(order.side, order.limit, price));
    }

    [[nodiscard]] Int128 of(const AnySlotOrder& order) const
    {
        std::vector<std::int64_t> gains;
        for (const Period period : order.periods)
            gains.push_back(ofLot(order.side, order.limit, priceOf(period, order.zone, EnergyClass::Any)));
        std::ranges::sort(gains, std::greater{});
        Int128 sum = 0;
        Lots left = order.quantity;
        for (const std::int64_t gain : gains) {
            if (gain <= 0)
                break;
            const Lots taken = std::min(left, order.lotsPerPeriod);
            sum += Int128{taken.count()} * gain;
            left -= taken;
        }
        return sum;
    }

    /// Of a whole block, though it may be negative.
    [[nodiscard]] Int128 of(const BlockOrder& block) const
    {
        Int128 sum = 0;
        for (const BlockPeriod& period : block.profile)
            sum += Int128{period.lots.count()} *
                   ofLot(block.side, block.limit, priceOf(period.period, block.zone, block.energyClass));
        return sum * block.parts;
    }

private:
    const SupposedPrices& m_prices;
    Price m_fee;
};

/// A child is accepted at no greater ratio than its parent, so a family gains most when each subtree is taken whole or
/// not at all.
Int128 gainOfBlocks(std::span<const BlockOrder> blocks, const Gains& gains)
{
    const auto order = parentsFirst(blocks);
    DGEX_ASSERT(order.has_value());
    std::vector<Int128> subtree(blocks.size(), 0);
    Int128 sum = 0;
    for (auto b = order->rbegin(); b != order->rend(); ++b) {
        subtree[*b] = std::max<Int128>(0, subtree[*b] + gains.of(blocks[*b]));
        if (const auto& parent = blocks[*b].parent)
            subtree[*parent] += subtree[*b];
        else
            sum += subtree[*b];
    }
    return sum;
}

} // namespace

WideMoney welfareBound(const Market& market, std::span<const BlockOrder> blocks, const AuctionRules& rules,
                       const SupposedPrices& prices)
{
    const Gains gains(prices, rules.networkFee);
    Int128 sum = gainOfBlocks(blocks, gains);
    std::set<Period> periods;
    for (const ZoneOrder& order : market.orders) {
        sum += gains.of(order);
        periods.insert(order.period);
    }
    for (const AnySlotOrder& order : market.anySlotOrders) {
        sum += gains.of(order);
        periods.insert(order.periods.begin(), order.periods.end());
    }
    for (const BlockOrder& block : blocks) {
        for (const BlockPeriod& period : block.profile)
            periods.insert(period.period);
    }
    for (const Period period : periods) {
        for (const ZoneLink& link : market.links) {
            const std::int64_t rent =
                gains.priceOf(period, link.to, EnergyClass::Any) - gains.priceOf(period, link.from, EnergyClass::Any);
            sum += Int128{link.capacity.count()} * std::max<std::int64_t>(0, rent);
        }
    }
    return sum * kWattHoursPerLot;
}

} // namespace dgex::market
