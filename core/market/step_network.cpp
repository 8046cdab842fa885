// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/market/step_network.h"

#include "core/base/assert.h"

#include <algorithm>

namespace dgex::market {

namespace {

constexpr std::uint32_t kOutside = 0;

std::size_t indexOf(EnergyClass energyClass)
{
    return static_cast<std::size_t>(energyClass);
}

template <class Value>
std::size_t rankOf(const std::vector<Value>& sorted, Value value)
{
    return static_cast<std::size_t>(std::ranges::lower_bound(sorted, value) - sorted.begin());
}

} // namespace

void StepNetwork::Tally::add(Side side, Lots lots, Price worth)
{
    present = true;
    (side == Side::Buy ? bought : sold) += lots;
    const Int128 value = Int128{lots.count()} * worth.count();
    welfare += side == Side::Buy ? value : -value;
}

StepNetwork::StepNetwork(const StepNetworkInput& input)
    : m_in(input)
    , m_hasClass(input.part.periods.size())
{
    numberNodes();
    addLinks();
    addSteps();
    addAnySlots();
}

std::size_t StepNetwork::placeOf(Period period, ZoneId zone) const
{
    return rankOf(m_in.part.periods, period) * m_zones.size() + rankOf(m_zones, zone);
}

StepNetwork::Ends StepNetwork::endsOf(std::size_t place, EnergyClass energyClass) const
{
    const auto zone = static_cast<std::uint32_t>(1 + place);
    const std::uint32_t renewable = m_renewableNodes[periodOf(place)];
    if (energyClass == EnergyClass::Any || renewable == 0)
        return {.outside = kOutside, .zone = zone};
    return m_oneZone ? Ends{.outside = kOutside, .zone = renewable} : Ends{.outside = renewable, .zone = zone};
}

StepNetwork::Tally& StepNetwork::tallyOf(std::size_t place, EnergyClass energyClass)
{
    return m_tallies[2 * place + indexOf(energyClass)];
}

void StepNetwork::numberNodes()
{
    for (const std::uint32_t i : m_in.part.steps) {
        const Step& step = m_in.steps[i];
        m_zones.push_back(step.zone);
        m_hasClass[rankOf(m_in.part.periods, step.period)][indexOf(step.energyClass)] = true;
    }
    for (const std::uint32_t i : m_in.part.anySlots) {
        m_zones.push_back(m_in.anySlotOrders[i].zone);
        for (const Period period : m_in.anySlotOrders[i].periods)
            m_hasClass[rankOf(m_in.part.periods, period)][indexOf(EnergyClass::Any)] = true;
    }
    const auto unique = [this] {
        std::ranges::sort(m_zones);
        m_zones.erase(std::unique(m_zones.begin(), m_zones.end()), m_zones.end());
    };
    unique();
    m_oneZone = m_zones.size() == 1;
    if (!m_oneZone) {
        for (const ZoneLink& link : m_in.links.all) {
            m_zones.push_back(link.from);
            m_zones.push_back(link.to);
        }
        unique();
    }
    const std::size_t places = m_in.part.periods.size() * m_zones.size();
    DGEX_ASSERT(places <= kPlacesMax);
    m_problem.nodeCount = static_cast<std::uint32_t>(1 + places);
    for (const std::array<bool, 2>& has : m_hasClass) {
        const bool both = has[indexOf(EnergyClass::Any)] && has[indexOf(EnergyClass::Renewable)];
        m_renewableNodes.push_back(both ? m_problem.nodeCount++ : 0);
        if (both && !m_oneZone)
            m_problem.pinned.push_back(m_renewableNodes.back());
    }
    m_problem.cycleNodes = m_problem.nodeCount;
    m_tallies.resize(2 * places);
    m_touched.resize(places, false);
}

void StepNetwork::addLinks()
{
    if (!m_oneZone) {
        for (const Period period : m_in.part.periods) {
            for (std::uint32_t i = 0; i < m_in.links.all.size(); ++i) {
                const ZoneLink& link = m_in.links.all[i];
                const Lots capacity = capacityOf(m_in.links.all, m_in.links.exceptions, i, period);
                DGEX_ASSERT(link.from != link.to && capacity >= Lots{} && capacity <= kLinkLotsMax);
                m_problem.arcs.push_back({.from = static_cast<std::uint32_t>(1 + placeOf(period, link.from)),
                                          .to = static_cast<std::uint32_t>(1 + placeOf(period, link.to)),
                                          .capacity = capacity.count(),
                                          .countsAsLength = true});
            }
        }
    }
    m_firstStepArc = m_problem.arcs.size();
}

void StepNetwork::addSteps()
{
    std::vector<Lots> renewable(m_in.part.periods.size());
    for (const std::uint32_t i : m_in.part.steps) {
        const Step& step = m_in.steps[i];
        const std::size_t place = placeOf(step.period, step.zone);
        const Ends ends = endsOf(place, step.energyClass);
        const Price worth = worthOf(step.side, step.limit, m_in.rules.networkFee);
        const bool sells = step.side == Side::Sell;
        m_problem.arcs.push_back({.from = sells ? ends.outside : ends.zone,
                                  .to = sells ? ends.zone : ends.outside,
                                  .capacity = step.asked.count(),
                                  .cost = sells ? worth.count() : -worth.count(),
                                  .countsAsVolume = sells});
        if (sells && step.energyClass == EnergyClass::Renewable)
            renewable[periodOf(place)] += step.asked;
    }
    for (std::size_t i = 0; i < renewable.size(); ++i) {
        // Renewable energy may serve as any; the arc always has room left.
        const std::uint32_t node = m_renewableNodes[i];
        if (node != 0)
            m_problem.arcs.push_back({.from = m_oneZone ? node : kOutside,
                                      .to = m_oneZone ? static_cast<std::uint32_t>(1 + i) : node,
                                      .capacity = renewable[i].count() + 1});
    }
    m_firstAnySlotArc = m_problem.arcs.size();
}

void StepNetwork::addAnySlots()
{
    for (const std::uint32_t i : m_in.part.anySlots) {
        const AnySlotOrder& order = m_in.anySlotOrders[i];
        const bool sells = order.side == Side::Sell;
        const Price worth = worthOf(order.side, order.limit, m_in.rules.networkFee);
        const std::uint32_t node = m_problem.nodeCount++;
        m_problem.arcs.push_back({.from = sells ? kOutside : node,
                                  .to = sells ? node : kOutside,
                                  .capacity = order.quantity.count(),
                                  .cost = sells ? worth.count() : -worth.count(),
                                  .countsAsVolume = sells});
        for (const Period period : order.periods) {
            const auto zone = static_cast<std::uint32_t>(1 + placeOf(period, order.zone));
            m_problem.arcs.push_back({.from = sells ? node : zone,
                                      .to = sells ? zone : node,
                                      .capacity = std::min(order.lotsPerPeriod, order.quantity).count(),
                                      .draw = m_in.draws.draw(i, period)});
        }
    }
}

void StepNetwork::clearInto(std::span<Step> steps, StepClearing& clearing)
{
    m_flow = bestFlow(m_problem);
    takeSteps(steps);
    takeAnySlots(clearing.anySlotFills);
    takeFlows(clearing.flows);
    takeResults(clearing.results);
}

void StepNetwork::takeSteps(std::span<Step> steps)
{
    std::size_t arc = m_firstStepArc;
    for (const std::uint32_t i : m_in.part.steps) {
        Step& step = steps[i];
        step.filled = Lots{m_flow.arcs[arc++]};
        tallyOf(placeOf(step.period, step.zone), step.energyClass)
            .add(step.side, step.filled, worthOf(step.side, step.limit, m_in.rules.networkFee));
    }
}

void StepNetwork::takeAnySlots(std::vector<AnySlotFill>& fills)
{
    std::size_t arc = m_firstAnySlotArc;
    for (const std::uint32_t i : m_in.part.anySlots) {
        const AnySlotOrder& order = m_in.anySlotOrders[i];
        AnySlotFill& fill = fills[i];
        fill.filled = Lots{m_flow.arcs[arc++]};
        for (const Period period : order.periods) {
            fill.byPeriod.emplace_back(m_flow.arcs[arc++]);
            tallyOf(placeOf(period, order.zone), EnergyClass::Any)
                .add(order.side, fill.byPeriod.back(), worthOf(order.side, order.limit, m_in.rules.networkFee));
        }
    }
}

std::optional<std::int64_t> StepNetwork::potentialOf(std::uint32_t node) const
{
    if (!m_flow.least[node] || !m_flow.greatest[node])
        return std::nullopt;
    return mixOf(*m_flow.least[node], *m_flow.greatest[node], m_in.rules);
}

void StepNetwork::takeFlows(std::vector<LinkFlow>& flows)
{
    for (std::size_t arc = 0; arc < m_firstStepArc; ++arc) {
        if (m_flow.arcs[arc] == 0)
            continue;
        const FlowArc& link = m_problem.arcs[arc];
        m_touched[link.from - 1] = m_touched[link.to - 1] = true;
        const auto from = potentialOf(link.from);
        const auto to = potentialOf(link.to);
        DGEX_ASSERT(from && to && *from <= *to);
        flows.push_back({.period = m_in.part.periods[arc / m_in.links.all.size()],
                         .link = static_cast<std::uint32_t>(arc % m_in.links.all.size()),
                         .lots = Lots{m_flow.arcs[arc]},
                         .rent = Price{*to - *from}});
    }
}

void StepNetwork::setPrice(ZoneResult& result, const Ends& ends) const
{
    const auto outside = potentialOf(ends.outside);
    const auto zone = potentialOf(ends.zone);
    if (!outside || !zone)
        return;
    result.price = result.buyerPrice = Price{*zone - *outside};
    const std::int64_t least = *m_flow.least[ends.zone] - *m_flow.least[ends.outside];
    const std::int64_t greatest = *m_flow.greatest[ends.zone] - *m_flow.greatest[ends.outside];
    result.priceInterval = {Price{std::min(least, greatest)}, Price{std::max(least, greatest)}};
}

void StepNetwork::takeResults(std::vector<ZoneResult>& results) const
{
    const auto trades = [](const Tally& tally) { return !tally.bought.isZero() || !tally.sold.isZero(); };
    std::vector<std::array<bool, 2>> inPeriod(m_in.part.periods.size());
    for (std::size_t i = 0; i < m_tallies.size(); ++i)
        inPeriod[periodOf(i / 2)][i % 2] = inPeriod[periodOf(i / 2)][i % 2] || trades(m_tallies[i]);
    for (std::size_t i = 0; i < m_tallies.size(); ++i) {
        const Tally& tally = m_tallies[i];
        if (!tally.present)
            continue;
        const std::size_t place = i / 2;
        const auto energyClass = static_cast<EnergyClass>(i % 2);
        ZoneResult result{.period = m_in.part.periods[periodOf(place)],
                          .zone = m_zones[place % m_zones.size()],
                          .energyClass = energyClass,
                          .price = std::nullopt,
                          .buyerPrice = std::nullopt,
                          .priceInterval = std::nullopt,
                          .bought = tally.bought,
                          .sold = tally.sold,
                          .welfare = tally.welfare * kWattHoursPerLot};
        if (trades(tally) || (m_touched[place] && inPeriod[periodOf(place)][i % 2]))
            setPrice(result, endsOf(place, energyClass));
        DGEX_ASSERT(!trades(tally) || result.price);
        results.push_back(result);
    }
}

} // namespace dgex::market
