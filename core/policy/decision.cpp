// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/decision.h"

#include <algorithm>

namespace dgex::policy {

namespace {

std::int64_t squareRoot(Int128 square)
{
    std::int64_t root = 0;
    for (std::int64_t bit = std::int64_t{1} << 40; bit > 0; bit >>= 1)
        if (Int128{root + bit} * (root + bit) <= square)
            root += bit;
    return root;
}

/// What is wanted once the battery has done what its charge allows.
Energy wishOf(const DecisionRecord& record)
{
    Energy wish = record.wanted;
    if (record.covered > Energy{})
        wish += record.covered - std::min(record.covered, giveable(record));
    if (record.covered < Energy{})
        wish -= -record.covered - std::min(-record.covered, takeable(record));
    if (record.heldBack < Energy{})
        wish -= std::min(-record.heldBack, giveable(record));
    return wish;
}

Rule ruleWhenNothingIsWanted(const DecisionRecord& record)
{
    if (record.heldBack.abs() >= Energy{kWattHoursPerLot})
        return Rule::HoldsReserve;
    if (record.covered.abs() >= Energy{kWattHoursPerLot})
        return Rule::BatteryCovers;
    return record.wanted.isZero() ? Rule::BalancedAlready : Rule::BelowOneLot;
}

/// Lots that may still be ordered on the side of `wanted` before position and orders fill the router.
Lots roomOf(const DecisionRecord& record, bool buys)
{
    const Energy capacity = energyOver(record.routerCapacity, Period::kLength, Rounding::TowardZero);
    const Lots position = buys ? record.position : -record.position;
    return std::max(Lots{}, wholeLots(capacity).first - position - record.placed);
}

Rule ruleFor(const DecisionRecord& record, bool buys)
{
    if (buys ? record.position < Lots{} : record.position > Lots{})
        return Rule::ClosesPosition;
    if (buys)
        return record.fromBattery                            ? Rule::FillsBattery
               : record.flexible >= Energy{kWattHoursPerLot} ? Rule::ServesLoad
                                                             : Rule::BuysNeed;
    return record.fromBattery ? Rule::SellsStored : Rule::SellsSurplus;
}

/// The limit that the owner's, the utility's and our own other orders leave; none when there is no room.
std::optional<Price> limitOf(const DecisionRecord& record, bool buys)
{
    Price limit = record.value;
    if (buys) {
        limit = std::min({limit, record.retail, record.limitOfOwner, kPriceMax});
        if (record.ownOpposite)
            limit = std::min(limit, *record.ownOpposite - Price{1});
    } else {
        limit = std::max({limit, record.feedIn, record.limitOfOwner, -kPriceMax});
        if (record.ownOpposite)
            limit = std::max(limit, *record.ownOpposite + Price{1});
    }
    if (limit < std::max(record.feedIn, -kPriceMax) || limit > std::min(record.retail, kPriceMax))
        return std::nullopt;
    return limit;
}

} // namespace

Energy giveable(const DecisionRecord& record)
{
    const Energy above = std::max(Energy{}, record.stored - record.reserve);
    return Energy{divide(Int128{above.count()} * record.batteryEfficiencyPermille, 1000, Rounding::Floor)};
}

Energy takeable(const DecisionRecord& record)
{
    const Energy room = std::max(Energy{}, record.batteryCapacity - record.stored);
    return Energy{divide(Int128{room.count()} * 1000, record.batteryEfficiencyPermille, Rounding::Floor)};
}

Energy netNeed(const forecast::Quantiles& demand, const forecast::Quantiles& pv, int percentile)
{
    const int p = std::clamp(percentile, 10, 90);
    const Energy median = demand.p50 - pv.p50;
    const Energy demandPart = p < 50 ? demand.p50 - demand.p10 : demand.p90 - demand.p50;
    const Energy pvPart = p < 50 ? pv.p90 - pv.p50 : pv.p50 - pv.p10;
    const std::int64_t width =
        squareRoot(Int128{demandPart.count()} * demandPart.count() + Int128{pvPart.count()} * pvPart.count());
    return median + Energy{divide(Int128{width} * (p - 50), 40, Rounding::TowardZero)};
}

Decision decide(const DecisionRecord& record)
{
    if (record.tradingPaused)
        return {Rule::Paused, std::nullopt};
    const Energy wish = wishOf(record);
    const Lots wanted = wholeLots(wish.abs()).first;
    if (wanted.isZero())
        return {ruleWhenNothingIsWanted(record), std::nullopt};
    const bool buys = wish > Energy{};
    const std::optional<Price> limit = limitOf(record, buys);
    if (!limit)
        return {Rule::LimitTooTight, std::nullopt};
    const Lots quantity = std::min({wanted, roomOf(record, buys), kOrderLotsMax});
    if (quantity.isZero())
        return {Rule::RouterFull, std::nullopt};
    const market::Order order{.period = record.period,
                              .side = buys ? market::Side::Buy : market::Side::Sell,
                              .energyClass = market::EnergyClass::Any,
                              .quantity = quantity,
                              .limit = *limit};
    return {quantity < wanted ? Rule::RouterFull : ruleFor(record, buys), order};
}

std::optional<market::Order> reevaluate(const DecisionRecord& record)
{
    return decide(record).order;
}

} // namespace dgex::policy
