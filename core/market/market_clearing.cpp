// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/market/market_clearing.h"

#include "core/base/assert.h"
#include "core/market/pro_rata.h"
#include "core/market/step_clearing.h"
#include "core/market/step_reasons.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <set>
#include <span>
#include <tuple>

namespace dgex::market {

namespace {

using Fills = std::span<ZoneFill>;

void check(const Market& market, const AuctionRules& rules)
{
    DGEX_ASSERT(rules.kDenominator > 0 && rules.kNumerator <= rules.kDenominator);
    DGEX_ASSERT(rules.priceBound >= Price{} && rules.priceBound <= kPriceMax);
    DGEX_ASSERT(rules.networkFee.abs() <= kPriceMax);
    DGEX_ASSERT(market.orders.size() + market.anySlotOrders.size() <= kOrdersMax);
    DGEX_ASSERT(market.links.size() <= kLinksMax);
    const auto place = [](const LinkCapacity& one) { return std::pair{one.period, one.link}; };
    DGEX_ASSERT(std::ranges::adjacent_find(market.capacities, std::greater_equal{}, place) == market.capacities.end());
    const auto fits = [&](Lots quantity, Price limit) {
        return quantity >= Lots{1} && quantity <= kOrderLotsMax && limit.abs() <= rules.priceBound;
    };
    for (const ZoneOrder& order : market.orders)
        DGEX_ASSERT(fits(order.quantity, order.limit));
    for (const AnySlotOrder& order : market.anySlotOrders) {
        DGEX_ASSERT(fits(order.quantity, order.limit) && fits(order.lotsPerPeriod, order.limit));
        DGEX_ASSERT(!order.periods.empty());
        DGEX_ASSERT(std::ranges::adjacent_find(order.periods, std::greater_equal{}) == order.periods.end());
    }
}

std::vector<ZoneFill> merged(std::vector<ZoneOrder> orders)
{
    const auto place = [](const ZoneOrder& order) {
        return std::tie(order.period, order.zone, order.energyClass, order.participant, order.side, order.limit);
    };
    std::ranges::sort(orders, {}, place);
    std::vector<ZoneFill> fills;
    for (std::size_t i = 0; i < orders.size(); ++i) {
        const ZoneOrder& order = orders[i];
        if (i > 0 && place(orders[i - 1]) == place(order)) {
            fills.back().asked += order.quantity;
            continue;
        }
        fills.push_back({.period = order.period,
                         .zone = order.zone,
                         .energyClass = order.energyClass,
                         .participant = order.participant,
                         .side = order.side,
                         .limit = order.limit,
                         .asked = order.quantity,
                         .filled = Lots{},
                         .why = {}});
    }
    return fills;
}

/// The steps of the fills, and for every fill its step.
struct Steps {
    std::vector<Step> steps;
    std::vector<std::uint32_t> fillsByStep; ///< The fills of step s: from first[s] up to first[s + 1].
    std::vector<std::size_t> first;
};

Step stepOf(const ZoneFill& fill)
{
    return {.period = fill.period,
            .zone = fill.zone,
            .energyClass = fill.energyClass,
            .side = fill.side,
            .limit = fill.limit,
            .asked = Lots{},
            .filled = Lots{},
            .why = {}};
}

Steps stepsOf(Fills fills)
{
    Steps result;
    result.fillsByStep.resize(fills.size());
    std::iota(result.fillsByStep.begin(), result.fillsByStep.end(), std::uint32_t{0});
    std::ranges::stable_sort(result.fillsByStep, {}, [&](std::uint32_t i) { return stepPlaceOf(fills[i]); });
    for (std::size_t i = 0; i < fills.size(); ++i) {
        const ZoneFill& fill = fills[result.fillsByStep[i]];
        if (result.steps.empty() || stepPlaceOf(result.steps.back()) != stepPlaceOf(fill)) {
            result.steps.push_back(stepOf(fill));
            result.first.push_back(i);
        }
        result.steps.back().asked += fill.asked;
    }
    result.first.push_back(fills.size());
    return result;
}

/// Shares what a step trades among its fills.
void share(const Step& step, Fills fills, std::span<const std::uint32_t> members, const Hash256& seed)
{
    std::vector<Claim> claims;
    claims.reserve(members.size());
    for (const std::uint32_t i : members)
        claims.push_back({.participant = fills[i].participant, .asked = fills[i].asked, .filled = Lots{}});
    shareProRata(claims, step.filled, {.period = step.period, .seed = seed, .side = step.side});
    for (std::size_t n = 0; n < members.size(); ++n)
        fills[members[n]].filled = claims[n].filled;
}

/// The steps that stand in a period.
struct StepRange {
    std::size_t first = 0;
    std::size_t end = 0;
};

std::vector<StepRange> periodsOf(std::span<const Step> steps)
{
    std::vector<StepRange> ranges;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (ranges.empty() || steps[i].period != steps[ranges.back().first].period)
            ranges.push_back({.first = i, .end = i});
        ranges.back().end = i + 1;
    }
    return ranges;
}

/// One zone and one class: the auction of clear().
ZoneResult clearAlone(Steps& steps, StepRange range, Fills fills, const AuctionRules& rules, const Hash256& seed)
{
    const Step& one = steps.steps[range.first];
    const auto members = std::span{steps.fillsByStep}.subspan(steps.first[range.first],
                                                              steps.first[range.end] - steps.first[range.first]);
    const std::size_t first = std::ranges::min(members);
    std::vector<BookOrder> orders;
    orders.reserve(members.size());
    for (const ZoneFill& fill : fills.subspan(first, members.size())) {
        for (Lots left = fill.asked; left > Lots{}; left -= orders.back().quantity)
            orders.push_back({.participant = fill.participant,
                              .side = fill.side,
                              .quantity = std::min(left, kOrderLotsMax),
                              .limit = fill.limit});
    }
    const Clearing clearing = clear(std::move(orders), rules, one.period, seed);
    DGEX_ASSERT(clearing.fills.size() == members.size());
    for (std::size_t i = 0; i < members.size(); ++i)
        fills[first + i].filled = clearing.fills[i].filled;
    for (std::size_t s = range.first; s < range.end; ++s) {
        for (std::size_t i = steps.first[s]; i < steps.first[s + 1]; ++i)
            steps.steps[s].filled += fills[steps.fillsByStep[i]].filled;
    }
    return {.period = one.period,
            .zone = one.zone,
            .energyClass = one.energyClass,
            .price = clearing.price,
            .buyerPrice = clearing.buyerPrice,
            .priceInterval = clearing.priceInterval,
            .bought = clearing.volume,
            .sold = clearing.volume,
            .welfare = clearing.welfare,
            .reducedAt = clearing.reducedAt};
}

/// Clears every period that stands alone by clear(), the others by the network.
StepClearing clearPeriods(Steps& steps, Fills fills, const Market& market, const AuctionRules& rules,
                          const Hash256& seed)
{
    std::set<Period> tied;
    for (const AnySlotOrder& order : market.anySlotOrders)
        tied.insert(order.periods.begin(), order.periods.end());
    std::vector<ZoneResult> alone;
    std::vector<Step> together;
    std::vector<std::size_t> places;
    for (const StepRange& range : periodsOf(steps.steps)) {
        const std::span ofPeriod = std::span{steps.steps}.subspan(range.first, range.end - range.first);
        const Step& one = ofPeriod.front();
        if (!tied.contains(one.period) && std::ranges::all_of(ofPeriod, [&](const Step& step) {
                return step.zone == one.zone && step.energyClass == one.energyClass;
            })) {
            alone.push_back(clearAlone(steps, range, fills, rules, seed));
            continue;
        }
        together.insert(together.end(), ofPeriod.begin(), ofPeriod.end());
        for (std::size_t s = range.first; s < range.end; ++s)
            places.push_back(s);
    }
    DGEX_ASSERT(together.empty() || rules.pricing != PricingRule::McAfee);
    StepClearing clearing =
        clearSteps(together, market.anySlotOrders, {.all = market.links, .exceptions = market.capacities}, rules, seed);
    for (std::size_t n = 0; n < together.size(); ++n) {
        const std::size_t s = places[n];
        steps.steps[s].filled = together[n].filled;
        share(together[n], fills,
              std::span{steps.fillsByStep}.subspan(steps.first[s], steps.first[s + 1] - steps.first[s]), seed);
    }
    const auto byPeriod = [](const ZoneResult& result) { return result.period; };
    std::vector<ZoneResult> all;
    std::ranges::merge(alone, clearing.results, std::back_inserter(all), {}, byPeriod, byPeriod);
    clearing.results = std::move(all);
    return clearing;
}

void explainFills(const Steps& steps, Fills fills)
{
    for (std::size_t s = 0; s < steps.steps.size(); ++s) {
        for (std::size_t i = steps.first[s]; i < steps.first[s + 1]; ++i) {
            ZoneFill& fill = fills[steps.fillsByStep[i]];
            fill.why = steps.steps[s].why;
            if (fill.filled == fill.asked) {
                fill.why.reason = Reason::Filled;
                fill.why.shared.reset();
            }
        }
    }
}

void addUp(MarketClearing& clearing, const Market& market, Price fee)
{
    for (const ZoneResult& result : clearing.results) {
        clearing.volume += result.sold;
        clearing.welfare += result.welfare;
        clearing.networkFees += WideMoney{result.bought.count()} * fee.count() * kWattHoursPerLot;
    }
    for (const LinkFlow& flow : clearing.flows) {
        DGEX_ASSERT(flow.lots <= capacityOf(market.links, market.capacities, flow.link, flow.period));
        clearing.congestionRent += WideMoney{flow.lots.count()} * flow.rent.count() * kWattHoursPerLot;
    }
}

} // namespace

MarketClearing clearMarket(const Market& market, const AuctionRules& rules, const Hash256& seed)
{
    check(market, rules);
    MarketClearing clearing;
    clearing.fills = merged(market.orders);
    Steps steps = stepsOf(clearing.fills);
    StepClearing cleared = clearPeriods(steps, clearing.fills, market, rules, seed);
    clearing.results = std::move(cleared.results);
    clearing.flows = std::move(cleared.flows);
    clearing.anySlotFills = std::move(cleared.anySlotFills);
    explainSteps({.steps = steps.steps,
                  .results = clearing.results,
                  .flows = clearing.flows,
                  .links = market.links,
                  .capacities = market.capacities,
                  .fee = rules.networkFee});
    explainFills(steps, clearing.fills);
    explainAnySlots(market.anySlotOrders, clearing.anySlotFills, clearing.results, rules.networkFee);
    addUp(clearing, market, rules.networkFee);
    return clearing;
}

} // namespace dgex::market
