// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/market/step_reasons.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace dgex::market {

namespace {

/// Whether a is better than b for somebody on a side.
bool isBetter(Side side, Price a, Price b)
{
    return side == Side::Buy ? a < b : a > b;
}

/// Whether a limit allows a price.
bool allows(Side side, Price worth, Price price)
{
    return side == Side::Buy ? worth >= price : worth <= price;
}

template <class Row>
std::span<Row> ofPeriod(std::span<Row> rows, Period period)
{
    const auto [first, last] = std::ranges::equal_range(rows, period, {}, [](const Row& row) { return row.period; });
    return {first, last};
}

Explanation explainAnySlot(const AnySlotOrder& order, const AnySlotFill& fill, std::span<const ZoneResult> results,
                           Price fee)
{
    Explanation why{.reason = Reason::PeriodsFull, .price = {}, .elsewhere = {}, .link = {}, .shared = {}};
    bool periodsFull = true;
    for (std::size_t i = 0; i < order.periods.size(); ++i) {
        const bool full = fill.byPeriod[i] == std::min(order.lotsPerPeriod, order.quantity);
        periodsFull = periodsFull && full;
        if (full && fill.filled != order.quantity)
            continue;
        for (const ZoneResult& result : ofPeriod(results, order.periods[i])) {
            if (result.zone == order.zone && result.energyClass == EnergyClass::Any && result.price &&
                (!why.price || isBetter(order.side, *result.price, *why.price)))
                why.price = result.price;
        }
    }
    if (fill.filled == order.quantity)
        why.reason = Reason::Filled;
    else if (!periodsFull && why.price && !allows(order.side, worthOf(order.side, order.limit, fee), *why.price))
        why.reason = Reason::LimitBeyondPrice;
    else if (!periodsFull)
        why.reason = fill.filled.isZero() ? Reason::NoCounterpart : Reason::PartFilledAtMargin;
    return why;
}

} // namespace

StepReasons::StepReasons(const ClearedSteps& period)
    : m_in(period)
{
    for (const ZoneResult& result : m_in.results) {
        m_prices[{result.zone, result.energyClass}] = {result.buyerPrice, result.price};
        if (result.reducedAt)
            m_reducedAt[{result.zone, result.energyClass}] = {result.reducedAt->first, result.reducedAt->second};
    }
    for (const LinkFlow& flow : m_in.flows)
        m_carried[flow.link] = flow.lots;
    for (std::uint32_t i = 0; i < m_in.links.size(); ++i) {
        m_linksTo[m_in.links[i].to].push_back(i);
        m_linksFrom[m_in.links[i].from].push_back(i);
    }
}

Explanation StepReasons::explain(const Step& step)
{
    const std::optional<Price> price = priceOf(step.zone, step.energyClass, step.side);
    Explanation why{.reason = Reason::Filled, .price = price, .elsewhere = {}, .link = {}, .shared = {}};
    if (step.filled == step.asked)
        return why;
    if (const bool reduced = isReduced(step); reduced || !step.filled.isZero()) {
        why.reason = reduced ? Reason::TradeReduced : Reason::PartFilledAtMargin;
        why.shared = PartFilledLimit{.limit = step.limit, .asked = step.asked, .filled = step.filled};
        return why;
    }
    const Price worth = worthOf(step.side, step.limit, m_in.fee);
    why.reason = Reason::NoCounterpart;
    if (price && allows(step.side, worth, *price))
        return why;
    const std::optional<Price> any = priceOf(step.zone, EnergyClass::Any, step.side);
    if (step.side == Side::Buy && step.energyClass == EnergyClass::Renewable && any && worth >= *any) {
        why.reason = Reason::ClassScarce;
        why.elsewhere = any;
        return why;
    }
    if (const std::optional<Beyond> beyond = beyondOf(step); beyond && allows(step.side, worth, beyond->price)) {
        why.reason = Reason::LinkFull;
        why.elsewhere = beyond->price;
        why.link = beyond->link;
        return why;
    }
    if (price)
        why.reason = Reason::LimitBeyondPrice;
    return why;
}

