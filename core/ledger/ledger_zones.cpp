// SPDX-License-Identifier: GPL-3.0-or-later
// The part of LedgerState about markets of several zones and classes.
#include "core/base/assert.h"
#include "core/ledger/ledger_context.h"
#include "core/ledger/ledger_state.h"
#include "core/market/zone_transport.h"

#include <algorithm>

namespace dgex::ledger {

namespace {

/// The price of class any in a zone and period of a clearing.
Price priceOfAny(const market::MarketClearing& clearing, Period period, ZoneId zone)
{
    const auto found = std::ranges::find_if(clearing.results, [&](const market::ZoneResult& result) {
        return result.period == period && result.zone == zone && result.energyClass == market::EnergyClass::Any;
    });
    DGEX_ASSERT(found != clearing.results.end() && found->price);
    return *found->price;
}

} // namespace

market::Market LedgerState::zoneMarket(Round round) const
{
    market::Market market;
    for (const auto& [home, sheet] : m_sheets) {
        const ZoneId zone = m_participants.at(home).zone;
        for (const market::Order& order : sheet.orders)
            market.orders.push_back({.period = order.period,
                                     .zone = zone,
                                     .energyClass = order.energyClass,
                                     .participant = home,
                                     .side = order.side,
                                     .quantity = order.quantity,
                                     .limit = order.limit});
        for (const market::SheetAnySlot& order : sheet.anySlots)
            market.anySlotOrders.push_back({.participant = home,
                                            .zone = zone,
                                            .side = order.side,
                                            .quantity = order.quantity,
                                            .lotsPerPeriod = order.lotsPerPeriod,
                                            .limit = order.limit,
                                            .periods = order.periods});
    }
    market.links = m_terms.rules.zones->links;
    market.capacities = linksLeft(round);
    return market;
}

std::vector<market::LinkCapacity> LedgerState::linksLeft(Round round) const
{
    std::vector<market::LinkCapacity> left;
    const std::vector<market::ZoneLink>& links = m_terms.rules.zones->links;
    const Period first = round.plus(m_terms.rules.gateLead);
    for (auto flows = m_linkFlows.lower_bound(first); flows != m_linkFlows.end(); ++flows) {
        for (std::uint32_t i = 0; i < links.size(); ++i) {
            const Lots used = linkFlow(flows->first, links[i].from, links[i].to);
            if (!used.isZero())
                left.push_back(
                    {.period = flows->first, .link = i, .capacity = std::max(Lots{}, links[i].capacity - used)});
        }
    }
    return left;
}

void LedgerState::clearZones(Round round, const Hash256& seed, std::map<ParticipantId, HomeRoundResult>& homes,
                             Context& context)
{
    const market::Market market = zoneMarket(round);
    const market::MarketClearing clearing = market::clearMarket(market, m_terms.rules.auction, seed);
    listMarkets(round, market, clearing);
    for (const MarketResult& result : m_lastResults)
        emit(result, context);
    takeFlows(round, clearing.flows, context);
    takeFills(clearing, homes);
    takeAnySlots(market, clearing, homes);
}

void LedgerState::listMarkets(Round round, const market::Market& market, const market::MarketClearing& clearing)
{
    using Place = std::tuple<Period, ZoneId, market::EnergyClass>;
    std::map<Place, std::uint32_t> orders;
    for (const market::ZoneFill& fill : clearing.fills)
        ++orders[{fill.period, fill.zone, fill.energyClass}];
    for (const market::AnySlotOrder& order : market.anySlotOrders)
        for (const Period period : order.periods)
            ++orders[{period, order.zone, market::EnergyClass::Any}];
    for (const market::ZoneResult& result : clearing.results)
        m_lastResults.push_back({.round = round,
                                 .period = result.period,
                                 .price = result.price,
                                 .priceInterval = result.priceInterval,
                                 .volume = std::max(result.bought, result.sold),
                                 .orders = orders[{result.period, result.zone, result.energyClass}],
                                 .place = MarketPlace{.zone = result.zone,
                                                      .energyClass = result.energyClass,
                                                      .bought = result.bought,
                                                      .sold = result.sold}});
}

void LedgerState::takeFlows(Round round, std::span<const market::LinkFlow> flows, Context& context)
{
    for (const market::LinkFlow& flow : flows) {
        const market::ZoneLink& link = m_terms.rules.zones->links[flow.link];
        m_linkFlows[flow.period][{link.from, link.to}] += flow.lots;
        m_gridOperator += valueOf(flow.lots, flow.rent);
        emit(LinkResult{.round = round,
                        .period = flow.period,
                        .from = link.from,
                        .to = link.to,
                        .quantity = flow.lots,
                        .rent = flow.rent},
             context);
    }
}

void LedgerState::takeFills(const market::MarketClearing& clearing, std::map<ParticipantId, HomeRoundResult>& homes)
{
    std::map<std::tuple<Period, ZoneId, market::EnergyClass>, std::optional<Price>> prices;
    for (const market::ZoneResult& result : clearing.results)
        prices[{result.period, result.zone, result.energyClass}] = result.price;
    for (const market::ZoneFill& fill : clearing.fills) {
        const std::optional<Price> price = prices[{fill.period, fill.zone, fill.energyClass}];
        homes[fill.participant].orders.push_back({.period = fill.period,
                                                  .side = fill.side,
                                                  .limit = fill.limit,
                                                  .asked = fill.asked,
                                                  .filled = fill.filled,
                                                  .price = price,
                                                  .energyClass = fill.energyClass});
        if (fill.filled.isZero())
            continue;
        trade(fill.participant, fill.period, fill.side, fill.filled, price.value());
        if (fill.energyClass == market::EnergyClass::Renewable)
            m_renewables[fill.period][fill.participant] += fill.side == market::Side::Buy ? fill.filled : -fill.filled;
    }
}

void LedgerState::takeAnySlots(const market::Market& market, const market::MarketClearing& clearing,
                               std::map<ParticipantId, HomeRoundResult>& homes)
{
    for (std::size_t i = 0; i < market.anySlotOrders.size(); ++i) {
        const market::AnySlotOrder& order = market.anySlotOrders[i];
        HomeAnySlotResult result{.side = order.side, .limit = order.limit, .asked = order.quantity, .parts = {}};
        for (std::size_t n = 0; n < order.periods.size(); ++n) {
            const Lots filled = clearing.anySlotFills[i].byPeriod[n];
            if (filled.isZero())
                continue;
            const Price price = priceOfAny(clearing, order.periods[n], order.zone);
            result.parts.push_back({.period = order.periods[n], .filled = filled, .price = price});
            trade(order.participant, order.periods[n], order.side, filled, price);
        }
        homes[order.participant].anySlots.push_back(std::move(result));
    }
}

std::vector<delivery::Pair> LedgerState::pairsOf(Period period) const
{
    const auto found = m_positions.find(period);
    if (found == m_positions.end())
        return {};
    std::vector<delivery::ZonePosition> positions;
    std::map<ZoneId, Lots> surplus;
    const bool oneZone = !m_terms.rules.zones;
    for (const auto& [home, net] : found->second) {
        const ZoneId zone = oneZone ? ZoneId{} : m_participants.at(home).zone;
        positions.push_back({.home = home, .zone = zone, .net = net});
        surplus[zone] -= net;
    }
    if (oneZone)
        return delivery::pairOverZones(std::move(positions), {});
    // What was sold over the links went over them, whatever the terms say now.
    std::vector<market::ZoneLink> links;
    if (const auto flows = m_linkFlows.find(period); flows != m_linkFlows.end())
        for (const auto& [ends, lots] : flows->second)
            links.push_back({.from = ends.first, .to = ends.second, .capacity = lots});
    std::vector<delivery::ZoneTransfer> transfers;
    for (const market::ZoneTransport& transport : market::transportOf(surplus, links))
        transfers.push_back({.from = transport.from, .to = transport.to, .quantity = transport.quantity});
    return delivery::pairOverZones(std::move(positions), transfers);
}

} // namespace dgex::ledger