std::optional<Price> StepReasons::priceOf(ZoneId zone, EnergyClass energyClass, Side side) const
{
    const auto found = m_prices.find({zone, energyClass});
    return found == m_prices.end() ? std::nullopt : found->second[static_cast<std::size_t>(side)];
}

bool StepReasons::isReduced(const Step& step) const
{
    const auto found = m_reducedAt.find({step.zone, step.energyClass});
    return found != m_reducedAt.end() && found->second[static_cast<std::size_t>(step.side)] == step.limit;
}

bool StepReasons::isFull(std::uint32_t link) const
{
    const auto carried = m_carried.find(link);
    return (carried == m_carried.end() ? Lots{} : carried->second) ==
           capacityOf(m_in.links, m_in.capacities, link, m_in.steps.front().period);
}

std::optional<Price> StepReasons::quoteOf(ZoneId zone, Side side, EnergyClass energyClass) const
{
    std::optional<Price> best = priceOf(zone, energyClass, side);
    if (best)
        return best;
    for (const Step& step : m_in.steps) {
        const EnergyClass demand = side == Side::Buy ? energyClass : step.energyClass;
        const EnergyClass supply = side == Side::Buy ? step.energyClass : energyClass;
        const bool fits = demand == EnergyClass::Any || supply == EnergyClass::Renewable;
        if (step.zone != zone || step.side == side || step.filled == step.asked || !fits)
            continue;
        const Price worth = worthOf(step.side, step.limit, m_in.fee);
        if (!best || isBetter(side, worth, *best))
            best = worth;
    }
    return best;
}

std::optional<StepReasons::Beyond> StepReasons::beyondOf(const Step& step)
{
    if (m_in.links.empty())
        return std::nullopt;
    const std::tuple key{step.zone, step.side, step.energyClass};
    const auto known = m_beyond.find(key);
    return known != m_beyond.end() ? known->second : m_beyond.emplace(key, findBeyond(step)).first->second;
}

std::optional<StepReasons::Beyond> StepReasons::findBeyond(const Step& step) const
{
    const bool buys = step.side == Side::Buy;
    const auto& linksAt = buys ? m_linksTo : m_linksFrom;
    std::vector<std::pair<ZoneId, std::optional<std::uint32_t>>> reached{{step.zone, std::nullopt}};
    std::set<ZoneId> seen{step.zone};
    // First over links with room, then over all.
    for (const bool overFull : {false, true}) {
        for (std::size_t i = 0; i < reached.size(); ++i) {
            const auto [zone, firstFull] = reached[i];
            const auto links = linksAt.find(zone);
            if (links == linksAt.end())
                continue;
            for (const std::uint32_t link : links->second) {
                const ZoneId next = buys ? m_in.links[link].from : m_in.links[link].to;
                if ((isFull(link) && !overFull) || !seen.insert(next).second)
                    continue;
                reached.emplace_back(next, firstFull ? firstFull : isFull(link) ? std::optional{link} : firstFull);
            }
        }
    }
    std::optional<Beyond> best;
    for (const auto& [zone, firstFull] : reached) {
        const std::optional<Price> quote = quoteOf(zone, step.side, step.energyClass);
        if (firstFull && quote && (!best || isBetter(step.side, *quote, best->price)))
            best = Beyond{.price = *quote, .link = *firstFull};
    }
    return best;
}

void explainSteps(const ClearedSteps& cleared)
{
    for (std::size_t first = 0; first < cleared.steps.size();) {
        const Period period = cleared.steps[first].period;
        const std::span<Step> steps = ofPeriod(cleared.steps, period);
        StepReasons reasons({.steps = steps,
                             .results = ofPeriod(cleared.results, period),
                             .flows = ofPeriod(cleared.flows, period),
                             .links = cleared.links,
                             .capacities = cleared.capacities,
                             .fee = cleared.fee});
        for (Step& step : steps)
            step.why = reasons.explain(step);
        first += steps.size();
    }
}

void explainAnySlots(std::span<const AnySlotOrder> orders, std::span<AnySlotFill> fills,
                     std::span<const ZoneResult> results, Price fee)
{
    for (std::size_t i = 0; i < orders.size(); ++i)
        fills[i].why = explainAnySlot(orders[i], fills[i], results, fee);
}

} // namespace dgex::market
